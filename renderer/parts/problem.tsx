import type { ReactElement } from 'react';
import type { AppError } from '../../core/domain/errors.ts';
import { wordsFor } from '../words.ts';

/** An error where it happened: what happened, what did not, what to do next. */
export function Problem({ error }: { readonly error: AppError }): ReactElement {
  const { happened, notDone, next } = wordsFor(error);
  return (
    <div className="problem" role="alert" data-code={error.code}>
      <p className="problem-happened">{happened}</p>
      <p className="problem-rest">
        {notDone} {next}
      </p>
    </div>
  );
}
