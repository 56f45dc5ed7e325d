import type { Json } from './domain/canonical.ts';
import type { ExchangeName } from './domain/exchanges.ts';
import { ok, type Result } from './domain/result.ts';
import type { Record } from './trading/record.ts';

/** Keeps that the person has seen something at an exchange, before anything changes for it. Refused where that cannot be kept. */
export async function keepAcknowledgement(
  record: Pick<Record, 'before'>,
  exchange: ExchangeName,
  actor: string,
  body: { readonly what: 'open-orders' | 'unexplained' | 'other-key-orders'; readonly seen: Json },
): Promise<Result<void>> {
  const row = await record.before({
    eventType: 'acknowledgement',
    level: 'info',
    status: 'ok',
    actor,
    subject: exchange,
    body,
  });
  return row.ok ? ok(undefined) : row;
}
