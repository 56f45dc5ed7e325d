import { type ReactElement, useState } from 'react';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { counted } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';

/** The fills of a year as CSV, in the data folder. */
export function FillsExport(): ReactElement {
  const thisYear = new Date().getUTCFullYear();
  const [year, setYear] = useState(thisYear);
  const [said, setSaid] = useState('');
  const [error, setError] = useState<AppError | null>(null);

  async function save(): Promise<void> {
    const answer = await bridge().ask['fills.export']({ year });
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    const { file, rows } = answer.value;
    setSaid(`${counted(rows)} ${rows === 1 ? 'fill' : 'fills'} of ${year} in ${shownText(file)}`);
  }

  return (
    <>
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
      </div>
      <p role="status" className="fills-said selectable">
        {said}
      </p>
      {error === null ? null : <Problem error={error} />}
    </>
  );
}
