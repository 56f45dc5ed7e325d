import type { PolicyReplay, ReplayedRequest } from '../contract/shapes.ts';
import { add, type DecimalText, zero } from '../domain/money.ts';
import { quoteOf } from './assets.ts';
import { judge } from './engine.ts';
import type { OrderFields } from './intent-fields.ts';
import type { Limits } from './limits.ts';
import type { Facts, ReservedFacts } from './rule.ts';
import { orderRules } from './rules.ts';

/** One order as it was once asked for, with what was known then. */
export interface RecordedRequest {
  readonly auditId: number;
  readonly timestamp: string;
  readonly order: OrderFields;
  readonly facts: Facts;
  readonly was: 'allowed' | 'refused';
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * What limits would have done to requests (given oldest first): every rule but the halt and the approval of single orders, on the facts of
 * then. The rolling windows are counted anew over what would have passed; where a fact is missing its rule refuses, as it would now.
 */
export function replayRequests(requests: readonly RecordedRequest[], limits: Limits): PolicyReplay {
  const rules = orderRules.filter(({ id }) => id !== 'kill-switch');
  const passed: { readonly atMs: number; readonly quote: string; readonly mostQuote: DecimalText }[] = [];
  const times = new Map<string, number>();
  const rows = requests.map((request): ReplayedRequest => {
    const { auditId, order, timestamp, was } = request;
    const atMs = Date.parse(timestamp);
    const quote = quoteOf(order.symbol) ?? '';
    const facts: Facts = { ...request.facts, isHalted: false, reserved: reservedAt(passed, quote, atMs) };
    const { rulings, verdict } = judge(rules, order, limits, facts);
    const against = rulings.filter(({ decision }) => decision !== 'allow');
    for (const { rule } of against) times.set(rule, (times.get(rule) ?? 0) + 1);
    if (verdict !== 'deny') passed.push({ atMs, quote, mostQuote: facts.mostQuote ?? zero });
    return {
      auditId,
      timestamp,
      symbol: order.symbol ?? '',
      side: order.side ?? '',
      amount: order.amount ?? `${order.quoteAmount ?? ''} ${quote}`.trim(),
      was,
      now: verdict,
      codes: against.flatMap(({ code }) => code ?? []),
    };
  });
  const count = (verdict: ReplayedRequest['now']): number => rows.filter(({ now }) => now === verdict).length;
  return {
    requests: rows.length,
    allowed: count('allow'),
    needsApproval: count('needs-approval'),
    denied: count('deny'),
    byRule: [...times].map(([rule, n]) => ({ rule, times: n })).sort((a, b) => b.times - a.times),
    rows: rows.reverse(),
  };
}

function reservedAt(
  passed: readonly { readonly atMs: number; readonly quote: string; readonly mostQuote: DecimalText }[],
  quote: string,
  nowMs: number,
): ReservedFacts {
  let hour = zero;
  let day = zero;
  let ordersLastMinute = 0;
  for (const { atMs, mostQuote, quote: other } of passed) {
    const ageMs = nowMs - atMs;
    if (ageMs <= minuteMs) ordersLastMinute += 1;
    if (other !== quote || ageMs > dayMs) continue;
    day = add(day, mostQuote);
    if (ageMs <= hourMs) hour = add(hour, mostQuote);
  }
  return { hour, day, ordersLastMinute };
}
