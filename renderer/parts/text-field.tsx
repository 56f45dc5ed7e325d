import type { HTMLAttributes, ReactElement, ReactNode } from 'react';

interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  /** Digits that are compared by eye: an address, calldata. */
  readonly isMono?: boolean;
  readonly isDisabled?: boolean;
  readonly unit?: string;
  /** The id of a list to choose from while typing. */
  readonly list?: string;
  /** Said beneath while nothing is wrong. */
  readonly hint?: ReactNode;
  /** What is wrong with it; takes the hint's place. */
  readonly issue?: string | null;
  readonly onChange: (text: string) => void;
}

/** A line of text with its name above it; the line beneath is always there, so that nothing moves when it speaks. */
export function TextField(props: TextFieldProps): ReactElement {
  const { hint = '', id, isMono = false, issue = null, unit } = props;
  return (
    <div className="line-field" data-issue={issue !== null}>
      <label htmlFor={id}>
        {props.label}
        {unit === undefined ? null : <span className="field-unit">, {unit}</span>}
      </label>
      <input
        id={id}
        className={isMono ? 'input mono' : 'input'}
        autoComplete="off"
        spellCheck={false}
        maxLength={300}
        inputMode={props.inputMode}
        list={props.list}
        disabled={props.isDisabled}
        value={props.value}
        placeholder={props.placeholder}
        aria-invalid={issue !== null}
        aria-describedby={`${id}-note`}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <div className="line-note" id={`${id}-note`} role={issue === null ? undefined : 'alert'}>
        {issue ?? hint}
      </div>
    </div>
  );
}
