import { type ReactElement, useState } from 'react';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { counted } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { type AuditFilter, queryOf } from '../../state/audit-search.ts';

interface AuditUpkeepProps {
  readonly filter: AuditFilter;
  /** Shows the report of a day in the place of the rows. */
  readonly onReport: () => void;
}

/** Exporting the rows that the filter shows, clearing those whose time is up, and the way to the report of a day. */
export function AuditUpkeep({ filter, onReport }: AuditUpkeepProps): ReactElement {
  const [error, setError] = useState<AppError | null>(null);
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);

  async function exportRows(format: 'jsonl' | 'csv'): Promise<void> {
    setBusy(true);
    const answer = await bridge().ask['audit.export']({ format, filter: queryOf(filter) });
    setBusy(false);
    setError(answer.ok ? null : answer.error);
    setSaid(
      answer.ok
        ? `${counted(answer.value.rows)} rows in ${shownText(answer.value.file)}, SHA-256 ${answer.value.sha256}`
        : '',
    );
  }

  async function retain(): Promise<void> {
    const plan = await bridge().ask['audit.retentionPlan']({});
    if (!plan.ok) return setError(plan.error);
    setError(null);
    if (plan.value.rows === 0)
      return setSaid('No row is past its time: signing and failed sign-ins stay one year, all else two.');
    const asked = await bridge().ask['audit.requestRetention']({});
    setError(asked.ok ? null : asked.error);
    if (asked.ok) setSaid(`Your approval is asked to clear ${counted(plan.value.rows)} rows whose time is up.`);
  }

  return (
    <div className="audit-upkeep">
      <button type="button" className="button" disabled={isBusy} onClick={() => void exportRows('jsonl')}>
        Export JSON lines
      </button>
      <button type="button" className="button" disabled={isBusy} onClick={() => void exportRows('csv')}>
        Export CSV
      </button>
      <button type="button" className="text-button" onClick={() => void retain()}>
        Retention…
      </button>
      <button type="button" className="text-button" onClick={onReport}>
        Report of a day…
      </button>
      <p role="status" title={said}>
        {isBusy ? 'Writing.' : said}
      </p>
      {error === null ? null : <Problem error={error} />}
    </div>
  );
}
