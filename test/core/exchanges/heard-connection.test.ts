import { expect, it } from 'vitest';
import type { AppError } from '../../../core/domain/errors.ts';
import { decimal } from '../../../core/domain/money.ts';
import { err, ok } from '../../../core/domain/result.ts';
import { createExchangePrices } from '../../../core/exchanges/exchange-prices.ts';
import { heardConnection } from '../../../core/exchanges/heard-connection.ts';
import type { Canceller, OrderClient, VenueConnection } from '../../../core/venues/venue.ts';
import { manualClock } from '../../manual-clock.ts';

const down: AppError = { code: 'venue-unreachable', retry: 'safe', venue: 'kraken', why: 'no' };
const fails = async () => err(down);
const failing: Canceller = {
  markets: fails,
  book: fails,
  balances: fails,
  accountId: fails,
  openOrders: fails,
  orderByClientId: fails,
  fillsOf: fails,
  ping: fails,
  status: fails,
  cancel: fails,
  cancelAtVenue: fails,
};
const client: OrderClient = { submit: fails };
const connection: VenueConnection = {
  exchange: 'kraken',
  markets: [],
  fees: fails,
  inspector: failing,
  canceller: failing,
  deadman: null,
  orderClient: () => ok(client),
  mutatingRequests: () => 7,
};

it('everything that an exchange is asked is heard when it fails, an order too, and answered as ever', async () => {
  const heard: string[] = [];
  const one = heardConnection(connection, { failed: ({ code }) => void heard.push(code), bid: () => undefined });
  const made = one.orderClient({ isArmed: () => true }, 'live:kraken');
  const { canceller, inspector } = one;
  const asked: readonly object[] = [inspector, canceller, made.ok ? made.value : {}, { fees: one.fees }];
  const methods = asked.flatMap((part) => Object.values(part) as (() => Promise<unknown>)[]);
  for (const method of methods) expect(await method()).toEqual(err(down));
  expect(methods).toHaveLength(22);
  expect(heard).toEqual(methods.map(() => 'venue-unreachable'));
  expect(one.mutatingRequests()).toBe(7);
});

it('the best bid of a book is a price until it is too old', async () => {
  const clock = manualClock();
  const prices = createExchangePrices(clock, () => 60_000);
  const book: Canceller['book'] = async () => ok({ bids: [[decimal('99'), decimal('1')]], asks: [], atMs: 0 });
  const read = { ...connection, inspector: { ...failing, book } };
  const { inspector } = heardConnection(read, { failed: () => undefined, bid: prices.take });
  await inspector.book('BTC/EUR', 5);
  expect([prices.of('BTC/EUR'), prices.of('ETH/EUR')]).toEqual(['99', null]);
  clock.wind(60_001);
  expect(prices.of('BTC/EUR')).toBeNull();
});
