import type { ExchangeName } from '../../core/domain/exchanges.ts';
import { systemClock } from '../../core/node-ports.ts';
import type { Fetch } from '../../core/ports.ts';
import { keepHeapSmall } from '../../core/small-heap.ts';
import { openExchange } from '../../core/venues/open-exchange.ts';
import type { VenueConnection } from '../../core/venues/venue.ts';
import { manySymbols, realSymbol } from '../exchange/binance/binance-symbols.ts';
import { coinbaseProducts } from '../exchange/coinbase/coinbase-book.ts';
import { wireProduct } from '../exchange/coinbase/coinbase-wire.ts';
import { assetNames, listings, pairEntry } from '../exchange/kraken/kraken-listing.ts';

/** A process of its own: opens three exchanges of `count` markets each, rests, and tells its parent what memory that took. */
const count = 3_000;

function asset(index: number): string {
  return `X${index.toString(36).toUpperCase().padStart(3, '0')}`;
}

const lists: Readonly<Record<string, () => unknown>> = {
  '/api/v3/exchangeInfo': () => ({ symbols: [realSymbol(), ...manySymbols(count - 1)] }),
  '/0/public/Assets': () => ({
    error: [],
    result: Object.fromEntries([
      ...assetNames.map(({ name, altname }) => [name, kept(altname)]),
      ...Array.from({ length: count }, (_, index) => [asset(index), kept(asset(index))]),
    ]),
  }),
  '/0/public/AssetPairs': () => {
    const [first] = listings;
    if (first === undefined) throw new Error('no market');
    return {
      error: [],
      result: Object.fromEntries(
        Array.from({ length: count }, (_, index) => {
          const name = `${asset(index)}USD`;
          return [
            name,
            pairEntry({ ...first, id: name, altname: name, base: asset(index), wsname: `${asset(index)}/USD` }),
          ];
        }),
      ),
    };
  },
  '/api/v3/brokerage/market/products': () => {
    const [first] = coinbaseProducts;
    if (first === undefined) throw new Error('no product');
    const product = wireProduct(first, []);
    return {
      products: Array.from({ length: count }, (_, index) => ({
        ...product,
        product_id: `${asset(index)}-USD`,
        base_currency_id: asset(index),
        base_display_symbol: asset(index),
        alias: '',
      })),
      num_products: count,
      pagination: null,
    };
  },
};

function kept(altname: string): Record<string, unknown> {
  return { aclass: 'currency', altname, decimals: 10, display_decimals: 5, status: 'enabled' };
}

const transport: Fetch = async (url) => {
  const list = lists[new URL(url).pathname];
  return list === undefined ? new Response('', { status: 404 }) : new Response(JSON.stringify(list()));
};

// As the process of a core does.
keepHeapSmall();

const connections: { readonly connection: VenueConnection; readonly openMs: number }[] = [];
for (const exchange of ['binance', 'kraken', 'coinbase'] satisfies readonly ExchangeName[]) {
  const startedMs = performance.now();
  const opened = await openExchange(exchange, {
    transport,
    credentials: null,
    clock: systemClock,
    rateLimit: false,
    timeoutMs: 30_000,
  });
  if (!opened.ok) throw new Error(`${exchange}: ${JSON.stringify(opened.error)}`);
  connections.push({ connection: opened.value, openMs: Math.round(performance.now() - startedMs) });
}
setTimeout(() => {
  process.send?.({
    markets: connections.map(({ connection }) => connection.markets.length),
    openMs: connections.map(({ openMs }) => openMs),
    restMb: Math.round(process.memoryUsage().rss / 2 ** 20),
    mostMb: Math.round(process.resourceUsage().maxRSS / 2 ** 10),
  });
  process.disconnect();
}, 10_000);
