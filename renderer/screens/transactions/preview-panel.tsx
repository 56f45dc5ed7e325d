// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import { type ReactElement, type RefObject, useState } from 'react';
import type { TransactionPreview, TransactionSubmission } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { ApprovalWait } from '../../parts/approval-wait.tsx';
import { Problem } from '../../parts/problem.tsx';
import type { ComposeReading } from '../../state/compose.ts';
import { isAllAtFields } from '../../state/compose-issues.ts';
import { type ComposeState, clearCompose, lookAt, useCompose } from '../../state/compose-store.ts';
import { setTransaction, useConsole } from '../../state/console-store.ts';
import type { PreviewState } from '../../state/previewer.ts';
import { transactionStory } from '../../state/transaction-words.ts';
import { PreviewBody } from './preview-body.tsx';
import { PreviewSubmit } from './preview-submit.tsx';
import { SigningStrip } from './signing-strip.tsx';

interface PreviewPanelProps {
  readonly state: PreviewState<TransactionPreview>;
  readonly reading: ComposeReading;
  readonly button: RefObject<HTMLButtonElement | null>;
  /** What is being signed now, which stays in sight while the signer works. */
  readonly sending: TransactionPreview | null;
  readonly onSending: (preview: TransactionPreview | null) => void;
}

/** What became of the last submission, and what was typed then: it is told until something else is typed. */
type Outcome = { readonly typed: ComposeState } & (
  | { readonly submission: TransactionSubmission }
  | { readonly error: AppError }
);

/** What would be signed, exactly, and the one button that has it signed. */
export function PreviewPanel({ button, onSending, reading, sending, state }: PreviewPanelProps): ReactElement {
  const typed = useCompose();
  const { other } = typed;
  const [last, setOutcome] = useState<Outcome | null>(null);
  const outcome = last?.typed === typed ? last : null;
  const shown = sending ?? (state.kind === 'shown' ? state.preview : state.kind === 'asking' ? state.last : null);
  const isAtField = state.kind === 'refused' && other === null && isAllAtFields(state.error, typed.kind);
  const refusal = state.kind === 'refused' && !isAtField ? state.error : null;

  async function submit(preview: TransactionPreview): Promise<void> {
    onSending(preview);
    setOutcome(null);
    const answer = await bridge().ask['transactions.submit']({ previewId: preview.previewId });
    onSending(null);
    if (!answer.ok) return setOutcome({ typed: useCompose.getState(), error: answer.error });
    if (answer.value.state === 'sent') setTransaction(answer.value.transaction);
    clearCompose();
    setOutcome({ typed: useCompose.getState(), submission: answer.value });
  }

  return (
    <section className="panel preview" aria-labelledby="preview-title">
      <header className="panel-head">
        <h2 id="preview-title">{titles[other === null ? 'draft' : other.of === 'revocation' ? 'revoke' : other.as]}</h2>
        {other === null ? null : (
          <button type="button" className="text-button" onClick={() => lookAt(null)}>
            Back to what is typed
          </button>
        )}
      </header>
      <div
        className="preview-scroll"
        role="group"
        tabIndex={0}
        aria-label="The prepared transaction"
        data-stale={state.kind === 'asking' && sending === null}
      >
        <SigningStrip />
        <OutcomeWords outcome={outcome} />
        {refusal === null || sending !== null ? null : <Problem error={refusal} />}
        {shown === null ? (
          outcome === null && refusal === null ? (
            <p className="table-empty">
              What would be signed is shown here, exactly, while you type: its meaning, its cost, what your signer will
              show and what the policy says.
            </p>
          ) : null
        ) : (
          <PreviewBody preview={shown} />
        )}
      </div>
      <PreviewSubmit
        preview={shown}
        isFresh={state.kind === 'shown'}
        isAsking={state.kind === 'asking'}
        isSending={sending !== null}
        needs={other === null && reading.kind === 'incomplete' ? reading.needs : null}
        button={button}
        onPress={(preview) => void submit(preview)}
      />
    </section>
  );
}

const titles = {
  draft: 'What would be signed',
  'speed-up': 'The same again, for more',
  cancel: 'Nothing to yourself, in its place',
  revoke: 'Take an allowance back',
} as const;

/** What became of the last submission, kept up to date. */
function OutcomeWords({ outcome }: { readonly outcome: Outcome | null }): ReactElement | null {
  const transactions = useConsole((state) => state.transactions);
  if (outcome === null) return null;
  if ('error' in outcome) return <Problem error={outcome.error} />;
  const { submission } = outcome;
  if (submission.state === 'awaiting-approval') {
    // What is with the signer now is told above.
    if (transactions?.some(({ status }) => status === 'signing')) return null;
    return (
      <ApprovalWait
        approvalId={submission.approvalId}
        expiresAtMs={submission.expiresAtMs}
        meanwhile="Nothing is signed before."
        afterwards="What came of it is in the list below."
      />
    );
  }
  const { transaction: sent } = submission;
  const transaction = transactions?.find(({ transactionId }) => transactionId === sent.transactionId) ?? sent;
  const { next, what } = transactionStory(transaction);
  return (
    <p className="outcome" role="status" data-status={transaction.status}>
      {shownText(transaction.sentence)} {what} {next}
    </p>
  );
}
