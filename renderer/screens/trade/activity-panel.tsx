import { Tabs } from 'radix-ui';
import { type ReactElement, useCallback, useState } from 'react';
import type { Balance } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { counted } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { isOpen } from '../../state/account.ts';
import { cancelAllOrders } from '../../state/cancel-orders.ts';
import { useConsole } from '../../state/console-store.ts';
import { useRoom } from '../../state/room.ts';
import { BalancesTable, PracticeReset } from './balances-panel.tsx';
import { Fills } from './fills.tsx';
import { FlattenDialog } from './flatten-dialog.tsx';
import { OpenOrders } from './open-orders.tsx';
import { OrderHistory } from './order-history.tsx';
import { PerformanceTab } from './performance.tsx';

interface ActivityPanelProps {
  /** What is held where the orders of this screen go. */
  readonly balances: readonly Balance[] | null;
  /** Whether that is the practice exchange: only there is everything sold at once, started over, and its worth followed. */
  readonly isPractice: boolean;
}

/** The account's activity on all markets: open orders, fills, history; and the balances where they have no place of their own. */
export function ActivityPanel({ balances, isPractice }: ActivityPanelProps): ReactElement {
  const openCount = useConsole((state) => (state.orders ?? []).filter(isOpen).length);
  const hasRoom = useRoom();
  const [chosen, setChosen] = useState('open');
  const [problem, setProblem] = useState<AppError | null>(null);
  const [said, setSaid] = useState('');
  const tab = hasRoom && chosen === 'balances' ? 'open' : chosen;
  const takeProblem = useCallback((error: AppError | null) => {
    setProblem(error);
    setSaid('');
  }, []);

  async function cancelAll(): Promise<void> {
    const answer = await cancelAllOrders();
    takeProblem(answer.ok ? null : answer.error);
    if (answer.ok) setSaid(answer.value);
  }

  return (
    <section className="panel activity-panel" aria-label="Activity">
      <Tabs.Root className="tabs" value={tab} onValueChange={setChosen}>
        <header className="panel-head">
          <Tabs.List className="tab-list" aria-label="Activity">
            <Tab value="open" title="Open orders" count={openCount} />
            <Tab value="fills" title="Fills" />
            <Tab value="history" title="History" />
            {isPractice ? <Tab value="performance" title="Performance" /> : null}
            {hasRoom ? null : <Tab value="balances" title="Balances" />}
          </Tabs.List>
          <span className="activity-said" role="status">
            {said}
          </span>
          {isPractice && tab === 'balances' ? <PracticeReset /> : null}
          {isPractice && tab === 'open' ? <FlattenDialog /> : null}
          {tab === 'open' ? (
            <button type="button" className="text-button" disabled={openCount === 0} onClick={() => void cancelAll()}>
              Cancel all
            </button>
          ) : null}
        </header>
        {problem === null ? null : <Problem error={problem} />}
        <Tabs.Content value="open" className="tab-content" tabIndex={-1}>
          <OpenOrders onProblem={takeProblem} />
        </Tabs.Content>
        <Tabs.Content value="fills" className="tab-content" tabIndex={-1}>
          <Fills />
        </Tabs.Content>
        <Tabs.Content value="history" className="tab-content" tabIndex={-1}>
          <OrderHistory />
        </Tabs.Content>
        <Tabs.Content value="performance" className="tab-content" tabIndex={-1}>
          <PerformanceTab />
        </Tabs.Content>
        <Tabs.Content value="balances" className="tab-content" tabIndex={-1}>
          <BalancesTable balances={balances} />
        </Tabs.Content>
      </Tabs.Root>
    </section>
  );
}

interface TabProps {
  readonly value: string;
  readonly title: string;
  readonly count?: number;
}

function Tab({ value, title, count }: TabProps): ReactElement {
  return (
    <Tabs.Trigger value={value} className="tab">
      {title}
      {count === undefined ? null : <span className="tab-count"> {counted(count)}</span>}
    </Tabs.Trigger>
  );
}
