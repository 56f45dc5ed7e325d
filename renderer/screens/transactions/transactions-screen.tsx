// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import { Tabs } from 'radix-ui';
import { type ReactElement, useCallback, useMemo, useRef, useState } from 'react';
import type { TransactionPreview } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { counted } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { useSignerBoard } from '../../parts/use-signer-board.ts';
import { readCompose } from '../../state/compose.ts';
import { useCompose } from '../../state/compose-store.ts';
import { useConsole } from '../../state/console-store.ts';
import type { Previewed } from '../../state/previewed.ts';
import { isOpenTransaction } from '../../state/transactions.ts';
import { AllowanceList } from './allowance-list.tsx';
import { ComposePanel } from './compose-panel.tsx';
import { Holdings } from './holdings.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { Receive } from './receive.tsx';
import { Rescue } from './rescue.tsx';
import { TransactionList } from './transaction-list.tsx';
import { useChainBook } from './use-chain-book.ts';
import { useChainReading } from './use-chain-reading.ts';
import { useTransactionPreview } from './use-transaction-preview.ts';

const askBalances = (chainId: number) => bridge().ask['chains.balances']({ chainId });
const askAllowances = (chainId: number) => bridge().ask['allowances.list']({ chainId });

/** Everything about transactions on chains, in one sight: composing, exactly what would be signed, what is held, what was sent. */
export function TransactionsScreen(): ReactElement {
  const fields = useCompose();
  const book = useChainBook(fields.chainId);
  const { value: board } = useSignerBoard();
  const chain = book.chains.find(({ chainId }) => chainId === fields.chainId);
  const askable = chain !== undefined && chain.rpc !== 'none' && board?.pinned != null ? chain.chainId : null;
  const [sending, setSending] = useState<TransactionPreview | null>(null);
  const reading = useMemo(() => readCompose(fields), [fields]);
  const previewed = useMemo<Previewed | null>(() => {
    if (sending !== null) return null;
    if (fields.other !== null) return fields.other;
    return reading.kind === 'draft' ? { of: 'draft', draft: reading.draft } : null;
  }, [fields.other, reading, sending]);
  const { state } = useTransactionPreview(previewed);
  const balances = useChainReading(askable, askBalances);
  const submit = useRef<HTMLButtonElement>(null);
  return (
    <div className="transactions">
      <ComposePanel
        book={book}
        chain={chain}
        reading={reading}
        error={state.kind === 'refused' ? state.error : null}
        submit={submit}
      />
      <PreviewPanel state={state} reading={reading} button={submit} sending={sending} onSending={setSending} />
      <div className="panel account" role="region" tabIndex={0} aria-label="Account on this network">
        <Receive board={board} chain={chain} />
        {askable === null ? null : <Holdings reading={balances} />}
        <Rescue chain={chain} recipients={book.recipients} />
      </div>
      <Activity chains={book.chains} askable={askable} />
    </div>
  );
}

function Activity({
  askable,
  chains,
}: {
  readonly askable: number | null;
  readonly chains: Parameters<typeof TransactionList>[0]['chains'];
}): ReactElement {
  const openCount = useConsole((state) => (state.transactions ?? []).filter(isOpenTransaction).length);
  const [tab, setTab] = useState('transactions');
  const [problem, setProblem] = useState<AppError | null>(null);
  const allowances = useChainReading(tab === 'allowances' ? askable : null, askAllowances);
  const takeProblem = useCallback((error: AppError | null) => setProblem(error), []);
  return (
    <section className="panel transactions-activity" aria-label="Activity">
      <Tabs.Root className="tabs" value={tab} onValueChange={setTab}>
        <header className="panel-head">
          <Tabs.List className="tab-list" aria-label="Activity">
            <Tabs.Trigger value="transactions" className="tab">
              Transactions <span className="tab-count">{openCount === 0 ? '' : `${counted(openCount)} open`}</span>
            </Tabs.Trigger>
            <Tabs.Trigger value="allowances" className="tab">
              Allowances
            </Tabs.Trigger>
          </Tabs.List>
          {tab === 'allowances' ? (
            <button
              type="button"
              className="text-button"
              disabled={askable === null || allowances.isReading}
              onClick={allowances.again}
            >
              Read again
            </button>
          ) : null}
        </header>
        {problem === null ? null : <Problem error={problem} />}
        <Tabs.Content value="transactions" className="tab-content" tabIndex={-1}>
          <TransactionList chains={chains} onProblem={takeProblem} />
        </Tabs.Content>
        <Tabs.Content value="allowances" className="tab-content" tabIndex={-1}>
          {askable === null ? (
            <p className="table-empty">A network with an RPC and a pinned signer are needed to read allowances.</p>
          ) : (
            <AllowanceList reading={allowances} />
          )}
        </Tabs.Content>
      </Tabs.Root>
    </section>
  );
}
