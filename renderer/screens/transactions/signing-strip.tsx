import { type ReactElement, useState } from 'react';
import type { ChainTransaction } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { Problem } from '../../parts/problem.tsx';
import { setTransaction, useConsole } from '../../state/console-store.ts';
import { transactionStatusWords } from '../../state/transaction-words.ts';

/** What is with the signer right now: what it waits for, and the way to stop it. */
export function SigningStrip(): ReactElement | null {
  const transactions = useConsole((state) => state.transactions);
  const signing = (transactions ?? []).filter(({ status }) => status === 'signing');
  return (
    <div className="signing-strip" role="status" aria-label="With the signer">
      {signing.map((transaction) => (
        <SigningNow key={transaction.transactionId} transaction={transaction} />
      ))}
    </div>
  );
}

function SigningNow({ transaction }: { readonly transaction: ChainTransaction }): ReactElement {
  const [error, setError] = useState<AppError | null>(null);
  return (
    <div className="signing-now">
      <p>
        <strong>{transactionStatusWords(transaction)}</strong> {shownText(transaction.sentence)}
      </p>
      <StopButton transaction={transaction} className="button" onProblem={setError} />
      {error === null ? null : <Problem error={error} />}
    </div>
  );
}

interface StopButtonProps {
  readonly transaction: ChainTransaction;
  readonly className: string;
  readonly onProblem: (error: AppError | null) => void;
}

/** Takes a transaction back from the signer, where that can still be. */
export function StopButton({ className, onProblem, transaction }: StopButtonProps): ReactElement {
  const [isStopping, setStopping] = useState(false);

  async function stop(): Promise<void> {
    setStopping(true);
    const answer = await bridge().ask['transactions.stopSigning']({ transactionId: transaction.transactionId });
    setStopping(false);
    onProblem(answer.ok ? null : answer.error);
    if (answer.ok) setTransaction(answer.value);
  }

  return (
    <button
      type="button"
      className={className}
      disabled={isStopping}
      aria-label={`Stop signing: ${shownText(transaction.sentence)}`}
      onClick={(event) => {
        event.stopPropagation();
        void stop();
      }}
    >
      Stop
    </button>
  );
}
