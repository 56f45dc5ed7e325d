import type { ReactElement } from 'react';
import type { ChainTransaction, KnownChain } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { shownText } from '../../escape.ts';
import { shortHex } from '../../format/address.ts';
import { counted } from '../../format/amount.ts';
import { localTime, momentWithZone } from '../../format/time.ts';
import { coins } from '../../format/wei.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { GroupedAddress } from '../../parts/grouped-address.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useAside } from '../../parts/use-aside.ts';
import { signerName } from '../../state/signer-words.ts';
import { clearSignedWords, transactionStatusName, transactionStory } from '../../state/transaction-words.ts';
import { ChangeButtons } from './transaction-columns.tsx';

interface TransactionDetailProps {
  readonly transaction: ChainTransaction;
  readonly chain: KnownChain | undefined;
  readonly onProblem: (error: AppError | null) => void;
  readonly onClose: () => void;
}

/** Where a transaction stands, what that means, and the one thing to do about it. */
export function TransactionDetail({ chain, onClose, onProblem, transaction }: TransactionDetailProps): ReactElement {
  const close = useAside(onClose);
  const { next, what } = transactionStory(transaction);
  const { blockNumber, feePaidWei, hash, maxFeeWei, replacedBy, replaces, signer, to } = transaction;
  const symbol = chain?.nativeSymbol ?? '';
  const clear = clearSignedWords(transaction);
  return (
    <aside className="story transaction-detail" aria-label="This transaction">
      <header>
        <h2>{transactionStatusName(transaction.status)}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={close}>
          <Icon name="cross" />
        </button>
      </header>
      <p className="detail-sentence">{shownText(transaction.sentence)}</p>
      <p>{what}</p>
      {next === '' ? null : <p className="detail-next">{next}</p>}
      <ChangeButtons transaction={transaction} onProblem={onProblem} />
      <Facts>
        <Fact name="Hash">
          {hash === null ? (
            'none'
          ) : (
            <span className="hash-cell">
              <code>{hash}</code>
              <CopyButton text={hash} what="the hash" isSmall />
            </span>
          )}
        </Fact>
        <Fact name="To">{to === null ? 'a new contract' : <GroupedAddress address={to} />}</Fact>
        <Fact name="Network">
          {shownText(chain?.name ?? '')} ({transaction.chainId})
        </Fact>
        <Fact name="Nonce">{String(transaction.nonce)}</Fact>
        <Fact name="Sent">{coins(transaction.valueWei, symbol)}</Fact>
        <Fact name={feePaidWei === null ? 'Fees at most' : 'Fees paid'}>{coins(feePaidWei ?? maxFeeWei, symbol)}</Fact>
        {blockNumber === null ? null : (
          <Fact name="Block">
            {counted(blockNumber)}, {counted(transaction.confirmations)} deep
          </Fact>
        )}
        <Fact name="Signed by">
          {signerName(signer)}
          {clear === null ? '' : `, ${clear}`}
        </Fact>
        <Fact name="Asked for">
          <span title={momentWithZone(transaction.createdAtMs)}>{localTime(transaction.createdAtMs)}</span>
        </Fact>
        {replaces === null ? null : <Fact name="In the place of">{shortHex(replaces)}</Fact>}
        {replacedBy === null ? null : <Fact name="Replaced by">{shortHex(replacedBy)}</Fact>}
      </Facts>
    </aside>
  );
}
