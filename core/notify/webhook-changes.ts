import type { Evidence, Webhook } from '../contract/shapes.ts';
import type { CredentialsTable, StoredCredential } from '../custody/credentials-table.ts';
import { keyedMark } from '../custody/fingerprint.ts';
import { specDays } from '../custody/intervals.ts';
import type { Vault } from '../custody/vault.ts';
import { vaultLocked } from '../custody/vault-records.ts';
import { conflict } from '../domain/conflict.ts';
import type { InputIssue } from '../domain/errors.ts';
import { always, type May } from '../domain/may.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';
import type { WebhookRecords } from './webhook-records.ts';
import { addressOf, type KeptTarget, secretProblem, type WebhookTarget } from './webhook-target.ts';
import type { StoredWebhook, WebhooksTable } from './webhooks-table.ts';

/** How many webhooks there may be. */
export const mostWebhooks = 5;

/** What changing webhooks stands on. */
export interface WebhookParts {
  readonly table: WebhooksTable;
  readonly records: WebhookRecords;
  readonly credentials: CredentialsTable;
  readonly vault: Pick<Vault, 'ensure'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly ids: Ids;
}

/** What a person sets. Without a target it goes where it went. */
export interface WebhookEntry extends Pick<Webhook, 'label' | 'notices' | 'enabled'> {
  readonly target: WebhookTarget | null;
}

/** Makes a webhook. `invalid-input`, `conflict` when there are too many, `vault-locked`, `storage-failed`: then nothing is kept. */
export function addWebhook(parts: WebhookParts, { target, ...set }: WebhookEntry): Result<Webhook> {
  if (target === null) return invalid([{ path: 'target', problem: 'is missing' }]);
  const all = parts.table.all();
  if (!all.ok) return all;
  if (all.value.length >= mostWebhooks) return conflict(`there are ${mostWebhooks} webhooks already; remove one first`);
  const kept: KeptTarget = { v: 1, target, oldSecret: null };
  return keep(parts, { ...set, webhookId: parts.ids.next(), hasOldSecret: false }, kept, ok(null), {
    what: 'entered',
    text: 'Entered here and put into the vault.',
  });
}

/** Changes a webhook; errors as of `addWebhook`. Its format stays what it was. */
export function changeWebhook(parts: WebhookParts, before: Webhook, { target, ...set }: WebhookEntry): Result<Webhook> {
  if (target === null) {
    const { webhookId } = before;
    return written(parts, { ...before, ...set }, parts.credentials.find(webhookId), null, false);
  }
  if (target.format !== before.format) return conflict('another format is another webhook: remove this one, add that');
  const kept: KeptTarget = { v: 1, target, oldSecret: null };
  const next = { ...before, ...set, hasOldSecret: false };
  return keep(parts, next, kept, parts.credentials.find(before.webhookId), {
    what: 'rotated',
    text: 'Another address or secret was entered.',
  });
}

/** Wipes a webhook, with what waits for it. `vault-locked`, `storage-failed`: then all of it stays. */
export function removeWebhook(parts: WebhookParts, { webhookId }: Webhook): Result<{ readonly webhookId: string }> {
  const { clock, credentials, records, table } = parts;
  return credentials.together(() => {
    const found = credentials.find(webhookId);
    if (!found.ok) return found;
    if (found.value !== null) {
      const text = 'Wiped from the vault with its webhook. Have the receiver forget it, too.';
      const retired: StoredCredential = { ...found.value, state: 'retired' };
      const told = credentials.keep(retired, [{ atMs: clock.nowMs(), what: 'retired', text }]);
      if (!told.ok) return told;
    }
    const removed = records.remove(webhookId);
    if (!removed.ok) return removed;
    const erased = table.remove(webhookId);
    return erased.ok ? ok({ webhookId }) : erased;
  });
}

/**
 * Another secret for a generic webhook; the one before signs beside it. While one signs beside an older one, and the older may not be
 * ended yet, it takes the newer one's place, as after a typing error. `invalid-input`; `conflict` for another format, for a secret that it
 * has, and where the older may be ended; `vault-locked`, `storage-failed`.
 */
export function rotateSecret(
  parts: WebhookParts,
  before: Webhook,
  secret: string,
  mayEndOld: May = always,
): Result<Webhook> {
  const problem = secretProblem(secret);
  if (problem !== null) return invalid([{ path: 'secret', problem }]);
  const taken = parts.records.take(before.webhookId);
  if (!taken.ok) return taken;
  const { oldSecret, target } = taken.value;
  if (target.format !== 'generic') return conflict('only a generic webhook has a secret of its own');
  if (oldSecret !== null && mayEndOld().ok) return conflict('its secret is being rotated already: end that first');
  if (target.secret === secret) return conflict('this is the secret that it has');
  if (oldSecret === secret) return conflict('this is the secret that it had before');
  const kept: KeptTarget = { v: 1, target: { ...target, secret }, oldSecret: oldSecret ?? target.secret };
  const next = { ...before, hasOldSecret: true };
  return keep(parts, next, kept, parts.credentials.find(before.webhookId), {
    what: 'rotated',
    text: 'Another secret signs; the one before signs beside it.',
  });
}

