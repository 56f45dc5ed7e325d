import type { ReactElement } from 'react';
import type { Approval } from '../../core/contract/shapes.ts';
import type { Result } from '../../core/domain/result.ts';
import type { Asking } from './use-asking.ts';

interface AskButtonProps<T> {
  readonly asking: Asking;
  /** Said while the answer is waited for. */
  readonly waitsFor: string;
  readonly ask: () => Promise<Result<T>>;
  /** What came of it in words, or the approval that it waits for now. */
  readonly then: (value: T) => string | Approval;
  readonly className?: string;
  readonly isDisabled?: boolean;
  /** What it is called where its text alone does not say of what it is. */
  readonly label?: string;
  readonly children: string;
}

/** A button that asks the core one thing; while anything of the same `asking` is waited for it cannot be pressed. */
export function AskButton<T>(props: AskButtonProps<T>): ReactElement {
  const { asking, isDisabled = false } = props;
  return (
    <button
      type="button"
      aria-label={props.label}
      className={props.className ?? 'button'}
      disabled={isDisabled || asking.waitsFor !== null}
      onClick={() => void asking.ask(props.waitsFor, props.ask, props.then)}
    >
      {props.children}
    </button>
  );
}
