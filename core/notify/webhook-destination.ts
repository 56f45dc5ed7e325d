import type { Webhook } from '../contract/shapes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { storageFailed } from '../store/stored.ts';
import type { WebhookRecords } from './webhook-records.ts';
import { addressOf, type KeptTarget, type WebhookAddress } from './webhook-target.ts';

/** Where a webhook goes, opened for one try. */
export interface Destination {
  readonly kept: KeptTarget;
  readonly address: WebhookAddress;
}

/**
 * Where a webhook goes. `vault-locked`; `not-found` and `storage-failed` where its record is gone, or leads to another host than is shown
 * of it, as after a copy of another vault: nothing is sent there unseen.
 */
export function destinationOf(
  { format, host, webhookId }: Pick<Webhook, 'format' | 'host' | 'webhookId'>,
  records: Pick<WebhookRecords, 'take'>,
): Result<Destination> {
  const kept = records.take(webhookId);
  if (!kept.ok) return kept;
  const address = addressOf(kept.value.target);
  if (!address.ok || address.value.host !== host || kept.value.target.format !== format) {
    return err(storageFailed('the kept address of a webhook is another than is shown of it'));
  }
  return ok({ kept: kept.value, address: address.value });
}
