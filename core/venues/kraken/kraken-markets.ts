import type * as z from 'zod';
import type { Market } from '../../contract/shapes.ts';
import { compare, type DecimalText, decimal, divide, fromUnits, zero } from '../../domain/money.ts';
import { type AssetPairs, PairEntry, PairRules, type TradeVolume } from './kraken-answers.ts';
import { ourSymbol } from './kraken-names.ts';

type Tiers = z.output<typeof PairRules>['fees'];
/** What the account told of its fees; null where it was not asked. */
export type AccountFees = z.output<typeof TradeVolume>['result'] | null;

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
 * The markets that trade, with what sizes an order and what it costs. The fee is the account's tier of Kraken's public table by its
 * volume of 30 days, or the first tier where the account was not asked. `probe` is the market whose fee the account told itself: where it
 * is not what the table says, the account has fees of its own, and every other market is taken to cost the first, dearest tier.
 */
export function toMarkets(
  exchange: string,
  answer: z.output<typeof AssetPairs>['result'],
  account: AccountFees,
  probe: string | null,
): readonly Market[] {
  const rulesOf = (id: string) => PairRules.safeParse(answer[id]).data;
  const probed = probe === null ? undefined : rulesOf(probe);
  const told = probe === null ? undefined : account?.fees?.[probe]?.fee;
  const isByTable = account !== null && probed !== undefined && told === tierOf(probed.fees, account.volume);
  return [...namedPairs(answer)].flatMap(([id, { wsname }]): Market[] => {
    const rules = rulesOf(id);
    if (rules === undefined) return [];
    const symbol = ourSymbol(wsname);
    const [base = '', quote = ''] = symbol.split('/');
    const volume = isByTable ? account.volume : zero;
    const own = { taker: account?.fees?.[id]?.fee, maker: account?.fees_maker?.[id]?.fee };
    const taker = own.taker ?? tierOf(rules.fees, volume);
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
        makerFee: fraction(own.maker ?? (rules.fees_maker === undefined ? taker : tierOf(rules.fees_maker, volume))),
        takerFee: fraction(taker),
      },
    ];
  });
}

/** The percentage of the last tier that the volume reaches. */
function tierOf(tiers: Tiers, volume: DecimalText): DecimalText {
  const reached = tiers.filter(([from]) => compare(from, volume) <= 0);
  return (reached.at(-1) ?? tiers[0])?.[1] ?? hundred;
}

function fraction(percent: DecimalText): DecimalText {
  return divide(percent, hundred, 10, 'up');
}
