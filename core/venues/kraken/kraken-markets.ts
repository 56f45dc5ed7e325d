import type * as z from 'zod';
import type { Market } from '../../contract/shapes.ts';
import { orderTypes } from '../../domain/intent.ts';
import { type DecimalText, decimal, divide, fromUnits, zero } from '../../domain/money.ts';
import { type AssetPairs, PairEntry, PairRules } from './kraken-answers.ts';
import { ourSymbol } from './kraken-names.ts';

const hundred = decimal('100');

/**
 * The markets that Kraken has a name for people for, tradable or not, by id. Two that have one name are both left out: 'BASE/QUOTE' must
 * lead back to one market.
 */
export function namedPairs(
  answer: z.output<typeof AssetPairs>['result'],
): ReadonlyMap<string, z.output<typeof PairEntry>> {
  const entries = Object.entries(answer).flatMap(([id, raw]) => {
    const entry = PairEntry.safeParse(raw).data;
    return entry === undefined ? [] : [[id, entry] as const];
  });
  const counts = new Map<string, number>();
  for (const [, { wsname }] of entries) counts.set(ourSymbol(wsname), (counts.get(ourSymbol(wsname)) ?? 0) + 1);
  return new Map(entries.filter(([, { wsname }]) => counts.get(ourSymbol(wsname)) === 1));
}

/**
 * The markets that trade, with what sizes an order; each offers every kind of order. The fee is the first of Kraken's tiers, the dearest:
 * what an account pays is told by `readFees`.
 */
export function toMarkets(exchange: string, answer: z.output<typeof AssetPairs>['result']): readonly Market[] {
  return [...namedPairs(answer)].flatMap(([id, { wsname }]): Market[] => {
    const rules = PairRules.safeParse(answer[id]).data;
    if (rules === undefined) return [];
    const symbol = ourSymbol(wsname);
    const [base = '', quote = ''] = symbol.split('/');
    return [
      {
        exchange,
        symbol,
        base,
        quote,
        tickSize: rules.tick_size ?? fromUnits(1n, rules.pair_decimals),
        lotSize: fromUnits(1n, rules.lot_decimals),
        minAmount: rules.ordermin,
        minNotional: rules.costmin ?? zero,
        makerFee: firstTier(rules.fees_maker ?? rules.fees),
        takerFee: firstTier(rules.fees),
        orderTypes: [...orderTypes],
      },
    ];
  });
}

function firstTier([first]: z.output<typeof PairRules>['fees']): DecimalText {
  return fraction(first?.[1] ?? hundred);
}

/** A percentage as a share of one. */
export function fraction(percent: DecimalText): DecimalText {
  return divide(percent, hundred, 10, 'up');
}
