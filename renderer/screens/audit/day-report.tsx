// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller, and no form
import { type ReactElement, useId, useState } from 'react';
import { dayPage } from '../../../core/contract/report-pages/day-page.ts';
import { readUtcDay, utcDay } from '../../../core/domain/utc-day.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { Problem } from '../../parts/problem.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import { useAsking } from '../../parts/use-asking.ts';
import { writtenReportWords } from '../../state/report-words.ts';
import { ReportTables } from './report-tables.tsx';

/** What happened on a day in UTC, which is typed; asked anew for another day and by the person's word, and written as a page to print. */
export function DayReportView({ onClose }: { readonly onClose: () => void }): ReactElement {
  const id = useId();
  const [typed, setTyped] = useState(() => utcDay(Date.now()));
  const [day, setDay] = useState(typed);
  const [looks, setLooks] = useState(0);
  const { error, value } = useAnswer(() => bridge().ask['reports.day']({ day }), [day, looks]);
  const writing = useAsking();
  const page = value === null ? null : dayPage(value);

  function type(text: string): void {
    setTyped(text);
    if (readUtcDay(text.trim()) !== null) setDay(text.trim());
  }

  return (
    <section className="day-report" aria-labelledby={`${id}-title`}>
      <header className="day-report-head">
        <TextField
          id={`${id}-day`}
          label="Day"
          unit="UTC"
          value={typed}
          issue={readUtcDay(typed.trim()) === null ? 'Write it as 2026-11-27.' : null}
          onChange={type}
        />
        <button type="button" className="button" onClick={() => setLooks((before) => before + 1)}>
          Look again
        </button>
        <AskButton
          asking={writing}
          waitsFor="Writing it."
          ask={() => bridge().ask['reports.writeDay']({ day })}
          then={(written) => shownText(writtenReportWords(written))}
        >
          Write it as a page
        </AskButton>
        <button type="button" className="text-button" onClick={onClose}>
          Back to the trail
        </button>
      </header>
      <AskingWords asking={writing} />
      {error === null ? null : <Problem error={error} />}
      <div className="pane-scroll" role="group" tabIndex={0} aria-label="The report">
        <div className="day-report-body">
          <h2 id={`${id}-title`}>{page?.title ?? 'Reading the trail'}</h2>
          {page === null ? null : <ReportTables page={page} />}
        </div>
      </div>
    </section>
  );
}
