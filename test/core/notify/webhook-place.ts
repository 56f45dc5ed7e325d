import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Webhook } from '../../../core/contract/shapes.ts';
import { createCredentialsTable } from '../../../core/custody/credentials-table.ts';
import { createVault, type Vault } from '../../../core/custody/vault.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { addWebhook, type WebhookEntry, type WebhookParts } from '../../../core/notify/webhook-changes.ts';
import { createWebhookQueue, type WebhookQueue } from '../../../core/notify/webhook-queue.ts';
import { createWebhookRecords } from '../../../core/notify/webhook-records.ts';
import { startWebhookSender, type WebhookSender } from '../../../core/notify/webhook-sender.ts';
import { createWebhooksTable } from '../../../core/notify/webhooks-table.ts';
import type { Fetch } from '../../../core/ports.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { type TestAuthority, testAuthority } from '../../tls/certificates.ts';
import { type Received, type RecordingServer, serveRecording } from '../../tls/recording-server.ts';
import { unwrap } from '../audit/temporary-audit.ts';

/** A secret of a receiver, made up for tests. */
export const someSecret = 'a-secret-of-the-receiver-41f0';
/** Addresses of the services in their published forms, with made-up ids and tokens. */
export const discordUrl = `https://discord.com/api/webhooks/112233445566778899/${'Made-up_token'.repeat(5)}`;
export const telegramToken = `123456789:${'Made-up_token'.repeat(3)}`;
export const origins = ['https://hooks.example.org', 'https://discord.com', 'https://api.telegram.org'] as const;

/** A receiver over real TLS that stands for all of `origins`. */
export interface Receiver extends RecordingServer {
  readonly net: TlsFetch;
  readonly authority: TestAuthority;
  /** Answers of the next requests, one each; 204 once they are used up. */
  readonly answers: ((response: ServerResponse, request: Received) => void)[];
}

/** Starts one; it ends with the running test. */
export async function receiver(): Promise<Receiver> {
  const authority = testAuthority();
  const hosts = ['127.0.0.1', ...origins.map((origin) => new URL(origin).hostname)];
  const answers: Receiver['answers'] = [];
  const server = await serveRecording(
    (response, request) => {
      const answer = answers.shift();
      if (answer === undefined) response.writeHead(204).end();
      else answer(response, request);
    },
    authority.issue({ name: 'a receiver', hosts }),
  );
  const net = tlsFetch([{ origins: [...origins, server.url], port: server.port, ca: authority.ca }]);
  onTestFinished(async () => {
    net.close();
    await server.close();
  });
  return { ...server, answers, net, authority };
}

/** Answers with a status, and headers and a body where they are given. */
export function status(code: number, headers: Record<string, string> = {}, body = ''): Receiver['answers'][number] {
  return (response) => void response.writeHead(code, headers).end(body);
}

/** Webhooks on a data folder and a clock that is wound. */
export interface WebhookPlace extends WebhookParts {
  readonly clock: ManualClock;
  readonly vault: Vault;
  readonly database: Database;
  readonly queue: WebhookQueue;
  readonly sender: WebhookSender;
  /** Lines of the log, and how notices ended. */
  readonly told: string[];
  add(entry?: Partial<WebhookEntry>): Webhook;
  /** The only webhook as it is now. */
  one(): Webhook;
  /** Ends this sender, closes the database, and starts another on the same folder. */
  restart(masterKey?: Uint8Array | null): WebhookPlace;
}

/** An empty one; all of it ends with the running test. */
export function webhookPlace(fetch: Fetch, clock = manualClock()): WebhookPlace {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-webhooks-'));
  const closings: (() => void)[] = [];
  onTestFinished(() => {
    for (const close of closings) close();
    rmSync(root, { recursive: true, force: true });
  });
  const start = (masterKey: Uint8Array | null): WebhookPlace => {
    const database = unwrap(openDatabase(join(root, 'console.db'), consoleMigrations));
    const vault = createVault({ database, ids: systemIds, clock, folder: root, masterKey });
    const told: string[] = [];
    const parts: WebhookParts = {
      table: createWebhooksTable(database),
      records: createWebhookRecords(vault),
      credentials: createCredentialsTable(database),
      vault,
      clock,
      ids: systemIds,
    };
    const queue = createWebhookQueue(database);
    const log = (message: string, facts: unknown): void => void told.push(`${message} ${JSON.stringify(facts)}`);
    const sender = startWebhookSender({
      ...parts,
      fetch,
      clock,
      queue,
      log: { info: log, warn: log, error: log },
      record: (_id, state, { kind }) => void told.push(`${kind} ${state}`),
      changed: () => undefined,
    });
    const close = (): void => {
      sender.close();
      database.close();
    };
    closings.push(() => database.open && close());
    return {
      ...parts,
      clock,
      vault,
      database,
      queue,
      sender,
      told,
      add: (entry = {}) =>
        unwrap(
          addWebhook(parts, {
            label: 'Phone',
            notices: ['halted', 'released', 'approval-waiting'],
            enabled: true,
            target: {
              format: 'generic',
              url: 'https://hooks.example.org/portcullis?k=hidden-part',
              secret: someSecret,
            },
            ...entry,
          }),
        ),
      one() {
        const [webhook] = unwrap(parts.table.all());
        if (webhook === undefined) throw new Error('there is none');
        return webhook;
      },
      restart(key = new Uint8Array(32).fill(7)) {
        close();
        return start(key);
      },
    };
  };
  return start(new Uint8Array(32).fill(7));
}
