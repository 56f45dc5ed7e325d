import type { ReactElement } from 'react';
import { readLocalTime } from '../../format/time.ts';
import { type AuditFilter, isNoFilter, noFilter } from '../../state/audit-search.ts';

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}

const eventTypes = [
  'order',
  'fill',
  'cancel',
  'halt',
  'halt-release',
  'approval',
  'policy-violation',
  'policy-change',
  'sign',
  'audit',
  'audit-export',
  'app-lock',
  'vault-unlock',
  'core-started',
  'core-stopped',
  'practice-reset',
];
const levels = ['info', 'warn', 'error'] as const;
const statuses = ['requested', 'ok', 'failed', 'unknown', 'recovered'] as const;

/** What the rows are filtered by; each takes effect as it is changed. */
export function AuditFilters({ filter, onChange }: AuditFiltersProps): ReactElement {
  const change = (part: Partial<AuditFilter>) => onChange({ ...filter, ...part });
  return (
    <form className="filters" aria-label="Filter the trail" onSubmit={(event) => event.preventDefault()}>
      <label className="filter wide">
        <span>Text</span>
        <input
          className="input"
          type="search"
          maxLength={200}
          placeholder="in subject and body"
          value={filter.text}
          onChange={(event) => change({ text: event.target.value })}
        />
      </label>
      <label className="filter">
        <span>Type</span>
        <input
          className="input"
          list="audit-event-types"
          placeholder="any"
          value={filter.eventType}
          onChange={(event) => change({ eventType: event.target.value })}
        />
        <datalist id="audit-event-types">
          {eventTypes.map((eventType) => (
            <option key={eventType} value={eventType} />
          ))}
        </datalist>
      </label>
      <Choice label="Level" value={filter.level} options={levels} onChange={(level) => change({ level })} />
      <Choice label="Status" value={filter.status} options={statuses} onChange={(status) => change({ status })} />
      <TimeField label="From" value={filter.from} onChange={(from) => change({ from })} />
      <TimeField label="To" value={filter.to} onChange={(to) => change({ to })} />
      <button type="button" className="text-button" disabled={isNoFilter(filter)} onClick={() => onChange(noFilter)}>
        Clear
      </button>
    </form>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: '' | T;
  readonly options: readonly T[];
  readonly onChange: (value: '' | T) => void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>): ReactElement {
  return (
    <label className="filter narrow">
      <span>{label}</span>
      <select
        className="input"
        value={value}
        onChange={(event) => onChange(options.find((option) => option === event.target.value) ?? '')}
      >
        <option value="">any</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function TimeField({ label, value, onChange }: TimeFieldProps): ReactElement {
  return (
    <label className="filter time">
      <span>{label}</span>
      <input
        className="input"
        placeholder="2026-01-31 14:30"
        title="A local time: a date, or a date and a time of day."
        maxLength={19}
        value={value}
        aria-invalid={value.trim() !== '' && readLocalTime(value) === null}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
