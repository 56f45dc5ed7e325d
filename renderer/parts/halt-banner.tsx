import { type ReactElement, useState } from 'react';
import type { Halt } from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import { bridge } from '../bridge.ts';
import { shownText } from '../escape.ts';
import { agoInWords, momentWithZone, timeOfDay } from '../format/time.ts';
import { isOpen } from '../state/account.ts';
import { cancelAllOrders } from '../state/cancel-orders.ts';
import { showScreen, useConsole } from '../state/console-store.ts';
import { haltTitle, reasonLines, stillOpenWords } from '../state/halt-words.ts';
import { useNow } from '../state/now.ts';
import { isOpenTransaction } from '../state/transactions.ts';
import { Problem } from './problem.tsx';

/** Across every screen while not all may pass: since when, by whom, why, what is still open, and the two things to do about it. */
export function HaltBanner(): ReactElement | null {
  const halt = useConsole((state) => state.status?.halt);
  if (halt === undefined || halt.state === 'active') return null;
  return <EngagedBanner halt={halt} />;
}

function EngagedBanner({ halt }: { readonly halt: Halt }): ReactElement {
  const nowMs = useNow();
  const orders = useConsole((state) => state.orders);
  const approvals = useConsole((state) => state.approvals.size);
  const openCount = (orders ?? []).filter(isOpen).length;
  const transactions = useConsole((state) => state.transactions) ?? [];
  const signing = transactions.filter(({ status }) => status === 'signing').length;
  const under = transactions.filter(isOpenTransaction).length - signing;
  const [problem, setProblem] = useState<AppError | null>(null);
  const [outcome, setOutcome] = useState<string | null>(null);

  async function cancelAll(): Promise<void> {
    const answer = await cancelAllOrders();
    setProblem(answer.ok ? null : answer.error);
    setOutcome(answer.ok ? answer.value : null);
  }

  async function release(to: 'active' | 'reducing'): Promise<void> {
    const answer = await bridge().ask['halt.requestRelease']({ to });
    setProblem(answer.ok ? null : answer.error);
    setOutcome(null);
  }

  return (
    <section className="halt-banner" aria-label="Halt">
      <div className="halt-why">
        <h2>
          {haltTitle(halt.state)}
          {halt.sinceMs === null ? null : (
            <time title={momentWithZone(halt.sinceMs)}>
              {` since ${timeOfDay(halt.sinceMs)}, ${agoInWords(halt.sinceMs, nowMs)}`}
            </time>
          )}
        </h2>
        <ul>
          {reasonLines(halt).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p>
          {halt.locked === null ? '' : `Release is locked: ${shownText(halt.locked)}. `}
          {outcome ?? stillOpenWords(openCount, approvals, under, signing)}
          {approvals > 0 ? ' Answer in the approval window.' : ''}
        </p>
        {problem === null ? null : <Problem error={problem} />}
      </div>
      <div className="button-row">
        {halt.locked !== null && halt.reasons.some(({ code }) => code === 'rotation-lock') ? (
          <button type="button" className="button on-caution" onClick={() => showScreen('custody')}>
            Go on in Custody
          </button>
        ) : null}
        <button type="button" className="button on-caution" disabled={openCount === 0} onClick={() => void cancelAll()}>
          Cancel all open orders
        </button>
        {halt.state === 'halted' ? (
          <button
            type="button"
            className="button on-caution"
            disabled={halt.locked !== null}
            title="Only what lowers exposure may pass: sales for money, cancels, flattening"
            onClick={() => void release('reducing')}
          >
            Reduce only…
          </button>
        ) : null}
        <button
          type="button"
          className="button on-caution strong"
          disabled={halt.locked !== null}
          onClick={() => void release('active')}
        >
          Release…
        </button>
      </div>
    </section>
  );
}
