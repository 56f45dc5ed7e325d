import { readFileSync } from 'node:fs';
import binance from 'ccxt-src/binance.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { createCcxt } from '../../../core/venues/binance/binance-client.ts';
import { binanceInspectorEgress } from '../../../core/venues/binance/binance-egress.ts';
import { VenueRefusal } from '../../../core/venues/failures.ts';
import { manualClock } from '../../manual-clock.ts';
import { type OpenedBinance, openBinanceServer } from './open-binance-server.ts';
import { json } from './scripted-venue.ts';

/**
 * The behaviours of ccxt and of Binance that bite, each as it was measured on ccxt 4.5.84, and what stands against it. Numbers are those
 * of the study of venues; 1 to 7 stand in traps.test.ts. Over real HTTPS, with real signatures. Kraken's and Coinbase's own stand in their folders.
 */
let opened: OpenedBinance;
beforeAll(async () => {
  opened = await openBinanceServer(1_500);
  opened.server.forget();
  await opened.server.other('SELL', '0.5', '50000.00');
});
afterEach(async () => {
  const { connection, server } = opened;
  server.faults.clear();
  server.skew(0);
  server.credentials.isRevoked = false;
  const open = await connection.inspector.openOrders();
  for (const order of open.ok ? open.value : []) await connection.canceller.cancelAtVenue(order);
  server.forget();
});
afterAll(() => opened.close());

let orders = 0;
function nextId(): string {
  orders += 1;
  return `trap-more-${orders}`;
}
const malformed = { ok: false, error: { code: 'venue-answer-malformed' } };

describe('8: ccxt cuts amounts and rounds prices without a word', () => {
  it.each([
    ['an amount between two lots', { amount: decimal('0.10000001') }],
    ['a price between two ticks', { price: decimal('45000.019') }],
  ])('so %s is refused here', async (_title, changes) => {
    expect(await opened.submit({ clientOrderId: nextId(), ...changes })).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    expect(opened.server.requests()).toEqual([]);
  });

  it('and what is sent is what was approved, to the digit, and believed only when it is repeated so', async () => {
    const { server, submit } = opened;
    await submit({ clientOrderId: nextId(), amount: decimal('0.00234'), price: decimal('45000.02') });
    const sent = new URLSearchParams(server.requests()[0]?.body);
    expect([sent.get('quantity'), sent.get('price')]).toEqual(['0.00234', '45000.02']);
    for (const fault of ['missing echo after', 'foreign echo after'] as const) {
      server.faults.meet([fault]);
      expect(await submit({ clientOrderId: nextId() })).toMatchObject({
        ok: false,
        error: { code: 'outcome-unknown' },
      });
    }
  });
});

describe('9: private calls at the same time', () => {
  it('do not disturb each other on Binance, which wants no rising nonce', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => opened.connection.inspector.balances()));
    expect(answers.every(({ ok }) => ok)).toBe(true);
  });
});

describe('10: numbers of ccxt are floats', () => {
  it('so amounts come through with every digit, and a JSON number is refused', async () => {
    const { connection, server } = opened;
    const book = { lastUpdateId: 1, bids: [['12345678.12345678', '0.00000001']], asks: [] };
    server.faults.meet([{ status: 200, body: book }]);
    expect(await connection.inspector.book('BTC/USDT', 5)).toMatchObject({
      ok: true,
      value: { bids: [['12345678.12345678', '0.00000001']] },
    });
    server.faults.meet([{ status: 200, body: { ...book, bids: [[12345678.12345678, '1']] } }]);
    expect(await connection.inspector.book('BTC/USDT', 5)).toMatchObject(malformed);
  });
});

describe('11: ccxt misstates its own version', () => {
  it('so nothing here asks it: what is installed is what package.json pins', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const installed = JSON.parse(readFileSync('node_modules/ccxt/package.json', 'utf8'));
    expect(installed.version).toBe(dependencies.ccxt);
  });
});

describe('12: a list of markets that is empty is well to ccxt', () => {
  it.each([{}, { symbols: [] }, { symbols: [{}] }, { symbols: 'none' }])(
    'so %j is no list of markets, and no venue opens on it',
    async (body) => {
      opened.server.faults.meet([{ status: 200, body }]);
      expect(await opened.connection.inspector.markets()).toMatchObject(malformed);
    },
  );
});

describe('13: installing ccxt runs a script that goes out', () => {
  it('so scripts of packages do not run', () => {
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });
});

describe('14: ccxt corrects the clock once, and only when it loads markets', () => {
  it('so nothing is corrected in silence: the skew is measured at every ping, and a request off the time is refused as such', async () => {
    const { connection, server, submit } = opened;
    for (const skewMs of [0, 20_000, -20_000]) {
      server.skew(skewMs);
      const ping = await connection.inspector.ping();
      expect(ping.ok && Math.abs(ping.value.skewMs - skewMs)).toBeLessThan(1_000);
    }
    expect(await submit({ clientOrderId: nextId() })).toMatchObject({
      ok: false,
      error: { code: 'key-refused', problem: 'clock', venueCode: '-1021' },
    });
  });
});

describe('15: ccxt changes nearly every day', () => {
  it('so it is pinned to the digit, and what is used of it is here', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(dependencies.ccxt).toMatch(/^\d+\.\d+\.\d+$/);
    const exchange = new binance({});
    for (const used of [
      'publicGetTime',
      'publicGetExchangeInfo',
      'publicGetDepth',
      'sapiGetSystemStatus',
      'sapiGetAssetTradeFee',
      'sapiGetAccountApiRestrictions',
      'privateGetAccount',
      'privateGetOpenOrders',
      'privateGetOrder',
      'privateGetMyTrades',
      'privatePostOrder',
      'privateDeleteOrder',
    ]) {
      expect(exchange).toHaveProperty(used);
    }
  });

  it('and what it throws at our way out passes through it as it is', async () => {
    const exchange = createCcxt({
      credentials: null,
      clock: manualClock(),
      allowed: binanceInspectorEgress,
      isOpen: () => true,
      left: () => undefined,
      pace: null,
      timeoutMs: 1_000,
      transport: async () => json(401, { code: -2015, msg: 'x' }),
    });
    await expect(exchange.publicGetTime()).rejects.toBeInstanceOf(VenueRefusal);
  });
});
