import { type ReactElement, useMemo, useState } from 'react';
import type { ChainTransaction, KnownChain } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { useConsole } from '../../state/console-store.ts';
import { transactionColumns } from './transaction-columns.tsx';
import { TransactionDetail } from './transaction-detail.tsx';

/** What the detail beside the list tells, so that the list needs less room. */
const toldByDetail: ReadonlySet<string> = new Set(['chain', 'nonce', 'hash', 'change']);

interface TransactionListProps {
  readonly chains: readonly KnownChain[];
  readonly onProblem: (error: AppError | null) => void;
}

/** Every transaction that was ever handed to a signer, newest first; one that is opened says where it stands and what to do. */
export function TransactionList({ chains, onProblem }: TransactionListProps): ReactElement {
  const transactions = useConsole((state) => state.transactions);
  const [openId, setOpenId] = useState<string | null>(null);
  const opened = transactions?.find(({ transactionId }) => transactionId === openId) ?? null;
  const columns = useMemo<readonly Column<ChainTransaction>[]>(
    () => transactionColumns(chains, onProblem),
    [chains, onProblem],
  );
  return (
    <div className="with-aside">
      <DataTable
        label="Transactions"
        columns={opened === null ? columns : columns.filter(({ key }) => !toldByDetail.has(key))}
        rows={transactions ?? []}
        rowKey={({ transactionId }) => transactionId}
        selectedKey={openId}
        onOpen={({ transactionId }) => setOpenId(transactionId === openId ? null : transactionId)}
        empty={
          transactions === null ? '' : 'No transactions yet. Each one you have signed is listed here from then on.'
        }
      />
      {opened === null ? null : (
        <TransactionDetail
          key={opened.transactionId}
          transaction={opened}
          chain={chains.find(({ chainId }) => chainId === opened.chainId)}
          onProblem={onProblem}
          onClose={() => setOpenId(null)}
        />
      )}
    </div>
  );
}
