import type { Webhook } from '../contract/shapes.ts';
import type { Clock, Fetch, Ids, Log } from '../ports.ts';
import { longestWaitMs, nextTryMs } from './webhook-backoff.ts';
import type { WebhookParts } from './webhook-changes.ts';
import { type Destination, destinationOf } from './webhook-destination.ts';
import type { News } from './webhook-notices.ts';
import { type PostOutcome, postWebhook } from './webhook-post.ts';
import type { Notice, Queued, WebhookQueue } from './webhook-queue.ts';
import { requestOf, signaturesOf } from './webhook-request.ts';

const minuteMs = 60_000;

/** What the sender stands on. */
export interface SenderParts extends Pick<WebhookParts, 'table' | 'records' | 'vault'> {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly queue: WebhookQueue;
  /** Writes down how a notice ended. */
  readonly record: (webhookId: string, status: 'ok' | 'failed', notice: Pick<Notice, 'noticeId' | 'kind'>) => void;
  /** Some webhook does otherwise than before. */
  readonly changed: () => void;
}

/** Tells webhooks, one notice after the other each, as long as it takes. Where none is set up nothing leaves this machine. */
export interface WebhookSender {
  /** Queues news for every webhook that wants its kind, when whoever tells is done. Never throws, and nobody waits for it. */
  tell(news: News): void;
  /** Sends what is due: something was changed, or the vault was opened. */
  look(): void;
  /** Sends one notice at once, beside the queue; with how it went, how many secrets signed what left. */
  post(
    destination: Destination,
    notice: Parameters<typeof requestOf>[2],
  ): Promise<PostOutcome & { readonly signatures: number }>;
  /** Keeps what was told last, and lets go of what is on its way: it is sent again by the next sender. */
  close(): void;
}

/** A sender that begins by itself with what the one before it left. */
export function startWebhookSender(parts: SenderParts): WebhookSender {
  const { clock, log, queue, table } = parts;
  const busy = new Set<string>();
  /** Webhooks whose delivery could not be written down: left alone for a while, or it would go out again and again. */
  const paused = new Set<string>();
  /** Notices that were delivered and could not be taken out of the queue. */
  const delivered = new Set<number>();
  const closing = new AbortController();
  let told: readonly (News & Pick<Notice, 'noticeId' | 'atMs'>)[] = [];
  let stopTimer = (): void => undefined;

  const keepTold = (): void => {
    const now = told;
    told = [];
    const all = now.length === 0 ? null : table.all();
    if (all === null) return;
    if (!all.ok) return void log.warn('the webhooks could not be read', { code: all.error.code });
    for (const notice of now) {
      for (const webhook of all.value) {
        if (webhook.enabled && webhook.notices.includes(notice.kind)) add(webhook, notice);
      }
    }
  };

  const add = ({ webhookId }: Webhook, notice: Notice): void => {
    const added = queue.add(webhookId, notice, clock.nowMs());
    if (!added.ok) return void log.warn('a notice could not be queued', { code: added.error.code });
    if (added.value !== null) end(webhookId, added.value, 'Too many notices waited: the least important was dropped.');
  };

  /** A notice is not sent. */
  const end = (webhookId: string, notice: Notice, text: string): void => {
    table.tell(webhookId, { atMs: clock.nowMs(), state: 'failed', text }, 1);
    parts.record(webhookId, 'failed', notice);
    parts.changed();
  };

  const look = (): void => {
    if (closing.signal.aborted) return;
    stopTimer();
    const all = table.all();
    if (!all.ok) return void log.warn('the webhooks could not be read', { code: all.error.code });
    const waits = all.value.flatMap((webhook) => begin(webhook) ?? []);
    if (waits.length > 0) stopTimer = clock.after(Math.min(...waits), look);
  };

  /** Begins a delivery that is due; answers in how many milliseconds the next one is, where it is known and not now. */
  const begin = (webhook: Webhook): number | null => {
    const { enabled, waiting, webhookId } = webhook;
    if (!enabled || waiting === 0 || busy.has(webhookId) || paused.has(webhookId)) return null;
    const first = queue.first(webhookId);
    if (!first.ok || first.value === null) return null;
    const queued = first.value;
    if (delivered.has(queued.id)) {
      isKept(webhookId, queue.remove(queued.id).ok);
      return minuteMs;
    }
    // Further off than any wait: the clock was set back.
    const waitMs = queued.nextAtMs - clock.nowMs();
    if (waitMs > 0 && waitMs <= longestWaitMs) return waitMs;
    const destination = destinationOf(webhook, parts);
    if (!destination.ok) {
      // It is no failure of the webhook that the vault is locked.
      if (destination.error.code !== 'vault-locked') hold(webhook);
      return null;
    }
    busy.add(webhookId);
    void deliver(webhookId, destination.value, queued);
    return null;
  };

  const hold = ({ last, webhookId }: Webhook): void => {
    const text = 'Where it goes cannot be read from the vault: enter it again.';
    if (last?.text === text) return;
    table.tell(webhookId, { atMs: clock.nowMs(), state: 'failed', text }, 0);
    parts.changed();
  };

  const isKept = (webhookId: string, isStored: boolean): boolean => {
    if (!isStored) paused.add(webhookId);
    return isStored;
  };

  const deliver = async (webhookId: string, destination: Destination, queued: Queued): Promise<void> => {
    const outcome = await post(destination, queued.notice);
    busy.delete(webhookId);
    if (closing.signal.aborted) return;
    settle(webhookId, queued, outcome);
    look();
  };

  const settle = (webhookId: string, { attempts, id, notice, queuedAtMs }: Queued, outcome: PostOutcome): void => {
    const atMs = clock.nowMs();
    const tries = attempts + 1;
    if (outcome.state === 'again') {
      const nextAtMs = nextTryMs({ attempts: tries, queuedAtMs }, outcome.retryAfterMs, atMs);
      if (nextAtMs !== null) {
        isKept(webhookId, queue.again(id, nextAtMs).ok);
        table.tell(webhookId, { atMs, state: 'waits', text: `${outcome.text} It is tried again.` }, 0);
        return void parts.changed();
      }
    }
    if (!isKept(webhookId, queue.remove(id).ok)) delivered.add(id);
    if (outcome.state !== 'delivered') {
      return void end(webhookId, notice, `${outcome.text} The notice was given up (tries: ${tries}).`);
    }
    table.tell(webhookId, { atMs, state: 'delivered', text: outcome.text }, 0);
    parts.record(webhookId, 'ok', notice);
    parts.changed();
  };

  const post: WebhookSender['post'] = async ({ address, kept }, notice) => {
    const request = requestOf(kept, address, notice, clock.nowMs());
    const outcome = await postWebhook({ fetch: parts.fetch, clock, signal: closing.signal }, request);
    return { ...outcome, signatures: signaturesOf(request) };
  };

  const stopMinutes = clock.every(minuteMs, () => {
    paused.clear();
    look();
  });
  look();
  return {
    tell(news) {
      told = [...told, { ...news, noticeId: parts.ids.next(), atMs: clock.nowMs() }];
      // The gate, or the halt, may be what tells: it goes on before anything is written.
      if (told.length === 1) {
        clock.after(0, () => {
          if (closing.signal.aborted) return;
          keepTold();
          look();
        });
      }
    },
    look,
    post,
    close() {
      if (closing.signal.aborted) return;
      closing.abort();
      stopTimer();
      stopMinutes();
      keepTold();
    },
  };
}