/** The secret before signs no more and is wiped. `conflict` when there is none; `vault-locked`, `storage-failed`. */
export function endOverlap(parts: WebhookParts, before: Webhook): Result<Webhook> {
  const taken = parts.records.take(before.webhookId);
  if (!taken.ok) return taken;
  if (taken.value.oldSecret === null) return conflict('there is no secret that is on its way out');
  const next = { ...before, hasOldSecret: false };
  return parts.credentials.together(() => {
    const put = parts.records.put(before.webhookId, { ...taken.value, oldSecret: null });
    if (!put.ok) return put;
    return written(parts, next, parts.credentials.find(before.webhookId), told(parts, 'retired', oldIsGone), false);
  });
}

const oldIsGone = 'The secret before signs no more and is wiped.';

/** What of a target is shown: its host, and a mark of what is secret in it. `invalid-input`, `vault-locked`. */
export function shownOf(
  parts: Pick<WebhookParts, 'vault' | 'ids'>,
  target: WebhookTarget,
): Result<Pick<StoredWebhook, 'format' | 'host' | 'fingerprint'>> {
  const address = addressOf(target);
  if (!address.ok) return invalid(address.error);
  const secrets: readonly string[] =
    target.format === 'generic' ? [address.value.url, target.secret] : Object.values(target);
  const bytes = new TextEncoder().encode(JSON.stringify(secrets));
  const fingerprint = keyedMark(parts.vault, parts.ids, bytes);
  bytes.fill(0);
  return fingerprint === null ? vaultLocked : ok({ format: target.format, host: address.value.host, fingerprint });
}

/** Keeps a target and what is shown of it, all or nothing. */
function keep(
  parts: WebhookParts,
  webhook: Omit<StoredWebhook, 'format' | 'host' | 'fingerprint'>,
  kept: KeptTarget,
  credential: Result<StoredCredential | null>,
  evidence: Pick<Evidence, 'what' | 'text'>,
): Result<Webhook> {
  const shown = shownOf(parts, kept.target);
  if (!shown.ok) return shown;
  return parts.credentials.together(() => {
    const put = parts.records.put(webhook.webhookId, kept);
    if (!put.ok) return put;
    const { text, what } = evidence;
    return written(parts, { ...webhook, ...shown.value }, credential, told(parts, what, text), what === 'rotated');
  });
}

function told({ clock }: WebhookParts, what: string, text: string): Evidence {
  return { atMs: clock.nowMs(), what, text };
}

/** Keeps what is shown of a webhook, and its row among the credentials. */
export function written(
  { clock, credentials, table }: Pick<WebhookParts, 'clock' | 'credentials' | 'table'>,
  webhook: StoredWebhook,
  credential: Result<StoredCredential | null>,
  evidence: Evidence | null,
  isRotated: boolean,
): Result<Webhook> {
  if (!credential.ok) return credential;
  const atMs = clock.nowMs();
  const fresh: StoredCredential = {
    credentialId: webhook.webhookId,
    kind: 'webhook-secret',
    slot: null,
    subject: webhook.host,
    label: webhook.label,
    place: 'vault',
    fingerprint: webhook.fingerprint,
    state: 'active',
    createdAtMs: null,
    enteredAtMs: atMs,
    lastRotatedAtMs: null,
    notAfterMs: null,
    intervalDays: specDays['webhook-secret'],
    intervalReason: null,
    attested: null,
  };
  const { fingerprint, host, label } = webhook;
  const before = credential.value ?? fresh;
  const next: StoredCredential = {
    ...before,
    label,
    fingerprint,
    subject: host,
    state: webhook.enabled ? 'active' : 'standby',
    lastRotatedAtMs: isRotated ? atMs : before.lastRotatedAtMs,
  };
  return credentials.together(() => {
    const kept = table.keep(webhook);
    if (!kept.ok) return kept;
    const row = credentials.keep(next, evidence === null ? [] : [evidence]);
    if (!row.ok) return row;
    const found = table.find(webhook.webhookId);
    if (!found.ok) return found;
    return found.value === null ? err({ code: 'not-found', retry: 'never', what: 'this webhook' }) : ok(found.value);
  });
}

function invalid(issues: readonly InputIssue[]): Result<never> {
  return err({ code: 'invalid-input', retry: 'never', issues });
}
