import { createHmac } from 'node:crypto';

/** The headers of a generic webhook; docs/webhooks.md tells receivers of them. */
export const webhookHeaders = {
  notice: 'x-portcullis-notice',
  timestamp: 'x-portcullis-timestamp',
  signature: 'x-portcullis-signature',
} as const;

/**
 * The signature of a body: HMAC-SHA256 with the secret's bytes over `<timestamp>.<body>`, hexadecimal after `v1=`, one for each secret
 * with a comma between. `timestamp` is in whole seconds since the epoch.
 */
export function webhookSignature(secrets: readonly string[], timestamp: string, body: string): string {
  return secrets
    .map((secret) => `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`)
    .join(',');
}
