import type * as z from 'zod';
import type { Balance } from '../../contract/shapes.ts';
import { add } from '../../domain/money.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { measurePing, skewAtMiddle } from '../measure-ping.ts';
import { malformed, readAnswer } from '../read-answer.ts';
import type { Inspector } from '../venue.ts';
import { Accounts, KeyPortfolio, ProductBook, Products, ServerTime } from './coinbase-answers.ts';
import type { Ask, CoinbaseClient } from './coinbase-client.ts';
import { readFillsOf } from './coinbase-fills.ts';
import { readProducts, toMarkets } from './coinbase-map.ts';
import { walkPages } from './coinbase-pages.ts';
import { type CoinbaseProducts, productIdOf } from './coinbase-products.ts';
import { findOrder, type OrderIds } from './order-finder.ts';
import { listOpenOrders } from './order-lists.ts';

/** What reading Coinbase stands on. */
export interface InspectorDeps {
  readonly exchange: string;
  readonly client: CoinbaseClient;
  readonly clock: Clock;
  readonly products: CoinbaseProducts;
  readonly ids: OrderIds;
}

/** The most accounts that one answer holds. */
const accountsPage = 250;
/** Accounts that cash trades are paid from: vaults and those of futures are not. Older answers leave the first words out. */
const cashAccounts: readonly string[] = ['ACCOUNT_TYPE_CRYPTO', 'ACCOUNT_TYPE_FIAT', 'CRYPTO', 'FIAT'];

/** The reading side of Coinbase. Every answer is checked against its exact shape; what does not fit is `venue-answer-malformed`. */
export function createInspector(deps: InspectorDeps): Inspector {
  const { exchange, client, clock, products } = deps;
  const read = <S extends z.ZodType>(what: string, shape: S, ask: Ask, parameters?: Parameters<Ask>[0]) =>
    readAnswer(exchange, what, shape, () => ask(parameters));

  async function balances(): Promise<Result<readonly Balance[]>> {
    const found = new Map<string, z.output<typeof Accounts>['accounts'][number]>();
    const walked = await walkPages({
      exchange,
      what: 'accounts',
      ask: (cursor) =>
        read('accounts', Accounts, client.accounts, { limit: accountsPage, ...(cursor === null ? {} : { cursor }) }),
      next: ({ cursor, has_next: hasNext }) => (hasNext ? cursor : null),
      visit({ accounts }) {
        for (const account of accounts) found.set(account.uuid, account);
        return false;
      },
    });
    if (!walked.ok) return walked;
    const cash = [...found.values()].filter(
      ({ type, deleted_at: deletedAt }) => cashAccounts.includes(type) && (deletedAt ?? '') === '',
    );
    const isTwice = new Set(cash.map(({ currency }) => currency)).size < cash.length;
    // A key always sees accounts, be they empty: an answer without any is not believed.
    if (cash.length === 0 || isTwice) return malformed(exchange, 'accounts');
    return ok(
      cash.map(({ currency: asset, available_balance: { value: free }, hold: { value: held } }) => ({
        asset,
        free,
        held,
        total: add(free, held),
      })),
    );
  }

  return {
    async markets() {
      // Only a key is told which products its account may only look at, and only where it asks.
      const filter = { product_type: 'SPOT', ...(client.hasKey ? { get_tradability_status: true } : {}) };
      const list = await read('products', Products, client.products, filter);
      if (!list.ok) return list;
      const entries = readProducts(list.value);
      products.learn(entries);
      const markets = toMarkets(exchange, entries);
      return markets.length === 0 ? malformed(exchange, 'products') : ok(markets);
    },
    async book(symbol, depth) {
      const atMs = clock.nowMs();
      const productId = productIdOf(symbol);
      const answer = await read('product_book', ProductBook, client.productBook, {
        product_id: productId,
        limit: depth,
      });
      if (!answer.ok) return answer;
      const { product_id: named, bids, asks } = answer.value.pricebook;
      if (named !== productId && named !== products.bookOf(productId)) return malformed(exchange, 'product_book');
      return ok({ bids: bids.slice(0, depth), asks: asks.slice(0, depth), atMs });
    },
    balances,
    async accountId() {
      const answer = await read('key_permissions', KeyPortfolio, client.keyPermissions);
      return answer.ok ? ok(answer.value.portfolio_uuid ?? null) : answer;
    },
    openOrders: () => listOpenOrders(deps),
    orderByClientId: (symbol, clientOrderId, known) => findOrder(deps, symbol, clientOrderId, known ?? null),
    fillsOf: (symbol, venueOrderId) => readFillsOf(deps, symbol, venueOrderId),
    // There is no endpoint that says it.
    status: async () => ok('unknown'),
    ping: () =>
      measurePing(
        clock,
        () => read('time', ServerTime, client.time),
        ({ epochMillis }, trip) => skewAtMiddle(epochMillis, trip),
      ),
  };
}
