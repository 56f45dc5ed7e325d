import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderDraft } from '../../core/contract/shapes.ts';
import type { DecimalText } from '../../core/domain/money.ts';
import { cancelOrder } from '../../core/trading/cancel.ts';
import { previewOrder } from '../../core/trading/preview.ts';
import { reconcile } from '../../core/trading/reconcile.ts';
import { submitOrder } from '../../core/trading/submit.ts';
import type { VenueConnection, VenueOrder } from '../../core/venues/venue.ts';
import type { ExchangeFault } from './exchange-faults.ts';
import type { ExchangeRequest, ExchangeServer } from './exchange-server.ts';
import { differences } from './storm-books.ts';
import { openStormTrading } from './storm-trading.ts';
import type { TlsFetch } from './tls-fetch.ts';

/** An order as the exchange itself has it. */
export interface TrueOrder {
  readonly clientOrderId: string;
  readonly status: VenueOrder['status'];
  readonly filled: DecimalText;
  /** How many executions it had. */
  readonly fills: number;
}

/** An exchange to storm. */
export interface StormExchange {
  /** A live-like connection to it over `net`, with a time-out of some hundred milliseconds. */
  readonly connection: VenueConnection;
  readonly server: ExchangeServer;
  readonly net: TlsFetch;
  /** The client order id of a request that places an order; null for every other request. */
  placementOf(request: ExchangeRequest): string | null;
  /** An order at or about the market, of one of the kinds that the exchange takes. `random` gives 0 to 1. */
  draft(random: () => number): OrderDraft;
  /** Lets somebody else trade, so that what rests is filled bit by bit. It goes around the faults. */
  stir(random: () => number): void | Promise<void>;
  /** Every order of the account that the exchange ever took. It goes around the faults. */
  truth(): readonly TrueOrder[] | Promise<readonly TrueOrder[]>;
}

/** How to storm. */
export interface StormOptions {
  readonly orders: number;
  readonly seed: number;
  /** What part of all requests meets a fault; 0.05 unless told otherwise. */
  readonly faultRate?: number;
  /** The faults to draw from; all that any exchange can have unless told otherwise. */
  readonly faults?: readonly ExchangeFault[];
}

/** What came of it. A storm is weathered when `differences` is empty. */
export interface StormReport {
  /** The orders that were given to the gate and left, and how many of them were not sure to have arrived. */
  readonly sent: number;
  readonly unknown: number;
  /** Of those sent, how many came to the exchange's door, and how many it took. */
  readonly reached: number;
  readonly taken: number;
  readonly canceled: number;
  readonly faults: number;
  /** How often an order did not get as far as being sent, by the code of the error. */
  readonly notSent: Readonly<Record<string, number>>;
  readonly seconds: number;
  /**
   * Every way in which the console's books and the exchange's differ, an id was sent twice, or is there twice; and that too few orders
   * came to the exchange for that to say anything.
   */
  readonly differences: readonly string[];
}

/** The faults that any exchange can have. */
export const stormFaults: readonly ExchangeFault[] = [
  'hang before',
  'hang after',
  'reset before',
  'reset after',
  'cut off after',
  'truncated after',
  'page with 200 before',
  'page with 200 after',
  'empty answer after',
  '429 before',
  '500 before',
  '503 after',
  'delivered twice',
  'missing echo after',
  'foreign echo after',
  'late',
];

/** How often an order is begun again after an error before it left, as a person would: reads fail too, and nothing was sent. */
const mostTries = 5;
/** The part of the orders that has to come to the exchange. */
const leastReached = 0.95;

/** How long an exchange may go on not knowing an order before it counts as never arrived; a little more than the gate waits. */
const arrivalMs = 11_000;

/**
 * Sends orders through the real gate (with a journal, an audit log and a halt of its own) at an exchange whose network fails, cancels
 * some, and lets others trade. When the weather is fine again everything is settled, and the books are compared, order by order. The same
 * seed gives the same orders and faults, though not the same moments. A long storm writes its figures out.
 */
export async function orderStorm(exchange: StormExchange, options: StormOptions): Promise<StormReport> {
  const random = seeded(options.seed);
  const { server, net } = exchange;
  const kinds = options.faults ?? stormFaults;
  const rate = options.faultRate ?? 0.05;
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-storm-'));
  const world = openStormTrading(folder, exchange.connection);
  const { trading } = world;
  const notSent: Record<string, number> = {};
  const startedMs = performance.now();
  let faults = 0;
  let unknown = 0;
  let canceled = 0;
  let left = options.orders;

  server.forget();
  server.faults.draw(() => {
    if (random() >= rate) return 'none';
    faults += 1;
    return kinds[Math.floor(random() * kinds.length)] ?? 'none';
  });

  async function placeOne(): Promise<void> {
    const draft = exchange.draft(random);
    if (random() < rate / 5) net.refuse(1);
    for (let tries = 0; tries < mostTries; tries += 1) {
      const previewed = await previewOrder(trading, draft);
      const submitted = previewed.ok ? await submitOrder(trading, previewed.value, 'storm') : previewed;
      if (!submitted.ok && submitted.error.code === 'outcome-unknown') unknown += 1;
      if (previewed.ok && trading.journal.byClientOrderId(previewed.value.intent.clientOrderId) !== null) return;
      if (!submitted.ok) notSent[submitted.error.code] = (notSent[submitted.error.code] ?? 0) + 1;
    }
  }

  async function worker(): Promise<void> {
    while (left > 0) {
      left -= 1;
      await placeOne();
      if (random() < 0.2) await exchange.stir(random);
      if (random() < 0.1) await server.faults.deliverLate();
      if (random() < 0.3) {
        const open = trading.journal.orders({ open: true, limit: 20 });
        const order = open[Math.floor(random() * open.length)];
        if (order !== undefined && (await cancelOrder(trading, order.orderId, 'storm')).ok) canceled += 1;
      }
    }
  }

  try {
    await Promise.all([worker(), worker(), worker(), worker()]);
    await server.faults.deliverLate();
    server.faults.clear();
    await settle(trading, world.later);
    const placements = server.requests().flatMap((request) => exchange.placementOf(request) ?? []);
    const reached = new Set(placements).size;
    const isEnough = reached >= options.orders * leastReached;
    const truth = await exchange.truth();
    const report: StormReport = {
      sent: trading.journal.orders({ limit: 100_000 }).length,
      unknown,
      reached,
      taken: truth.length,
      canceled,
      faults,
      notSent,
      seconds: Math.round((performance.now() - startedMs) / 1_000),
      differences: [
        ...(isEnough
          ? []
          : [`${reached} of ${options.orders} orders came to it; not sent: ${JSON.stringify(notSent)}`]),
        ...differences(trading.journal, truth, placements),
      ],
    };
    if (process.env.PORTCULLIS_LONG !== undefined) process.stdout.write(`storm ${JSON.stringify(report)}\n`);
    return report;
  } finally {
    world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Settles in fine weather: first what can be found, then, once it has had time to arrive, what never did. */
async function settle(trading: Parameters<typeof reconcile>[0], later: (ms: number) => void): Promise<void> {
  await reconcile(trading);
  later(arrivalMs);
  for (let turn = 0; turn < 20; turn += 1) if ((await reconcile(trading)) === 0) return;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
