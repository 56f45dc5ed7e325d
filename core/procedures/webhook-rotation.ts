import * as z from 'zod';
import { WebhookFormat } from '../contract/schemas/webhooks.ts';
import type { Webhook } from '../contract/shapes.ts';
import type { StoredCredential } from '../custody/credentials-table.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { CommonPorts } from './common-steps.ts';
import { factsReader } from './facts-reader.ts';

const WebhookRotationText = z.strictObject({
  webhookId: z.string(),
  format: WebhookFormat,
  /** The mark of the secret that it had at the beginning. */
  startFingerprint: z.string(),
  /** Whether another secret signed beside an older one already then, as after a rotation that was left. */
  wasOverlapping: z.boolean(),
  /** The mark of the new one, once it is there. */
  newFingerprint: z.string().nullable(),
});

/** What a rotation of a webhook's secret has come to; the secrets themselves lie in the vault only. */
export type WebhookRotation = z.output<typeof WebhookRotationText>;

/** The rotation of kept text; null for what is none. */
export const readWebhookRotation = factsReader(WebhookRotationText);

/** How a test of a webhook went: whether the receiver took it, in a sentence, and how many secrets signed what left. */
export interface WebhookTest {
  readonly isDelivered: boolean;
  readonly text: string;
  readonly signatures: number;
}

/** What the rotation of a webhook's secret asks of the console. Nothing here raises anything. */
export interface WebhookRotationPorts extends CommonPorts {
  readonly clock: Pick<Clock, 'nowMs'>;
  /** `not-found` for one that was removed, `storage-failed`. */
  webhook(webhookId: string): Result<Webhook>;
  /** Posts a test, signed by all secrets that sign now or by the newest alone; `rate-limited` right after another one, `conflict`. */
  test(webhookId: string, signedBy: 'all' | 'newest'): Promise<Result<WebhookTest>>;
}

/** Begins the rotation of a webhook's secret; `conflict` for a credential that is none, or whose webhook is turned off. */
export function beginWebhookRotation({ kind, state }: StoredCredential, webhook: Webhook): Result<WebhookRotation> {
  if (kind !== 'webhook-secret' || state !== 'active' || !webhook.enabled) {
    const what = 'only the secret of a webhook that is turned on can be rotated so: it is tried by a test';
    return conflict(what);
  }
  const { fingerprint, format, hasOldSecret, webhookId } = webhook;
  return ok({
    webhookId,
    format,
    startFingerprint: fingerprint,
    wasOverlapping: hasOldSecret,
    newFingerprint: null,
  });
}

/**
 * Whether the old secret of a webhook may be ended while its rotation is under way: not before the receiver took a notice that the new
 * one alone signed, or it would refuse every notice from then on. `conflict`.
 */
export function mayEndOldSecret(
  { newFingerprint, webhookId }: WebhookRotation,
  stepId: string,
  about: string,
): Result<void> {
  if (about !== webhookId || (newFingerprint !== null && stepId !== 'tell-receiver' && stepId !== 'new-taken')) {
    return ok(undefined);
  }
  const what = 'the receiver has not taken the new secret yet: its rotation tries that first';
  return conflict(what);
}
