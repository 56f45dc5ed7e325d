// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller, and no form
import { type ReactElement, useRef, useState } from 'react';
import { bridge } from '../../bridge.ts';
import { Problem } from '../../parts/problem.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import { useConsole } from '../../state/console-store.ts';
import { goliveCount, missingItems } from '../../state/golive-words.ts';
import { usePeriods } from '../../state/now.ts';
import { ChecklistLine } from './checklist-line.tsx';
import { LivePanel } from './live-panel.tsx';

/** As often as the core looks at it while something is armed. */
const lookMs = 10_000;

/**
 * What going live asks for, each with its evidence. Looked at anew when something of custody, the halt or the signer changes, every few
 * seconds for what only time or another side changes, and by the person's word.
 */
export function GoliveScreen(): ReactElement {
  const version = useConsole((state) => state.custodyVersion);
  const standing = useConsole(({ status }) => `${status?.halt.state} ${status?.signer.text}`);
  const periods = usePeriods(lookMs);
  const [looks, setLooks] = useState(0);
  const lines = useRef<HTMLUListElement>(null);
  const showLine = (itemId: string): void => {
    const line = lines.current?.querySelector<HTMLElement>(`[data-item="${itemId}"]`);
    line?.scrollIntoView({ block: 'start' });
    line?.focus({ preventScroll: true });
  };
  const since = [version, standing, periods, looks];
  const { error, value } = useAnswer(() => bridge().ask['golive.checklist']({}), since);
  const live = useAnswer(() => bridge().ask['golive.live']({}), since);
  return (
    <section className="panel golive" aria-labelledby="golive-title">
      <header className="panel-head">
        <h2 id="golive-title">What going live asks for</h2>
        <span className="golive-count" role="status">
          {value === null ? 'Looking.' : goliveCount(value)}
        </span>
      </header>
      <div className="pane-scroll" role="group" tabIndex={0} aria-label="The checklist">
        <div className="golive-body">
          {value === null || live.value === null ? null : (
            <LivePanel live={live.value} missing={missingItems(value)} onShow={showLine} />
          )}
          <p className="standing">Nothing can be ticked here that the console can find out itself.</p>
          <div className="button-row">
            <button type="button" className="button" onClick={() => setLooks((before) => before + 1)}>
              Look again
            </button>
          </div>
          {error === null ? null : <Problem error={error} />}
          {value === null ? null : (
            <ul className="checklist" ref={lines}>
              {value.items.map((item) => (
                <ChecklistLine key={item.itemId} item={item} />
              ))}
            </ul>
          )}
        </div>
      </div>
    </section>
  );
}
