import * as z from 'zod';
import { NoticeKind, WebhookFormat } from '../contract/schemas/webhooks.ts';
import type { Webhook } from '../contract/shapes.ts';
import { readJson } from '../domain/read-json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { storageFailed, stored } from '../store/stored.ts';

/** A webhook as console.db keeps it: nothing in it tells where it goes but the host. */
export type StoredWebhook = Omit<Webhook, 'waiting' | 'dropped' | 'last'>;

/** The webhooks of an open console.db, with how each does. Every method may answer `storage-failed`. */
export interface WebhooksTable {
  /** All of them, in the order they came, with what waits for each. */
  all(): Result<readonly Webhook[]>;
  find(webhookId: string): Result<Webhook | null>;
  /** Keeps one, new or in place of itself; how it did stays. */
  keep(webhook: StoredWebhook): Result<void>;
  /** Takes one away with everything that waits for it. */
  remove(webhookId: string): Result<void>;
  /** Writes down how the last delivery went, and how many notices were dropped with it. */
  tell(webhookId: string, last: NonNullable<Webhook['last']>, dropped: number): Result<void>;
}

const Row = z.strictObject({
  webhookId: z.string(),
  label: z.string(),
  format: WebhookFormat,
  host: z.string(),
  fingerprint: z.string(),
  notices: z.string().transform((text) => z.array(NoticeKind).parse(readJson(text))),
  enabled: z.number().transform((flag) => flag === 1),
  hasOldSecret: z.number().transform((flag) => flag === 1),
  waiting: z.number(),
  dropped: z.number(),
  lastAtMs: z.number().nullable(),
  lastState: z.enum(['delivered', 'waits', 'failed']).nullable(),
  lastText: z.string().nullable(),
});

/** The table of an open console.db. */
export function createWebhooksTable(database: Database): WebhooksTable {
  const select = `SELECT webhook_id AS webhookId, label, format, host, fingerprint, notices, is_enabled AS enabled,
    has_old_secret AS hasOldSecret, dropped, last_at_ms AS lastAtMs, last_state AS lastState, last_text AS lastText,
    (SELECT count(*) FROM webhook_queue WHERE webhook_queue.webhook_id = webhooks.webhook_id) AS waiting FROM webhooks`;
  const selectAll = database.prepare<[], unknown>(`${select} ORDER BY rowid`);
  const selectOne = database.prepare<[string], unknown>(`${select} WHERE webhook_id = ?`);
  const upsert = database.prepare(`INSERT INTO webhooks
      (webhook_id, label, format, host, fingerprint, notices, is_enabled, has_old_secret, dropped)
    VALUES (@webhookId, @label, @format, @host, @fingerprint, @notices, @enabled, @hasOldSecret, 0)
    ON CONFLICT (webhook_id) DO UPDATE SET label = excluded.label, format = excluded.format, host = excluded.host,
      fingerprint = excluded.fingerprint, notices = excluded.notices, is_enabled = excluded.is_enabled,
      has_old_secret = excluded.has_old_secret`);
  const erase = database.prepare('DELETE FROM webhooks WHERE webhook_id = ?');
  const told = database.prepare(
    `UPDATE webhooks SET last_at_ms = @atMs, last_state = @state, last_text = @text, dropped = dropped + @dropped
      WHERE webhook_id = @webhookId`,
  );

  return {
    all() {
      const rows = stored('the webhooks could not be read', () => selectAll.all());
      if (!rows.ok) return rows;
      const webhooks = z.array(Row).safeParse(rows.value);
      return webhooks.success ? ok(webhooks.data.map(asShown)) : notOne;
    },
    find(webhookId) {
      const row = stored('a webhook could not be read', () => selectOne.get(webhookId));
      if (!row.ok) return row;
      if (row.value === undefined) return ok(null);
      const webhook = Row.safeParse(row.value);
      return webhook.success ? ok(asShown(webhook.data)) : notOne;
    },
    keep: ({ enabled, fingerprint, format, hasOldSecret, host, label, notices, webhookId }) =>
      stored('a webhook could not be kept', () => {
        const flags = { enabled: enabled ? 1 : 0, hasOldSecret: hasOldSecret ? 1 : 0 };
        upsert.run({ webhookId, label, format, host, fingerprint, notices: JSON.stringify(notices), ...flags });
      }),
    remove: (webhookId) =>
      stored('a webhook could not be removed', () => {
        erase.run(webhookId);
      }),
    tell: (webhookId, last, dropped) =>
      stored('how a webhook does could not be kept', () => {
        told.run({ webhookId, ...last, dropped });
      }),
  };
}

function asShown({ lastAtMs, lastState, lastText, ...row }: z.output<typeof Row>): Webhook {
  const isTold = lastAtMs !== null && lastState !== null && lastText !== null;
  return { ...row, last: isTold ? { atMs: lastAtMs, state: lastState, text: lastText } : null };
}

const notOne: Result<never> = err(storageFailed('a kept webhook is not one'));
