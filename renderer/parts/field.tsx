import type { KeyboardEvent, ReactElement, Ref } from 'react';
import { shownText } from '../escape.ts';

interface AmountFieldProps {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  /** Said beneath while nothing is wrong. */
  readonly hint: string;
  /** What is wrong with it; takes the hint's place. */
  readonly issue: string | null;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onChange: (text: string) => void;
  /** Changes the unit, where there is another one. */
  readonly onUnit?: (() => void) | undefined;
  /** Arrow up and down. */
  readonly onStep: (direction: 'up' | 'down') => void;
}

/** A field for an exact amount with its unit; the line beneath is always there, so that nothing moves when it speaks. */
export function AmountField(props: AmountFieldProps): ReactElement {
  const { id, issue } = props;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    props.onStep(event.key === 'ArrowUp' ? 'up' : 'down');
  }

  return (
    <div className="field" data-issue={issue !== null}>
      <label htmlFor={id}>{props.label}</label>
      <div className="field-box">
        <input
          id={id}
          ref={props.inputRef}
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          disabled={props.isDisabled}
          value={props.value}
          placeholder={props.placeholder}
          aria-invalid={issue !== null}
          aria-describedby={`${id}-note`}
          onChange={(event) => props.onChange(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {props.onUnit === undefined ? (
          <span className="field-unit">{shownText(props.unit)}</span>
        ) : (
          <button
            type="button"
            className="field-unit"
            aria-label={`In ${shownText(props.unit)}; change the unit`}
            onClick={props.onUnit}
          >
            {shownText(props.unit)} ⇄
          </button>
        )}
      </div>
      <p className="field-note" id={`${id}-note`} role={issue === null ? undefined : 'alert'}>
        {issue ?? props.hint}
      </p>
    </div>
  );
}
