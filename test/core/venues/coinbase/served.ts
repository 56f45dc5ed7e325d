import type { Approved } from '../../../../core/domain/approved.ts';
import type { OrderIntent } from '../../../../core/domain/intent.ts';
import { decimal } from '../../../../core/domain/money.ts';
import type { Clock, Fetch } from '../../../../core/ports.ts';
import { openCoinbase } from '../../../../core/venues/coinbase/open-coinbase.ts';
import type { OrderClient, VenueConnection } from '../../../../core/venues/venue.ts';
import type { VenueOptions } from '../../../../core/venues/venue-options.ts';
import { type CoinbaseExchange, createCoinbaseExchange } from '../../../exchange/coinbase-server.ts';
import { type ExchangeServer, serveExchange } from '../../../exchange/exchange-server.ts';
import { type TlsFetch, tlsFetch } from '../../../exchange/tls-fetch.ts';
import { type ManualClock, manualClock } from '../../../manual-clock.ts';

/** Where the API's paths begin. */
export const api = '/api/v3/brokerage';

/** A clock that stands still until it is wound, but for waits: they pass at once. */
export type PassingClock = ManualClock & Pick<Clock, 'after'>;

/** One; its waits are kept. */
export function passingClock(): PassingClock & { readonly waitedMs: number[] } {
  const waitedMs: number[] = [];
  return {
    ...manualClock(),
    waitedMs,
    after(delayMs, task) {
      waitedMs.push(delayMs);
      const handle = setImmediate(task);
      return () => clearImmediate(handle);
    },
  };
}

/** Coinbase over HTTPS, and a connection to it. */
export interface Served {
  readonly exchange: CoinbaseExchange;
  readonly server: ExchangeServer;
  readonly internet: TlsFetch;
  readonly clock: ReturnType<typeof passingClock>;
  readonly options: VenueOptions;
  readonly connection: VenueConnection;
  /** Another connection, which knows nothing of what this one did. */
  reopen(changes?: Partial<VenueOptions>): Promise<VenueConnection>;
  submit(changes?: Partial<OrderIntent>): ReturnType<OrderClient['submit']>;
  close(): Promise<void>;
}

/** Serves a new Coinbase and opens a connection. */
export async function served(changes: Partial<VenueOptions> = {}): Promise<Served> {
  const clock = passingClock();
  const exchange = createCoinbaseExchange(() => clock.nowMs());
  const server = await serveExchange(exchange, { nowMs: () => clock.nowMs() });
  const internet = tlsFetch([server]);
  const options: VenueOptions = {
    exchange: 'coinbase',
    transport: internet.fetch,
    credentials: { apiKey: exchange.key.apiKey, secret: exchange.key.secret },
    clock,
    rateLimit: false,
    timeoutMs: 2_000,
    ...changes,
  };
  const reopen = async (more: Partial<VenueOptions> = {}): Promise<VenueConnection> =>
    insist(await openCoinbase({ ...options, ...more }));
  const connection = await reopen();
  return {
    exchange,
    server,
    internet,
    clock,
    options,
    connection,
    reopen,
    submit: (order) => orderClientOf(connection).submit(approvedOrder(order)),
    async close() {
      internet.close();
      await server.close();
    },
  };
}

/** The value of an answer that has to be one. */
export function insist<T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

/** The order client of an armed scope. */
export function orderClientOf(connection: VenueConnection): OrderClient {
  return insist(connection.orderClient({ isArmed: () => true }, 'live:coinbase'));
}

/** An order that the gate let pass: limit buy of 0.002 BTC at 15,000 unless changed, which rests. */
export function approvedOrder(changes: Partial<OrderIntent> = {}): Approved<OrderIntent> {
  const intent: OrderIntent = {
    kind: 'order',
    exchange: 'coinbase',
    symbol: 'BTC/USD',
    marketType: 'spot',
    side: 'buy',
    type: 'limit',
    amount: decimal('0.002'),
    quoteAmount: null,
    price: decimal('15000'),
    stopPrice: null,
    timeInForce: 'gtc',
    clientOrderId: 'ours-1',
    ...changes,
  };
  return intent as unknown as Approved<OrderIntent>;
}

/** A transport that answers every request with the same thing, and keeps what it was asked. */
export function answering(answer: () => Response | Promise<Response>): {
  readonly fetch: Fetch;
  readonly asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    async fetch(url, init) {
      asked.push(`${init?.method ?? 'GET'} ${new URL(url).pathname}`);
      return answer();
    },
  };
}
