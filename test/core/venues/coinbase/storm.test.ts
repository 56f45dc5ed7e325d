import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OrderDraft } from '../../../../core/contract/shapes.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { systemClock } from '../../../../core/node-ports.ts';
import { practiceMarkets, wireLots } from '../../../../core/practice/market-spec.ts';
import { openCoinbase } from '../../../../core/venues/coinbase/open-coinbase.ts';
import { createCoinbaseExchange } from '../../../exchange/coinbase-server.ts';
import { type ExchangeServer, serveExchange } from '../../../exchange/exchange-server.ts';
import { orderStorm, type TrueOrder } from '../../../exchange/order-storm.ts';
import { type TlsFetch, tlsFetch } from '../../../exchange/tls-fetch.ts';
import { api } from './served.ts';

const isLong = process.env.PORTCULLIS_LONG !== undefined;
const orders = isLong ? 2_000 : 100;
const btc = practiceMarkets[0] as (typeof practiceMarkets)[number];

const exchange = createCoinbaseExchange();
let server: ExchangeServer;
let net: TlsFetch;
beforeAll(async () => {
  server = await serveExchange(exchange);
  net = tlsFetch([server]);
  // Several levels a side, so that one order has several fills.
  for (let step = 1n; step <= 20n; step += 1n) {
    exchange.book.engine.quote(btc, 'sell', 2_000_000n + step * 4n, 10n);
    exchange.book.engine.quote(btc, 'buy', 2_000_000n - step * 4n, 10n);
  }
});
afterAll(async () => {
  net.close();
  await server.close();
});

function draft(random: () => number): OrderDraft {
  const side = random() < 0.5 ? 'buy' : 'sell';
  const base = { exchange: 'coinbase', symbol: 'BTC/USD', marketType: 'spot', side } as const;
  const amount = decimal(['0.0002', '0.0003', '0.0005'][Math.floor(random() * 3)] ?? '0.0002');
  const price = decimal(String(19_998 + Math.floor(random() * 5)));
  const kind = random();
  if (kind < 0.45) return { ...base, type: 'limit', amount, price, timeInForce: 'gtc' };
  if (kind < 0.6) return { ...base, type: 'limit', amount, price, timeInForce: 'ioc' };
  if (kind < 0.65) return { ...base, type: 'limit', amount, price, timeInForce: 'fok' };
  if (kind < 0.8) return { ...base, type: 'limit-maker', amount, price: decimal(side === 'buy' ? '19900' : '20100') };
  return { ...base, type: 'market', amount };
}

function truth(): readonly TrueOrder[] {
  return [...exchange.book.orders.values()].map(({ clientOrderId, fills, order }) => {
    const { filledLots, market, status } = order;
    const isOpen = status === 'NEW' || status === 'PARTIALLY_FILLED';
    const ended = status === 'FILLED' ? 'filled' : 'canceled';
    return {
      clientOrderId,
      status: isOpen ? (filledLots === 0n ? 'open' : 'partially-filled') : ended,
      filled: decimal(wireLots(filledLots, market)),
      fills: fills.length,
    };
  });
}

it(
  `weathers ${orders} orders with a fault in every twentieth request: the books are equal, and nothing is sent twice`,
  async () => {
    const opened = await openCoinbase({
      exchange: 'coinbase',
      transport: net.fetch,
      credentials: exchange.key,
      clock: systemClock,
      rateLimit: false,
      timeoutMs: 1_000,
      readRetryMs: 20,
    });
    if (!opened.ok) return expect.fail(opened.error.code);
    const seed = Number(process.env.PORTCULLIS_SEED ?? randomInt(2 ** 31));
    const report = await orderStorm(
      {
        connection: opened.value,
        server,
        net,
        placementOf: ({ body, method, path }) =>
          method === 'POST' && path === `${api}/orders` ? String(JSON.parse(body).client_order_id) : null,
        draft,
        stir(random) {
          const side = random() < 0.5 ? 'buy' : 'sell';
          exchange.book.engine.takeAsHouse(btc, side, 30n);
          exchange.book.engine.quote(btc, side, side === 'buy' ? 1_999_990n : 2_000_010n, 30n);
        },
        truth,
      },
      { orders, seed },
    );
    expect(report.differences, `seed ${seed}`).toEqual([]);
    expect(report.faults).toBeGreaterThan(orders / 20);
    expect([net.strays, server.problems()]).toEqual([[], []]);
    return undefined;
  },
  isLong ? 3_600_000 : 120_000,
);
