// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import type { ReactElement } from 'react';
import type { CalendarExport, MaintenanceWindow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { calendarWords, windowWords } from '../../state/due-words.ts';
import { useNow } from '../../state/now.ts';
import { PlanMaintenance } from './plan-maintenance.tsx';

interface CalendarPanelProps {
  readonly calendar: CalendarExport;
  readonly maintenance: readonly MaintenanceWindow[];
}

/** Due dates as a calendar of one's own, and the planned maintenance of the two-party signer. */
export function CalendarPanel({ calendar, maintenance }: CalendarPanelProps): ReactElement {
  const nowMs = useNow();
  const writing = useAsking();
  const removing = useAsking();
  return (
    <div className="pane-scroll" role="group" tabIndex={0} aria-label="Calendar">
      <section className="pane-part" aria-labelledby="calendar-title">
        <h3 id="calendar-title">Due dates</h3>
        <p>{calendarWords(calendar, nowMs)}</p>
        <AskButton
          asking={writing}
          waitsFor="Writing it."
          ask={() => bridge().ask['custody.exportCalendar']({})}
          then={({ events, file }) => `${events} entries are in ${shownText(file)}.`}
        >
          Write the calendar
        </AskButton>
        <AskingWords asking={writing} />
        <p className="part-note">
          Import the file into your calendar. The next one updates what the one before brought, and takes back what is
          gone. It holds names and dates only.
        </p>
      </section>
      <section className="pane-part" aria-labelledby="maintenance-title">
        <h3 id="maintenance-title">Maintenance of the two-party signer</h3>
        {maintenance.length === 0 ? <p>None is planned.</p> : null}
        <ul className="maintenance-list" aria-label="Planned maintenance">
          {maintenance.map((window) => (
            <li key={window.windowId}>
              <span>{windowWords(window)}</span>
              <AskButton
                asking={removing}
                waitsFor="Removing it."
                ask={() => bridge().ask['custody.removeMaintenance']({ windowId: window.windowId })}
                then={() => 'It is no longer planned.'}
              >
                Remove
              </AskButton>
            </li>
          ))}
        </ul>
        <AskingWords asking={removing} />
        <PlanMaintenance />
      </section>
    </div>
  );
}
