import type { OrderIntent } from '../../../core/domain/intent.ts';
import { decimal } from '../../../core/domain/money.ts';
import { systemClock } from '../../../core/node-ports.ts';
import type { Clock } from '../../../core/ports.ts';
import { openExchange } from '../../../core/venues/open-exchange.ts';
import { openKeyReader } from '../../../core/venues/open-key-reader.ts';
import type { KeyReader, VenueConnection } from '../../../core/venues/venue.ts';
import { type BinanceServer, serveBinance } from '../../exchange/binance/binance-server.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';
import { approvedOrder, orderClientOf } from './scripted-venue.ts';

/** Binance over HTTPS, and the adapter on it. */
export interface OpenedBinance {
  readonly server: BinanceServer;
  readonly net: TlsFetch;
  readonly connection: VenueConnection;
  readonly keyReader: KeyReader;
  /** Sends an order as its armed scope would: a limit buy of 0.002 BTC at 45,000 that rests, unless changed. */
  submit(changes?: Partial<OrderIntent>): ReturnType<ReturnType<typeof orderClientOf>['submit']>;
  close(): Promise<void>;
}

/** Opens both. Hanging requests are given up after `timeoutMs`. */
export async function openBinanceServer(timeoutMs = 2_000, clock: Clock = systemClock): Promise<OpenedBinance> {
  const server = await serveBinance();
  const net = tlsFetch([server]);
  const options = {
    transport: net.fetch,
    credentials: server.credentials,
    clock,
    rateLimit: false,
    timeoutMs,
  };
  const opened = await openExchange('binance', options);
  if (!opened.ok) throw new Error(opened.error.code);
  const connection = opened.value;
  return {
    server,
    net,
    connection,
    keyReader: openKeyReader('binance', options),
    submit: (changes) =>
      orderClientOf(connection).submit(approvedOrder({ exchange: 'binance', ...resting, ...changes })),
    async close() {
      net.close();
      await server.close();
    },
  };
}

const resting: Partial<OrderIntent> = { price: decimal('45000') };
