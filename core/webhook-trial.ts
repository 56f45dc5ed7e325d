import type { Webhook } from './contract/shapes.ts';
import { conflict } from './domain/conflict.ts';
import { err, ok, type Result } from './domain/result.ts';
import { destinationOf } from './notify/webhook-destination.ts';
import type { WebhookDeskParts } from './webhook-desk.ts';

/** Between two tests: nobody can make this console knock at somebody's door without end. */
const testEveryMs = 5_000;

/** How a test of a webhook went. */
export interface TriedWebhook {
  /** As it is afterwards. */
  readonly webhook: Webhook;
  readonly isDelivered: boolean;
  /** A sentence that repeats nothing of the address or the answer. */
  readonly text: string;
  /** How many secrets signed what left; 0 where its address is all that is secret. */
  readonly signatures: number;
}

/** With which secrets a test is signed: all that sign notices now, or the newest alone, also while another one signs beside it. */
export type SignedBy = 'all' | 'newest';

/**
 * Sends a fixed text now, between two rows. `conflict` for a webhook that is turned off: nothing leaves for where nobody has sent it.
 * `rate-limited` right after another one, `not-found`, `vault-locked`, `storage-failed`.
 */
export type TryWebhook = (webhookId: string, signedBy: SignedBy, actor: string) => Promise<Result<TriedWebhook>>;

/** Tests over the webhooks of an open console.db. */
export function createWebhookTrial(parts: WebhookDeskParts, found: (webhookId: string) => Result<Webhook>): TryWebhook {
  const { clock, ids, record, sender, table } = parts;
  let testedAtMs: number | null = null;

  const opened = (webhookId: string) => {
    const webhook = found(webhookId);
    if (!webhook.ok) return webhook;
    return webhook.value.enabled ? destinationOf(webhook.value, parts) : turnedOff;
  };

  return async (webhookId, signedBy, actor) => {
    const waitMs = testedAtMs === null ? 0 : Math.ceil(testedAtMs + testEveryMs - clock.monotonicMs());
    const before = opened(webhookId);
    if (!before.ok) return before;
    if (waitMs > 0) return err({ code: 'rate-limited', retry: 'safe', venue: 'the webhook', retryAfterMs: waitMs });
    testedAtMs = clock.monotonicMs();
    const about = { eventType: 'webhook', actor, subject: webhookId };
    const row = await record.before({ ...about, level: 'info', status: 'requested', body: { what: 'test' } });
    if (!row.ok) return row;
    const notice = {
      noticeId: ids.next(),
      kind: 'test',
      atMs: clock.nowMs(),
      title: testTitle,
      text: testText,
    } as const;
    // As it is now: while the row was written it may have been turned off, or lead elsewhere.
    const destination = opened(webhookId);
    if (!destination.ok) {
      const body = { what: 'test', error: destination.error.code };
      await record.after({ ...about, level: 'warn', status: 'failed', body });
      return destination;
    }
    const { address, kept } = destination.value;
    const outcome = await sender.post(
      signedBy === 'all' ? destination.value : { address, kept: { ...kept, oldSecret: null } },
      notice,
    );
    const isDelivered = outcome.state === 'delivered';
    await record.after({
      ...about,
      level: isDelivered ? 'info' : 'warn',
      status: isDelivered ? 'ok' : 'failed',
      body: { what: 'test', notice: notice.noticeId },
    });
    const last = { atMs: clock.nowMs(), state: isDelivered ? 'delivered' : 'failed', text: outcome.text } as const;
    const told = table.tell(webhookId, last, 0);
    if (!told.ok) return told;
    parts.changed();
    const webhook = found(webhookId);
    return webhook.ok
      ? ok({ webhook: webhook.value, isDelivered, text: outcome.text, signatures: outcome.signatures })
      : webhook;
  };
}

const turnedOff: Result<never> = conflict('this webhook is turned off: turn it on first');
const testTitle = 'A test';
const testText = 'You asked Portcullis to send this. Nothing has happened.';
