import { Dialog } from 'radix-ui';
import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { Approval } from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import type { Result } from '../../core/domain/result.ts';
import { Problem } from './problem.tsx';
import { TextField } from './text-field.tsx';

/** One line that is asked for. */
export interface AskedText {
  readonly key: string;
  readonly label: string;
  readonly start?: string;
  readonly placeholder?: string;
  readonly isMono?: boolean;
  /** What is wrong with what is typed; null when nothing is. */
  readonly issue?: (text: string) => string | null;
}

interface AskDialogProps {
  readonly trigger: string;
  readonly triggerClass?: string;
  readonly isDisabled?: boolean;
  readonly title: string;
  readonly text: string;
  readonly fields: readonly AskedText[];
  readonly ask: (values: Readonly<Record<string, string>>) => Promise<Result<Approval>>;
}

/** Asks for a few lines, and then for the person's approval of them, which is given in the approval window. */
export function AskDialog(props: AskDialogProps): ReactElement {
  const [isShown, setShown] = useState(false);
  return (
    <Dialog.Root open={isShown} modal={false} onOpenChange={setShown}>
      <Dialog.Trigger asChild>
        <button type="button" className={props.triggerClass ?? 'text-button'} disabled={props.isDisabled}>
          {props.trigger}
        </button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <div className="dialog-veil" aria-hidden="true" />
        <Dialog.Content
          className="dialog"
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
        >
          <Dialog.Title className="dialog-title">{props.title}</Dialog.Title>
          <AskForm {...props} onEnd={() => setShown(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function AskForm({ ask, fields, onEnd, text }: AskDialogProps & { readonly onEnd: () => void }): ReactElement {
  const id = useId();
  const [values, setValues] = useState(() => Object.fromEntries(fields.map(({ key, start }) => [key, start ?? ''])));
  const [error, setError] = useState<AppError | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const issueOf = ({ issue, key }: AskedText): string | null => {
    const typed = (values[key] ?? '').trim();
    return typed === '' ? null : (issue?.(typed) ?? null);
  };
  const isReady = fields.every((field) => (values[field.key] ?? '').trim() !== '' && issueOf(field) === null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    // The dialog may stand in another form's place of the tree, where this press is none of its own.
    event.stopPropagation();
    if (!isReady || isAsking || isAsked) return;
    setAsking(true);
    const trimmed = Object.fromEntries(Object.entries(values).map(([key, typed]) => [key, typed.trim()]));
    const answer = await ask(trimmed);
    setAsking(false);
    setError(answer.ok ? null : answer.error);
    setAsked(answer.ok);
  }

  return (
    <form className="ask-form" noValidate onSubmit={(event) => void submit(event)}>
      <p>{text}</p>
      {fields.map((field) => (
        <TextField
          key={field.key}
          id={`${id}-${field.key}`}
          label={field.label}
          value={values[field.key] ?? ''}
          isMono={field.isMono ?? false}
          isDisabled={isAsked}
          {...(field.placeholder === undefined ? {} : { placeholder: field.placeholder })}
          issue={issueOf(field)}
          onChange={(typed) => setValues({ ...values, [field.key]: typed })}
        />
      ))}
      {error === null ? null : <Problem error={error} />}
      <p className="ask-said" role="status">
        {isAsked ? 'It waits for your approval in its own window. Nothing is changed before.' : ''}
      </p>
      <div className="button-row first-run-row">
        <button type="button" className="button" onClick={onEnd}>
          {isAsked ? 'Close' : 'Cancel'}
        </button>
        {isAsked ? null : (
          <button type="submit" className="button strong" disabled={!isReady || isAsking}>
            {isAsking ? 'Asking' : 'Ask for approval…'}
          </button>
        )}
      </div>
    </form>
  );
}
