import type { ReactElement, RefObject } from 'react';
import type { TransactionPreview } from '../../../core/contract/shapes.ts';
import type { ComposeReading } from '../../state/compose.ts';
import { transactionBlockWords } from '../../state/transaction-words.ts';

interface PreviewSubmitProps {
  readonly preview: TransactionPreview | null;
  /** Whether the preview is of exactly what is looked at. */
  readonly isFresh: boolean;
  readonly isAsking: boolean;
  readonly isSending: boolean;
  /** What is still missing; null when the fields are complete, or something else is looked at. */
  readonly needs: (ComposeReading & { kind: 'incomplete' })['needs'] | null;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly onPress: (preview: TransactionPreview) => void;
}

/** The one button that has a transaction signed; and the line that says why it does not. */
export function PreviewSubmit(props: PreviewSubmitProps): ReactElement {
  const { button, isFresh, isSending, preview } = props;
  const isStopped = preview === null || !isFresh || !mayPass(preview);
  const isOnLedger = preview !== null && preview.signer === 'ledger';
  return (
    <div className="preview-submit">
      <button
        ref={button}
        type="button"
        className="submit"
        disabled={isSending || isStopped}
        aria-describedby="preview-why"
        onClick={() => preview !== null && props.onPress(preview)}
      >
        {isSending
          ? 'Passing the gate'
          : preview?.verdict === 'needs-approval'
            ? 'Ask for approval…'
            : isOnLedger
              ? 'Sign on the Ledger and send'
              : 'Sign and send'}
      </button>
      <p className="ticket-why" id="preview-why" data-stopped={preview !== null && isStopped && isFresh}>
        {why(props)}
      </p>
    </div>
  );
}

/** Whether a preview may be submitted as things stand. */
export function mayPass({ blocked, verdict }: TransactionPreview): boolean {
  return verdict !== 'deny' && blocked === null;
}

const missing = {
  chain: 'Choose a network.',
  token: 'Choose a token.',
  to: 'Type an address.',
  amount: 'Type an amount.',
  valueWei: 'Type how much wei is sent along.',
  data: 'Type the calldata.',
  pasted: 'Paste a transaction.',
  maxFeeGwei: 'Type the most that a unit of gas may cost.',
  tipGwei: 'Type the tip.',
  gas: 'Type the gas.',
} as const;

function why({ isAsking, isFresh, isSending, needs, preview }: PreviewSubmitProps): string {
  if (isSending) return 'The signer is asked. Nothing is sent before its answer is proved.';
  if (needs !== null) return missing[needs];
  if (isAsking) return 'Preparing: nonce, fees and balance are read from the network.';
  if (preview === null || !isFresh) return '';
  if (preview.verdict === 'deny') return 'The policy denies this transaction.';
  if (preview.blocked !== null) return transactionBlockWords(preview.blocked);
  if (preview.verdict === 'needs-approval') return 'Your approval will be asked for in its own window.';
  return preview.signer === 'ledger'
    ? 'Every rule allows it. Compare the lines on the Ledger before you confirm there.'
    : 'Every rule allows it. It is signed and sent at once.';
}
