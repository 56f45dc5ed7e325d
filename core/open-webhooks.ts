import type { Announcement, Listener } from './contract/topics.ts';
import { createCredentialsTable } from './custody/credentials-table.ts';
import type { Foundations } from './foundations.ts';
import { fitToRecords } from './notify/webhook-copies.ts';
import { type News, newsOf, newsOfAnnouncement, newsOfHalt } from './notify/webhook-notices.ts';
import { createWebhookQueue } from './notify/webhook-queue.ts';
import { createWebhookRecords } from './notify/webhook-records.ts';
import { startWebhookSender } from './notify/webhook-sender.ts';
import { createWebhooksTable } from './notify/webhooks-table.ts';
import type { Ports } from './ports.ts';
import type { Record } from './trading/record.ts';
import { createWebhookDesk, type WebhookDesk } from './webhook-desk.ts';

/** The webhooks of a core. */
export interface Webhooks {
  readonly desk: WebhookDesk;
  /** Tells those that want this kind of news. Whoever calls it goes on at once. */
  tell(news: News): void;
  close(): void;
}

/** What webhooks stand on. */
export interface OpenWebhooksParts {
  readonly ports: Ports;
  readonly foundations: Foundations;
  readonly record: Record;
  readonly announce: (announcement: Announcement) => void;
  readonly on: (listener: Listener) => () => void;
  /** When this core was started: a halt since then is news. */
  readonly startedAtMs: number;
  /** Whether the core before this one ended without being asked. */
  readonly previousCrash: boolean;
}

/** The webhooks of a data folder. They listen to what is announced; the gate and the halt know nothing of them. */
export function openWebhooks(parts: OpenWebhooksParts): Webhooks {
  const { announce, foundations, record } = parts;
  const { clock, fetch, ids, log } = parts.ports;
  const { database, halt, vault } = foundations;
  const table = createWebhooksTable(database);
  const queue = createWebhookQueue(database);
  const records = createWebhookRecords(vault);
  const credentials = createCredentialsTable(database);
  const changed = (): void => announce({ topic: 'webhooks.changed', payload: {} });
  const shared = { table, records, credentials, vault, clock, ids };

  const fitNow = (): void => {
    const changes = fitToRecords(shared);
    for (const { eventType, webhookId } of changes) {
      const level = eventType === 'credential-missing' ? 'warn' : 'info';
      const body = { kind: 'webhook-secret' };
      void record.after({ eventType, level, status: 'ok', actor: 'core', subject: webhookId, body });
    }
    if (changes.length === 0) return;
    changed();
    announce({ topic: 'custody.changed', payload: {} });
  };

  // Before anything is sent: a record may have changed while no core ran.
  fitNow();
  const sender = startWebhookSender({
    ...{ fetch, clock, ids, log, table, queue, records, vault, changed },
    record: (webhookId, status, { kind, noticeId }) =>
      void record.after({
        eventType: 'webhook',
        level: status === 'ok' ? 'info' : 'warn',
        status,
        actor: 'core',
        subject: webhookId,
        body: { what: 'notice', kind, notice: noticeId },
      }),
  });

  let haltBefore = halt.state().state;
  let vaultBefore = vault.state();
  const stop = parts.on((announcement) => {
    const news = newsOfAnnouncement(announcement, haltBefore);
    if (announcement.topic === 'halt.changed') haltBefore = announcement.payload.state;
    if (news !== null) sender.tell(news);
    // A copy may have come into the vault.
    if (announcement.topic === 'custody.changed') fitNow();
    if (announcement.topic !== 'status.changed' || announcement.payload.vault === vaultBefore) return;
    vaultBefore = announcement.payload.vault;
    fitNow();
    sender.look();
  });

  if (parts.previousCrash) sender.tell(newsOf('core-restarted', 'The one before it ended without being asked.'));
  // What halts while the core starts is announced to nobody, and what halted right before a crash may have been told to nobody.
  const { sinceMs } = halt.state();
  const isNew = sinceMs !== null && (parts.previousCrash || sinceMs >= parts.startedAtMs);
  const news = isNew ? newsOfHalt(halt.state(), 'active') : null;
  if (news !== null) sender.tell(news);

  return {
    desk: createWebhookDesk({
      ...shared,
      record,
      sender,
      changed() {
        changed();
        announce({ topic: 'custody.changed', payload: {} });
      },
    }),
    tell: sender.tell,
    close() {
      stop();
      sender.close();
    },
  };
}
