import { err, ok } from '../domain/result.ts';
import type { Webhooks } from '../open-webhooks.ts';
import { webhookRotationPlan } from '../procedures/rotate-webhook-secret.ts';
import { beginWebhookRotation, mayEndOldSecret, type WebhookRotationPorts } from '../procedures/webhook-rotation.ts';
import { type RotationKind, type RotationKindParts, rotationKind } from './rotation-kind.ts';

/** What the rotation of a webhook's secret stands on. */
export interface WebhookRotationParts extends RotationKindParts {
  readonly webhooks: Pick<Webhooks, 'desk'>;
}

/** The rotation of a webhook's secret, over the desk of the webhooks. */
export function webhookRotation({ common, ports, webhooks }: WebhookRotationParts): RotationKind {
  const { desk } = webhooks;
  const webhook: WebhookRotationPorts['webhook'] = (webhookId) => {
    const all = desk.list();
    if (!all.ok) return all;
    const found = all.value.find((one) => one.webhookId === webhookId);
    return found === undefined ? err({ code: 'not-found', retry: 'never', what: 'this webhook' }) : ok(found);
  };
  return rotationKind({
    plan: webhookRotationPlan({
      ...common,
      clock: ports.clock,
      webhook,
      test: (webhookId, signedBy) => desk.trial(webhookId, signedBy, 'core'),
    }),
    begin(credential) {
      const found = webhook(credential.credentialId);
      return found.ok ? beginWebhookRotation(credential, found.value) : found;
    },
    mayWipe: mayEndOldSecret,
  });
}
