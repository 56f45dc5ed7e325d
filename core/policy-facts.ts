import type { LimitUse, SimulateInput } from './contract/shapes.ts';
import { isStop, isWithoutPrice, type OrderIntent, orderTypes } from './domain/intent.ts';
import { add, type DecimalText, decimal, readDecimal, zero } from './domain/money.ts';
import type { LostToday } from './halt/triggers/day-loss.ts';
import type { Limits } from './policy/limits.ts';
import { type Facts, unknownFacts } from './policy/rule.ts';
import { chainOf } from './policy/transaction-facts.ts';
import type { StandingPolicy } from './standing-policy.ts';
import { factsOf } from './trading/facts.ts';
import { readMarket } from './trading/market-reading.ts';
import type { PaperTrading } from './trading/open-paper.ts';
import { expectedNowMs } from './trading/transactions/chain-times.ts';
import type { TransactionTrading } from './trading/transactions/transaction-trading.ts';

/**
 * What is known of an order that is only simulated: its market as it is now, as the gate would read it. Nothing where the order cannot be
 * read, its market is not offered or trading is not open yet: rules that need it then refuse, and say so.
 */
export async function simulationFacts(paper: PaperTrading | null, input: SimulateInput): Promise<Facts> {
  if (paper === null || input.kind !== 'order') return unknownFacts;
  const intent = toIntent(input);
  if (intent === null) return unknownFacts;
  const reading = await readMarket(paper.trading, intent.symbol, 'nothing');
  if (!reading.ok) return unknownFacts;
  return { ...factsOf(paper.trading, intent, reading.value, null), isHalted: false };
}

function toIntent({ order }: Extract<SimulateInput, { kind: 'order' }>): OrderIntent | null {
  const word = (value: unknown): string => (typeof value === 'string' ? value.trim().toLowerCase() : '');
  const amountOf = (value: unknown): DecimalText | null =>
    value === null || value === undefined ? null : readDecimal(String(value).trim());
  const side = word(order.side);
  const type = orderTypes.find((known) => known === word(order.type));
  const amount = amountOf(order.amount);
  const quoteAmount = amountOf(order.quoteAmount);
  const price = amountOf(order.price);
  const stopPrice = amountOf(order.stopPrice);
  if ((side !== 'buy' && side !== 'sell') || type === undefined) return null;
  const hasPrice = !isWithoutPrice(type);
  const isSound =
    (!hasPrice || price !== null) &&
    (!isStop(type) || stopPrice !== null) &&
    (type === 'market' ? (amount === null) !== (quoteAmount === null) : amount !== null);
  if (!isSound || [amount, quoteAmount, price, stopPrice].some((value) => value?.startsWith('-') === true)) return null;
  return {
    kind: 'order',
    exchange: word(order.exchange),
    symbol: word(order.symbol).toUpperCase(),
    marketType: 'spot',
    side,
    type,
    amount,
    quoteAmount: amount === null ? quoteAmount : null,
    price: hasPrice ? price : null,
    stopPrice: isStop(type) ? stopPrice : null,
    timeInForce: null,
    clientOrderId: 'simulated',
  };
}

/** How much of each limit is used now; `lost` is what live orders have lost today, as far as it can be told. */
export async function usageNow(
  policy: StandingPolicy,
  { trading }: PaperTrading,
  lost: readonly LostToday[],
): Promise<LimitUse[]> {
  const balances = await trading.venue.inspector.balances();
  const nowMs = trading.confirmedTime.nowMs();
  return policy.usage((rule, asset): DecimalText | null => {
    if (rule === 'orders-per-minute') return decimal(String(trading.reservations.at('', nowMs).ordersLastMinute));
    if (asset === null) return null;
    if (rule === 'hour-notional') return trading.reservations.at(asset, nowMs).hour;
    if (rule === 'day-notional') return trading.reservations.at(asset, nowMs).day;
    if (rule === 'day-loss') return lost.find(({ quote }) => quote === asset)?.lost ?? null;
    if (!balances.ok) return null;
    const total = balances.value.find((balance) => balance.asset === asset)?.total ?? zero;
    return trading.journal
      .openBuysOf(asset)
      .reduce<DecimalText>((sum, order) => add(sum, order.remaining ?? zero), total);
  });
}

/** How much of each window of transactions is used now, in the smallest unit of its asset; nothing where no time is known. */
export function spendUsage(limits: Limits, trading: TransactionTrading): LimitUse[] {
  const windows = [
    ['hour-spend', limits.maxHourSpend, 'hour'],
    ['day-spend', limits.maxDaySpend, 'day'],
  ] as const;
  return windows.flatMap(([rule, byAsset, span]) =>
    Object.entries(byAsset ?? {}).flatMap(([asset, limit]) => {
      const nowMs = expectedNowMs(trading, chainOf(asset));
      if (nowMs === 0) return [];
      const used = decimal(trading.spends.at(asset, nowMs, null)[span].toString());
      return [{ rule, asset, used, limit: decimal(limit.toString()) }];
    }),
  );
}
