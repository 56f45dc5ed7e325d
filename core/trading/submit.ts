import type { Order, Submission } from '../contract/shapes.ts';
import type { Json } from '../domain/canonical.ts';
import type { AppError } from '../domain/errors.ts';
import type { OrderIntent } from '../domain/intent.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Facts } from '../policy/rule.ts';
import { approve } from './approve.ts';
import { reservedFrom } from './confirmed-time.ts';
import { exposureOf } from './exposure.ts';
import { factsOf } from './facts.ts';
import { type FeesFor, type MarketReading, readMarket } from './market-reading.ts';
import { mayTrade } from './may-trade.ts';
import { orderQuestion } from './order-question.ts';
import type { HeldPreview, Previews } from './previews.ts';
import { cancelReplaced } from './replace.ts';
import { sendOrder } from './send.ts';
import type { Trading } from './trading.ts';

/**
 * The one gate an order passes (law 1): halt and mode, exact amounts (made and held at preview), policy, approval bound to the
 * exact bytes, policy again on fresh facts, a durable row, the effect, its verification, the outcome's row. A preview is submitted
 * once; asking again answers with the same. Where the policy wants the person's approval it is asked for here, and the order goes
 * through the rest of the gate once it is given.
 */
export function submitOrder(trading: Trading, preview: HeldPreview, actor: string): Promise<Result<Submission>> {
  preview.submission ??= begin(trading, preview, actor);
  return preview.submission;
}

/** Submits the preview of this name. One that is not known or has expired is refused, with a row, like any other submit. */
export async function submitPreview(
  trading: Trading,
  previews: Previews,
  previewId: string,
  actor: string,
): Promise<Result<Submission>> {
  const preview = previews.find(previewId);
  if (preview.ok) return submitOrder(trading, preview.value, actor);
  await leaveRefusal(trading, actor, preview.error, `preview ${previewId}`, {});
  return preview;
}

async function begin(trading: Trading, preview: HeldPreview, actor: string): Promise<Result<Submission>> {
  const { intent, replaces, shown } = preview;
  const permitted = mayTrade(trading, exposureOf(intent));
  if (!permitted.ok) return refuse(trading, preview, actor, permitted.error);
  const reading = await readMarket(trading, intent.symbol, feesFor(intent));
  if (!reading.ok) return refuse(trading, preview, actor, reading.error);
  const judgement = trading.judge(intent, factsOf(trading, intent, reading.value, replaces?.orderId ?? null));
  if (judgement.verdict !== 'needs-approval') {
    const sent = await pass(trading, preview, reading.value, actor, null);
    return sent.ok ? ok({ state: 'sent', order: sent.value }) : sent;
  }
  const asked = trading.approvals.ask(
    orderQuestion(preview, judgement.rulings, async (approver) => {
      const still = mayTrade(trading, exposureOf(intent));
      if (!still.ok) return refuse(trading, preview, approver, still.error);
      const later = await readMarket(trading, intent.symbol, feesFor(intent));
      if (!later.ok) return refuse(trading, preview, approver, later.error);
      const sent = await pass(trading, preview, later.value, approver, shown.digest);
      return sent.ok ? ok(undefined) : sent;
    }),
  );
  if (!asked.ok) return refuse(trading, preview, actor, asked.error);
  const { approvalId, expiresAtMs } = asked.value;
  return ok({ state: 'awaiting-approval', approvalId, expiresAtMs });
}

/** The gate from the halt to the outcome's row. `grantedDigest` is what the person has approved, null where nothing was asked. */
async function pass(
  trading: Trading,
  preview: HeldPreview,
  reading: MarketReading,
  actor: string,
  grantedDigest: string | null,
): Promise<Result<Order>> {
  const { intent, replaces, shown } = preview;
  const orderId = trading.ids.next();
  const exposure = exposureOf(intent);
  const factsNow = (): Facts => factsOf(trading, intent, reading, replaces?.orderId ?? null);
  const facts = factsNow();
  const refused = (error: AppError): Promise<Result<never>> => refuse(trading, preview, actor, error, orderId, facts);

  const permitted = mayTrade(trading, exposure);
  if (!permitted.ok) return refused(permitted.error);
  const approved = approve(intent, shown.digest, trading.judge(intent, facts), grantedDigest);
  if (!approved.ok) return refused(approved.error);

  const row = await trading.record.before({
    eventType: 'order',
    level: 'info',
    status: 'requested',
    actor,
    subject: orderId,
    body: {
      intent: { ...intent },
      digest: shown.digest,
      replaces: replaces?.orderId ?? null,
      estimatedPrice: shown.estimatedPrice,
      facts: facts as unknown as Json,
    },
  });
  if (!row.ok) return row;
  if (replaces !== null) {
    const gone = await cancelReplaced(trading, replaces, actor);
    if (!gone.ok) return refused(gone.error);
  }

  // The waits since the policy spoke were waits: halt and policy are asked again, and nothing is awaited between here and the effect.
  const still = mayTrade(trading, exposure);
  if (!still.ok) return refused(still.error);
  const freshFacts = factsNow();
  const again = approve(intent, shown.digest, trading.judge(intent, freshFacts), grantedDigest);
  if (!again.ok) return refused(again.error);
  const client = trading.orderClient(exposure);
  if (client === null) {
    return refused({ code: 'not-allowed', retry: 'never', method: 'orders.submit', face: 'unarmed' });
  }
  const nowMs = trading.clock.nowMs();
  const begun = trading.journal.begin(
    orderId,
    intent,
    { auditId: row.value, replaces: replaces?.orderId ?? null },
    nowMs,
    () =>
      trading.reservations.add({
        orderId,
        quote: reading.market.quote,
        mostQuote: freshFacts.mostQuote ?? shown.notional,
        atMs: reservedFrom(trading.clock, trading.confirmedTime),
      }),
  );
  if (!begun.ok) return refused(begun.error);
  return sendOrder(trading, client, again.value, orderId, actor);
}

/** What is bought is bought at a cost that is known; what is sold for money goes without it. */
function feesFor(intent: OrderIntent): FeesFor {
  return exposureOf(intent) === 'open' ? 'buying' : 'nothing';
}

async function refuse(
  trading: Trading,
  { intent }: HeldPreview,
  actor: string,
  error: AppError,
  orderId: string = trading.ids.next(),
  facts: Facts | null = null,
): Promise<Result<never>> {
  await leaveRefusal(trading, actor, error, orderId, { intent: { ...intent }, facts: facts as unknown as Json });
  return err(error);
}

async function leaveRefusal(
  trading: Trading,
  actor: string,
  error: AppError,
  subject: string,
  about: Readonly<Record<string, Json>>,
): Promise<void> {
  trading.count('refused');
  if (isDecision(error)) trading.refusedSubmit(actor);
  await trading.record.after({
    eventType: error.code === 'denied-by-policy' ? 'policy-violation' : 'order',
    level: 'warn',
    status: 'failed',
    actor,
    subject,
    body: { ...about, error: { ...error } as Json },
  });
}

const decisions: readonly AppError['code'][] = [
  'denied-by-policy',
  'stale-preview',
  'expired',
  'conflict',
  'not-allowed',
];

/** Whether the gate said no to what was asked, and not the venue, the disk or a halt that already stands. */
function isDecision({ code }: AppError): boolean {
  return decisions.includes(code);
}
