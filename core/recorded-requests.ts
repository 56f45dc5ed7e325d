import * as z from 'zod';
import type { Audit } from './audit/audit.ts';
import { Decimal } from './contract/schemas/common.ts';
import type { AuditRow } from './contract/shapes.ts';
import { readJson } from './domain/read-json.ts';
import { ok, type Result } from './domain/result.ts';
import type { RecordedRequest } from './policy/replay.ts';

const Text = z.string().nullable();

/** What the gate writes into the body of an order's row; older rows have less of it. */
const Body = z.object({
  intent: z.object({
    exchange: Text,
    symbol: Text,
    marketType: Text,
    side: Text,
    type: Text,
    amount: Text,
    quoteAmount: Text.default(null),
    price: Text,
    stopPrice: Text.default(null),
    timeInForce: Text.default(null),
  }),
  facts: z
    .object({
      isHalted: z.boolean(),
      market: z
        .object({
          ageMs: z.number(),
          bestBid: Decimal.nullable(),
          bestAsk: Decimal.nullable(),
          worstPrice: Decimal.nullable(),
        })
        .nullable(),
      mostBase: Decimal.nullable(),
      mostQuote: Decimal.nullable(),
      position: z.object({ asset: z.string(), total: Decimal, opening: Decimal }).nullable(),
    })
    .nullable()
    .default(null),
});

/** The last `limit` orders that were asked for, oldest first: those that passed the policy and those it refused. */
export async function recordedRequests(audit: Audit, limit: number): Promise<Result<readonly RecordedRequest[]>> {
  const passed = await audit.query({ eventType: 'order', status: 'requested', limit });
  if (!passed.ok) return passed;
  const refused = await audit.query({ eventType: 'policy-violation', limit });
  if (!refused.ok) return refused;
  // What came in between can refuse an order after its request was recorded: that is one request, and it was refused.
  const refusedSubjects = new Set(refused.value.map(({ subject }) => subject));
  const requests = [
    ...passed.value.filter(({ subject }) => !refusedSubjects.has(subject)).flatMap((row) => toRequest(row, 'allowed')),
    ...refused.value.flatMap((row) => toRequest(row, 'refused')),
  ];
  return ok(requests.sort((a, b) => a.auditId - b.auditId).slice(-limit));
}

function toRequest(row: AuditRow, was: RecordedRequest['was']): readonly RecordedRequest[] {
  const body = Body.safeParse(readJson(row.body ?? ''));
  if (!body.success) return [];
  const { intent, facts } = body.data;
  const read = facts ?? { isHalted: false, market: null, mostBase: null, mostQuote: null, position: null };
  return [
    {
      auditId: row.id,
      timestamp: row.timestamp,
      order: { kind: 'order', ...intent },
      facts: { ...read, reserved: null },
      was,
    },
  ];
}
