import type { Approved } from '../../../../core/domain/approved.ts';
import type { OrderIntent } from '../../../../core/domain/intent.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { systemClock, systemIds } from '../../../../core/node-ports.ts';
import type { Clock } from '../../../../core/ports.ts';
import { openKraken } from '../../../../core/venues/kraken/open-kraken.ts';
import type { OrderClient, VenueConnection } from '../../../../core/venues/venue.ts';
import { type ExchangeServer, serveExchange } from '../../../exchange/exchange-server.ts';
import { type KrakenExchange, krakenExchange } from '../../../exchange/kraken/kraken-server.ts';
import { type TlsFetch, tlsFetch } from '../../../exchange/tls-fetch.ts';

/** Kraken over HTTPS, and a connection to it. */
export interface KrakenWorld {
  readonly kraken: KrakenExchange;
  readonly server: ExchangeServer;
  readonly net: TlsFetch;
  readonly connection: VenueConnection;
  readonly orders: OrderClient;
  readonly credentials: { readonly apiKey: string; readonly secret: string };
  /** Our clock: what it is off, and its waits are short. */
  readonly clock: Clock & { offMs: number };
  close(): Promise<void>;
}

/** The machine's clock on which short waits are shorter still, and which can be put off. */
export function hastyClock(): Clock & { offMs: number } {
  const clock = {
    ...systemClock,
    offMs: 0,
    nowMs: () => systemClock.nowMs() + clock.offMs,
    after: (delayMs: number, task: () => void) => systemClock.after(delayMs / 100, task),
  };
  return clock;
}

/** How to open one. */
export interface WorldOptions {
  readonly timeoutMs?: number;
}

/** Serves a Kraken and connects to it with a key that trades. */
export async function krakenWorld({ timeoutMs = 5_000 }: WorldOptions = {}): Promise<KrakenWorld> {
  const kraken = krakenExchange();
  const server = await serveExchange(kraken);
  const net = tlsFetch([server]);
  const [key] = kraken.keys;
  if (key === undefined) throw new Error('no key');
  const credentials = { apiKey: key.apiKey, secret: key.secret };
  const clock = hastyClock();
  const options = { exchange: 'kraken', transport: net.fetch, credentials, clock, rateLimit: false, timeoutMs };
  // The first request of a process is slow: it is not counted against the world's own time-out.
  await openKraken({ ...options, credentials: null, timeoutMs: 20_000 });
  server.forget();
  const opened = await openKraken(options);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const client = opened.value.orderClient({ isArmed: () => true }, 'live');
  if (!client.ok) throw new Error(JSON.stringify(client.error));
  return {
    kraken,
    server,
    net,
    connection: opened.value,
    orders: client.value,
    credentials,
    clock,
    async close() {
      net.close();
      await server.close();
    },
  };
}

/** An order as the gate would approve it. */
export function approvedOrder(changes: Partial<OrderIntent> = {}): Approved<OrderIntent> {
  const intent: OrderIntent = {
    kind: 'order',
    exchange: 'kraken',
    symbol: 'BTC/USD',
    marketType: 'spot',
    side: 'buy',
    type: 'limit',
    amount: decimal('0.01'),
    quoteAmount: null,
    price: decimal('19000.5'),
    stopPrice: null,
    timeInForce: 'gtc',
    clientOrderId: `pc-${systemIds.next()}`,
    ...changes,
  };
  return intent as Approved<OrderIntent>;
}

/** The value of an answer that must have come. */
export function value<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
