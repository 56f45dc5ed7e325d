import type { ReactElement } from 'react';
import type { ChainTransaction, KnownChain } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { shownText } from '../../escape.ts';
import { shortHex } from '../../format/address.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { lookAt } from '../../state/compose-store.ts';
import { transactionStatusWords } from '../../state/transaction-words.ts';
import { isReplaceable } from '../../state/transactions.ts';
import { StopButton } from './signing-strip.tsx';

/** The columns of the list of transactions. */
export function transactionColumns(
  chains: readonly KnownChain[],
  onProblem: (error: AppError | null) => void,
): readonly Column<ChainTransaction>[] {
  const nameOf = (chainId: number) =>
    shownText(chains.find((chain) => chain.chainId === chainId)?.name ?? `${chainId}`);
  return [
    { key: 'time', title: 'Time', width: '72px', cell: ({ createdAtMs }) => <Moment atMs={createdAtMs} /> },
    { key: 'what', title: 'What', width: 'minmax(88px, 2.2fr)', cell: ({ sentence }) => shownText(sentence) },
    { key: 'chain', title: 'Network', width: 'minmax(48px, 0.8fr)', cell: ({ chainId }) => nameOf(chainId) },
    { key: 'nonce', title: 'Nonce', width: '40px', isFigure: true, cell: ({ nonce }) => String(nonce) },
    {
      key: 'status',
      title: 'Status',
      width: 'minmax(88px, 1fr)',
      cell: (transaction) => (
        <span
          className="transaction-status"
          data-status={transaction.status}
          title={transactionStatusWords(transaction)}
        >
          {transactionStatusWords(transaction)}
        </span>
      ),
    },
    {
      key: 'hash',
      title: 'Hash',
      width: '116px',
      cell: ({ hash }) =>
        hash === null ? (
          <span className="nothing">none</span>
        ) : (
          <span className="hash-cell">
            <code title={hash}>{shortHex(hash)}</code>
            <CopyButton text={hash} what={`the hash ${shortHex(hash)}`} isSmall />
          </span>
        ),
    },
    {
      key: 'change',
      title: 'Change',
      isTitleHidden: true,
      width: '124px',
      cell: (transaction) => <ChangeButtons transaction={transaction} onProblem={onProblem} />,
    },
  ];
}

interface ChangeButtonsProps {
  readonly transaction: ChainTransaction;
  readonly onProblem: (error: AppError | null) => void;
}

/** What can still be done about a transaction: stop it at the signer, or put another in its place. */
export function ChangeButtons({ onProblem, transaction }: ChangeButtonsProps): ReactElement | null {
  const { sentence, status, transactionId } = transaction;
  if (status === 'signing') {
    return (
      <span className="row-buttons">
        <StopButton transaction={transaction} className="row-button" onProblem={onProblem} />
      </span>
    );
  }
  if (!isReplaceable(transaction)) return null;
  return (
    <span className="row-buttons">
      {status === 'in-doubt' ? null : (
        <ReplaceButton
          word="Speed up"
          label={`Speed up: ${shownText(sentence)}`}
          onPress={() => lookAt({ of: 'replacement', transactionId, as: 'speed-up' })}
        />
      )}
      <ReplaceButton
        word="Cancel"
        label={`Cancel: ${shownText(sentence)}`}
        onPress={() => lookAt({ of: 'replacement', transactionId, as: 'cancel' })}
      />
    </span>
  );
}

interface ReplaceButtonProps {
  readonly word: string;
  readonly label: string;
  readonly onPress: () => void;
}

function ReplaceButton({ label, onPress, word }: ReplaceButtonProps): ReactElement {
  return (
    <button
      type="button"
      className="row-button"
      aria-label={label}
      onClick={(event) => {
        event.stopPropagation();
        onPress();
      }}
    >
      {word}
    </button>
  );
}
