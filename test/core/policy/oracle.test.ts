import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../../core/contract/shapes.ts';
import { judge } from '../../../core/policy/engine.ts';
import type { OrderFields } from '../../../core/policy/intent-fields.ts';
import { limitsOfDocument } from '../../../core/policy/limits.ts';
import type { Facts } from '../../../core/policy/rule.ts';
import { orderRules } from '../../../core/policy/rules.ts';
import { anyAmount, anyDocument, anyFacts, anyOrder, anyStop } from './generated.ts';

/** The full size takes longer than a test usually may. */
const patienceMs = 240_000;
const runs = process.env.PORTCULLIS_LONG === '1' ? 200_000 : 4_000;

/** A decimal as a whole number of 10^-20, written the plainest way; null where it is no plain decimal. */
function units(text: string | null | undefined): bigint | null {
  if (text === null || text === undefined || !/^-?[0-9]+(\.[0-9]+)?$/.test(text)) return null;
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole) * 10n ** 20n + BigInt((fraction + '0'.repeat(20)).slice(0, 20));
  return text.startsWith('-') ? -value : value;
}

/**
 * What must not pass, told step by step from the words of the issue: nothing here is shared with the rules. The first reason found, or
 * null where nothing speaks against the order.
 */
function reasonAgainst(document: PolicyDocument, order: OrderFields, facts: Facts): string | null {
  if (facts.isHalted) return 'halted';
  const { exchange, symbol, marketType, side, type } = order;
  if (document.allowExchanges && !(exchange !== null && document.allowExchanges.includes(exchange))) return 'exchange';
  if (document.allowSymbols && !(symbol !== null && document.allowSymbols.includes(symbol))) return 'symbol';
  // An order that does not say its kind of market is one of spot.
  if (document.allowMarketTypes && !document.allowMarketTypes.includes(marketType ?? 'spot')) return 'type of market';
  if (side !== 'buy' && side !== 'sell') return 'side';
  if (!['limit', 'limit-maker', 'market', 'stop-limit', 'stop-market'].includes(type ?? '')) return 'type';
  if (order.timeInForce !== null && (type !== 'limit' || !['gtc', 'ioc', 'fok'].includes(order.timeInForce)))
    return 'time in force';

  if (order.amount !== null && order.quoteAmount !== null) return 'two amounts';
  const given = units(order.amount ?? order.quoteAmount);
  if (given === null || given <= 0n) return 'amount';
  if (order.quoteAmount !== null && type !== 'market') return 'quote amount';
  const price = units(order.price);
  if (type !== 'market' && type !== 'stop-market' && (price === null || price <= 0n)) return 'price';
  if (order.price !== null && (price === null || price <= 0n)) return 'price';

  // A stop waits on the far side of a book that was just read; no other order speaks of one.
  const isStop = type === 'stop-limit' || type === 'stop-market';
  const stop = units(order.stopPrice);
  if (!isStop && order.stopPrice !== null) return 'stop price of no stop';
  if (isStop) {
    if (stop === null || stop <= 0n) return 'stop price';
    if (facts.market === null || facts.market.ageMs > 5_000) return 'no fresh book for the stop';
    const [bid, ask] = [units(facts.market.bestBid), units(facts.market.bestAsk)];
    if (side === 'sell' && (bid === null || stop >= bid)) return 'goes at once';
    if (side === 'buy' && (ask === null || stop <= ask)) return 'goes at once';
  }

  const base = order.amount !== null ? units(order.amount) : units(facts.mostBase);
  const cap = units(document.maxOrderAmount);
  if (cap !== null && (base === null || base > cap)) return 'amount over the limit';

  const [baseAsset, quoteAsset] = symbol?.split('/') ?? [];
  const isWritten = symbol?.includes('/');
  const mostQuote = units(facts.mostQuote);
  for (const [limits, used] of [
    [document.maxOrderNotional, 0n],
    [document.maxHourNotional, facts.reserved === null ? null : units(facts.reserved.hour)],
    [document.maxDayNotional, facts.reserved === null ? null : units(facts.reserved.day)],
  ] as const) {
    if (limits === undefined) continue;
    if (!isWritten) return 'no quote asset';
    const limit = units(limits[quoteAsset ?? '']);
    if (limit === null) continue;
    if (used === null || mostQuote === null || used + mostQuote > limit) return 'notional';
  }
  if (document.maxOrdersPerMinute !== undefined) {
    if (facts.reserved === null || facts.reserved.ordersLastMinute + 1 > document.maxOrdersPerMinute) return 'too many';
  }
  if (document.maxPosition !== undefined) {
    if (!isWritten) return 'no base asset';
    // Of the quote assets that are drawn here, one is a coin of its own.
    if (side === 'sell' && quoteAsset === 'ETH' && units(document.maxPosition.ETH) !== null) return 'buys the quote';
    const limit = units(document.maxPosition[baseAsset ?? '']);
    if (limit !== null && side === 'buy') {
      const { position } = facts;
      const [total, opening, most] = [units(position?.total), units(position?.opening), units(facts.mostBase)];
      if (position?.asset !== baseAsset || total === null || opening === null || most === null)
        return 'position unknown';
      if (total + opening + most > limit) return 'position';
    }
  }
  const band = units(document.priceBandPercent);
  if (band !== null) {
    const { market } = facts;
    if (market === null || market.ageMs > 5_000) return 'no fresh book';
    const [bid, ask, worst] = [units(market.bestBid), units(market.bestAsk), units(market.worstPrice)];
    if (bid === null || ask === null || worst === null || bid + ask <= 0n) return 'no whole book';
    // away / from <= band / 100, with everything doubled so that the middle needs no halving. A stop's distance is from its stop price.
    const doubledFrom = isStop ? 2n * (stop ?? 0n) : bid + ask;
    const doubled = side === 'buy' ? 2n * worst - doubledFrom : doubledFrom - 2n * worst;
    if (doubled * 100n * 10n ** 20n > doubledFrom * band) return 'outside the band';
  }
  return null;
}

