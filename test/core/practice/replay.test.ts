import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { add, decimal, zero } from '../../../core/domain/money.ts';
import { readRecordedTrades, replayTrades } from '../../../core/practice/replay.ts';
import { openVenue } from '../../../core/venues/open-venue.ts';
import { sharedFolder } from '../../shared-folder.ts';
import { type TemporaryPractice, temporaryPractice } from './temporary-practice.ts';

let exchange: TemporaryPractice | null = null;
afterEach(() => {
  exchange?.remove();
  exchange = null;
});

/** An order by hand through the REST surface, as a Binance client signs it; a refusal throws. */
function connectTo(place: TemporaryPractice) {
  return (credentials: { readonly apiKey: string; readonly secret: string }) =>
    async (parameters: Readonly<Record<string, string>>) => {
      const query = new URLSearchParams({ ...parameters, timestamp: String(place.clock.nowMs()) }).toString();
      const signature = createHmac('sha256', credentials.secret).update(query).digest('hex');
      const response = await place.practice.fetch('https://api.binance.com/api/v3/order', {
        method: 'POST',
        headers: { 'X-MBX-APIKEY': credentials.apiKey },
        body: `${query}&signature=${signature}`,
      });
      if (response.status !== 200) throw new Error(await response.text());
      return response.json();
    };
}

describe('a replay', () => {
  it('refuses what is not a recording', () => {
    expect(() => readRecordedTrades('a,b\n1,2')).toThrow();
    expect(() => readRecordedTrades('timestamp_ms,trade_id,price,amount,taker_side\n1,2,3,4,hold')).toThrow();
  });

  const shared = sharedFolder();
  if (shared !== null) {
    it('ends with the last price, the volume and the number of trades of the recording', async () => {
      exchange = temporaryPractice({ isMarketQuiet: true });
      const trades = readRecordedTrades(
        readFileSync(join(shared, 'data', 'binance-XRPETH-trades-2019-10.csv'), 'utf8'),
      );
      let volume = zero;
      let count = 0;
      exchange.practice.trades((trade) => {
        volume = add(volume, trade.amount);
        count += 1;
      });
      await replayTrades(exchange.practice, 'XRPETH', trades, connectTo(exchange));
      expect(count).toBe(trades.length);
      expect(volume).toBe(trades.reduce((sum, trade) => add(sum, decimal(trade.amount)), zero));
      const snapshot = exchange.practice.feed.snapshot('XRP/ETH');
      expect(snapshot?.ticker.last).toBe(decimal(trades.at(-1)?.price ?? '0'));
      expect(snapshot?.bids.concat(snapshot.asks)).toEqual([]);
    }, 60_000);

    it('is a market that the venue adapter reads', async () => {
      exchange = temporaryPractice({ isMarketQuiet: true });
      const { clock, practice } = exchange;
      const venue = await openVenue({
        exchange: 'practice',
        transport: practice.fetch,
        credentials: practice.credentials,
        clock,
        rateLimit: false,
        timeoutMs: 5_000,
      });
      expect(venue.ok && venue.value.markets.map((market) => market.symbol)).toContain('XRP/ETH');
    });
  }
});
