import type { Webhook } from '../contract/shapes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { storageFailed } from '../store/stored.ts';
import { shownOf, type WebhookParts } from './webhook-changes.ts';
import { addressOf, type KeptTarget, type WebhookAddress } from './webhook-target.ts';

/** Where a webhook goes, opened for one try. */
export interface Destination {
  readonly kept: KeptTarget;
  readonly address: WebhookAddress;
}

/**
 * Where a webhook goes. `vault-locked`; `not-found` and `storage-failed` where its record is gone, or is another than is shown of it, by
 * its host or by its mark, as after a copy of another vault: nothing is sent there unseen.
 */
export function destinationOf(
  { fingerprint, format, host, webhookId }: Pick<Webhook, 'fingerprint' | 'format' | 'host' | 'webhookId'>,
  parts: Pick<WebhookParts, 'records' | 'vault' | 'ids'>,
): Result<Destination> {
  const kept = parts.records.take(webhookId);
  if (!kept.ok) return kept;
  const { target } = kept.value;
  const shown = shownOf(parts, target);
  if (!shown.ok && shown.error.code === 'vault-locked') return shown;
  const address = addressOf(target);
  const isAsShown =
    shown.ok && shown.value.fingerprint === fingerprint && shown.value.host === host && shown.value.format === format;
  if (!address.ok || !isAsShown) {
    return err(storageFailed('the kept address of a webhook is another than is shown of it'));
  }
  return ok({ kept: kept.value, address: address.value });
}