describe('the policy engine against a slow, plain oracle', () => {
  it(
    'allows nothing that the oracle denies, and denies nothing that it allows',
    () => {
      let allowed = 0;
      fc.assert(
        fc.property(anyDocument, anyOrder, anyFacts, (document, order, facts) => {
          const reason = reasonAgainst(document, order, facts);
          const { verdict, rulings } = judge(orderRules, order, limitsOfDocument(document), facts);
          if (reason !== null) expect(`${reason}: ${verdict}`).toBe(`${reason}: deny`);
          else {
            allowed += 1;
            const denials = rulings
              .filter(({ decision }) => decision === 'deny')
              .map(({ rule, message }) => `${rule}: ${message}`);
            expect(denials).toEqual([]);
            expect(verdict).toBe(document.approveEach === true ? 'needs-approval' : 'allow');
          }
        }),
        { numRuns: runs },
      );
      // Most generated orders are refused for something; enough must pass for the other half to mean something.
      expect(allowed).toBeGreaterThan(runs / 500);
    },
    patienceMs,
  );

  it('allows and denies as it does of stop orders that make sense, whichever bound they meet', () => {
    const seen = new Map<string, number>();
    const limits = fc.record({
      band: fc.option(anyAmount, { nil: null }),
      notional: fc.option(anyAmount, { nil: null }),
    });
    fc.assert(
      fc.property(limits, anyStop, ({ band, notional }, { order, facts }) => {
        const document: PolicyDocument = {
          version: 1,
          ...(band === null ? {} : { priceBandPercent: band }),
          ...(notional === null ? {} : { maxOrderNotional: { USDT: notional } }),
        };
        const reason = reasonAgainst(document, order, facts);
        const { verdict } = judge(orderRules, order, limitsOfDocument(document), facts);
        expect(`${reason}: ${verdict}`).toBe(`${reason}: ${reason === null ? 'allow' : 'deny'}`);
        seen.set(String(reason), (seen.get(String(reason)) ?? 0) + 1);
      }),
      { numRuns: runs / 4 },
    );
    for (const reason of ['null', 'goes at once', 'notional', 'no whole book', 'outside the band']) {
      expect([reason, (seen.get(reason) ?? 0) > runs / 400]).toEqual([reason, true]);
    }
  });
});
