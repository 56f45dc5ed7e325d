import { noticeKinds } from '../domain/notices.ts';
import type { Result } from '../domain/result.ts';
import { mostWebhooks, shownOf, type WebhookParts, written } from './webhook-changes.ts';

/** A credential that is another than was known, by what the trail calls that. */
export interface WebhookChange {
  readonly webhookId: string;
  readonly eventType: 'credential-found' | 'credential-missing' | 'credential-rotated';
}

/**
 * Makes the webhooks fit the records in the vault: one whose record is gone is missing; one that came with a copy of another vault, or
 * goes elsewhere by it, is turned off until the person turns it on, so that nothing leaves for where nobody has sent it. What cannot be
 * read now (the vault is locked) changes nothing.
 */
export function fitToRecords(parts: WebhookParts): readonly WebhookChange[] {
  const [ids, all] = [parts.records.ids(), parts.table.all()];
  if (!ids.ok || !all.ok) return [];
  const known = new Set(all.value.map(({ webhookId }) => webhookId));
  const room = Math.max(0, mostWebhooks - known.size);
  const come = ids.value.filter((webhookId) => !known.has(webhookId)).slice(0, room);
  const gone = [...known].filter((webhookId) => !ids.value.includes(webhookId));
  return [
    ...gone.flatMap((webhookId) => missing(parts, webhookId)),
    ...[...known].filter((webhookId) => ids.value.includes(webhookId)).flatMap((id) => seen(parts, id)),
    ...come.flatMap((webhookId) => taken(parts, webhookId)),
  ];
}

function missing({ clock, credentials }: WebhookParts, webhookId: string): readonly WebhookChange[] {
  const found = credentials.find(webhookId);
  if (!found.ok || found.value === null || found.value.state === 'missing') return [];
  const text = 'Its record is no longer in the vault.';
  const kept = credentials.keep({ ...found.value, state: 'missing' }, [{ atMs: clock.nowMs(), what: 'missing', text }]);
  return changed(kept, webhookId, 'credential-missing');
}

function seen(parts: WebhookParts, webhookId: string): readonly WebhookChange[] {
  const { clock, credentials, records, table } = parts;
  const [webhook, kept, credential] = [table.find(webhookId), records.take(webhookId), credentials.find(webhookId)];
  if (!webhook.ok || webhook.value === null || !kept.ok || !credential.ok) return [];
  const shown = shownOf(parts, kept.value.target);
  if (!shown.ok) return [];
  const { fingerprint, format, host } = webhook.value;
  const hasOldSecret = kept.value.oldSecret !== null;
  const isSame = shown.value.fingerprint === fingerprint && shown.value.host === host && shown.value.format === format;
  if (!isSame) {
    const text = 'Another one came with a copy of the vault. It is turned off until you turn it on.';
    const evidence = { atMs: clock.nowMs(), what: 'rotated', text };
    const next = { ...webhook.value, ...shown.value, hasOldSecret, enabled: false };
    return changed(written(parts, next, credential, evidence, true), webhookId, 'credential-rotated');
  }
  const isThere = credential.value?.state === 'active' || credential.value?.state === 'standby';
  if (isThere && webhook.value.hasOldSecret === hasOldSecret) return [];
  const evidence = isThere ? null : { atMs: clock.nowMs(), what: 'found', text: 'Found again in the vault.' };
  const next = { ...webhook.value, hasOldSecret };
  return changed(written(parts, next, credential, evidence, false), webhookId, 'credential-found');
}

function taken(parts: WebhookParts, webhookId: string): readonly WebhookChange[] {
  const kept = parts.records.take(webhookId);
  if (!kept.ok) return [];
  const shown = shownOf(parts, kept.value.target);
  if (!shown.ok) return [];
  const webhook = {
    webhookId,
    label: 'Webhook of a copied vault',
    ...shown.value,
    notices: [...noticeKinds],
    enabled: false,
    hasOldSecret: kept.value.oldSecret !== null,
  };
  const evidence = { atMs: parts.clock.nowMs(), what: 'found', text: 'It came into the vault with a copy.' };
  const credential = parts.credentials.find(webhookId);
  return changed(written(parts, webhook, credential, evidence, false), webhookId, 'credential-found');
}

function changed(
  done: Result<unknown>,
  webhookId: string,
  eventType: WebhookChange['eventType'],
): readonly WebhookChange[] {
  return done.ok ? [{ webhookId, eventType }] : [];
}
