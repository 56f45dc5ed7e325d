import { type ReactElement, useState } from 'react';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { counted } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';

/** The fills of a year as CSV, saved where the person says. */
export function FillsExport(): ReactElement {
  const thisYear = new Date().getUTCFullYear();
  const [year, setYear] = useState(thisYear);
  const [said, setSaid] = useState('');
  const [error, setError] = useState<AppError | null>(null);

  async function save(): Promise<void> {
    const answer = await bridge().ask['fills.export']({ year });
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    const { csv, fileName, rows } = answer.value;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
    link.download = fileName;
    link.click();
    URL.revokeObjectURL(link.href);
    setSaid(`${counted(rows)} fills of ${year}.`);
  }

  return (
    <div className="fills-export">
      <label>
        <span className="visually-hidden">Year</span>
        <select className="input" value={year} onChange={(event) => setYear(Number.parseInt(event.target.value, 10))}>
          {[0, 1, 2, 3].map((back) => (
            <option key={back}>{thisYear - back}</option>
          ))}
        </select>
      </label>
      <button type="button" className="button" onClick={() => void save()}>
        Export fills
      </button>
      <span role="status">{said}</span>
      {error === null ? null : <Problem error={error} />}
    </div>
  );
}
