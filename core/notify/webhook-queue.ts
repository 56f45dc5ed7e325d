import * as z from 'zod';
import { NoticeKind } from '../contract/schemas/webhooks.ts';
import { notices } from '../domain/notices.ts';
import { readJson } from '../domain/read-json.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { stored } from '../store/stored.ts';

/** One piece of news, fit to leave the machine. The same id goes to every webhook, and with every try. */
export const Notice = z.strictObject({
  noticeId: z.string(),
  kind: NoticeKind,
  atMs: z.number().int(),
  title: z.string(),
  text: z.string(),
});
/** One as it is read. */
export type Notice = z.output<typeof Notice>;

/** A notice that waits to be delivered. */
export interface Queued {
  readonly id: number;
  readonly notice: Notice;
  readonly queuedAtMs: number;
  /** How often it was tried. */
  readonly attempts: number;
  readonly nextAtMs: number;
}

/** How many notices may wait for one webhook. */
export const mostWaiting = 50;

/** What waits for webhooks, kept in console.db: it outlives the core. Every method may answer `storage-failed`. */
export interface WebhookQueue {
  /** Queues a notice. Where too many wait then, the oldest of the least important goes, and is answered. */
  add(webhookId: string, notice: Notice, nowMs: number): Result<Notice | null>;
  /** The notice that is the next for a webhook, due or not; null when none waits. They go in the order they came. */
  first(webhookId: string): Result<Queued | null>;
  /** Notes a try that failed, and when the next one is. */
  again(id: number, nextAtMs: number): Result<void>;
  /** Takes a notice out: it was delivered, or given up. */
  remove(id: number): Result<void>;
}

interface Row extends Omit<Queued, 'notice'> {
  readonly notice: string;
}

/** The queue of an open console.db. */
export function createWebhookQueue(database: Database): WebhookQueue {
  const insert = database.prepare(`INSERT INTO webhook_queue
    (webhook_id, notice, importance, queued_at_ms, attempts, next_at_ms) VALUES (?, ?, ?, ?, 0, ?)`);
  const select = 'SELECT id, notice, queued_at_ms AS queuedAtMs, attempts, next_at_ms AS nextAtMs FROM webhook_queue';
  const selectFirst = database.prepare<[string], Row>(`${select} WHERE webhook_id = ? ORDER BY id LIMIT 1`);
  const selectLeast = database.prepare<[string], Row>(`${select} WHERE webhook_id = ? ORDER BY importance, id LIMIT 1`);
  const count = database.prepare<[string], number>('SELECT count(*) FROM webhook_queue WHERE webhook_id = ?').pluck();
  const erase = database.prepare('DELETE FROM webhook_queue WHERE id = ?');
  const retry = database.prepare('UPDATE webhook_queue SET attempts = attempts + 1, next_at_ms = ? WHERE id = ?');

  const add = database.transaction((webhookId: string, notice: Notice, nowMs: number): Row | null => {
    const { importance } = notices[notice.kind];
    insert.run(webhookId, JSON.stringify(notice), importance, nowMs, nowMs);
    if ((count.get(webhookId) ?? 0) <= mostWaiting) return null;
    const least = selectLeast.get(webhookId) ?? null;
    if (least !== null) erase.run(least.id);
    return least;
  });

  return {
    add(webhookId, notice, nowMs) {
      const dropped = stored('a notice could not be queued', () => add.immediate(webhookId, notice, nowMs));
      if (!dropped.ok || dropped.value === null) return dropped.ok ? ok(null) : dropped;
      return ok(queuedOf(dropped.value)?.notice ?? null);
    },
    first(webhookId) {
      for (;;) {
        const row = stored('the queue of a webhook could not be read', () => selectFirst.get(webhookId));
        if (!row.ok || row.value === undefined) return row.ok ? ok(null) : row;
        const { id } = row.value;
        const queued = queuedOf(row.value);
        if (queued !== null) return ok(queued);
        // What is no notice would keep all others waiting.
        const removed = stored('a notice could not be removed', () => erase.run(id));
        if (!removed.ok) return removed;
      }
    },
    again: (id, nextAtMs) =>
      stored('a notice could not be kept', () => {
        retry.run(nextAtMs, id);
      }),
    remove: (id) =>
      stored('a notice could not be removed', () => {
        erase.run(id);
      }),
  };
}

function queuedOf(row: Row): Queued | null {
  const notice = Notice.safeParse(readJson(row.notice));
  return notice.success ? { ...row, notice: notice.data } : null;
}
