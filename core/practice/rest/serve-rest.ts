import type { Clock, Fetch, Log } from '../../ports.ts';
import { type Account, holdings } from '../accounts.ts';
import type { Exchange } from '../exchange-port.ts';
import type { MarketRules } from '../market-source.ts';
import { wireAmount } from '../market-spec.ts';
import type { PrintedTrade } from '../practice-order.ts';
import type { PracticeStore } from '../practice-store.ts';
import type { Fees } from '../settlement.ts';
import { cancelReplace } from './cancel-replace.ts';
import {
  allOrders,
  cancelOpenOrders,
  cancelOrder,
  getOrder,
  myTrades,
  openOrders,
  placeOrder,
  testOrder,
} from './order-endpoints.ts';
import { apiRestrictions, depth, exchangeInfo, tradeFee, trades } from './public-endpoints.ts';
import { authenticate } from './signature.ts';
import { refusals, VenueError } from './venue-error.ts';

/** What the API stands on. */
export interface RestDeps {
  readonly exchange: Exchange;
  readonly store: PracticeStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly fees: Fees;
  readonly keyCreatedAtMs: number;
  readonly recentTrades: () => readonly PrintedTrade[];
  /** Whether the books could not be kept yet: then nothing new is taken on, but cancelling and reading go on. */
  readonly isBehind: () => boolean;
  readonly rules: MarketRules;
}

type Public = (parameters: URLSearchParams) => unknown;
type Signed = (account: Account, parameters: URLSearchParams) => unknown;

/**
 * The practice exchange's Binance-compatible API as a function of the standard fetch shape, without a socket: the subset of
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api that trading spot needs, with real signatures and error codes.
 */
export function serveRest(deps: RestDeps): Fetch {
  const { exchange, clock, fees } = deps;
  const open: Readonly<Record<string, Public>> = {
    'GET /api/v3/ping': () => ({}),
    'GET /api/v3/time': () => ({ serverTime: clock.nowMs() }),
    'GET /api/v3/exchangeInfo': () => exchangeInfo(deps.rules, clock.nowMs()),
    'GET /api/v3/depth': (parameters) => depth(exchange, deps.rules, parameters),
    'GET /api/v3/trades': (parameters) => trades(deps.recentTrades(), parameters),
    'GET /sapi/v1/system/status': () => ({ status: 0, msg: 'normal' }),
  };
  const signed: Readonly<Record<string, Signed>> = {
    'GET /api/v3/account': (account) => accountOf(account, fees, clock.nowMs()),
    'POST /api/v3/order': (account, parameters) => placeOrder(deps, account, parameters),
    'GET /api/v3/order': (account, parameters) => getOrder(deps, account, parameters),
    'DELETE /api/v3/order': (account, parameters) => cancelOrder(deps, account, parameters),
    'POST /api/v3/order/test': (account, parameters) => testOrder(deps, account, parameters),
    'POST /api/v3/order/cancelReplace': (account, parameters) => cancelReplace(deps, account, parameters),
    'DELETE /api/v3/openOrders': (account, parameters) => cancelOpenOrders(deps, account, parameters),
    'GET /api/v3/openOrders': (account, parameters) => openOrders(deps, account, parameters),
    'GET /api/v3/allOrders': (account, parameters) => allOrders(deps, account, parameters),
    'GET /api/v3/myTrades': (account, parameters) => myTrades(deps, account, parameters),
    'GET /sapi/v1/asset/tradeFee': (_account, parameters) => tradeFee(fees, parameters),
    'GET /sapi/v1/account/apiRestrictions': () => apiRestrictions(deps.keyCreatedAtMs),
  };

  function handle(url: string, init: RequestInit): unknown {
    const { pathname, search } = new URL(url);
    const route = `${init.method ?? 'GET'} ${pathname}`;
    const payload = `${search.slice(1)}${typeof init.body === 'string' ? init.body : ''}`;
    const parameters = new URLSearchParams(payload);
    const publicRoute = open[route];
    if (publicRoute !== undefined) return publicRoute(parameters);
    const signedRoute = signed[route];
    if (signedRoute === undefined) throw refusals.noSuchPath();
    const apiKey = new Headers(init.headers).get('X-MBX-APIKEY');
    const account = authenticate({ apiKey, payload, parameters }, exchange.accounts.values(), clock.nowMs());
    return signedRoute(account, parameters);
  }

  return async (url, init = {}) => {
    if (deps.isBehind() && init.method === 'POST')
      return answer(503, { code: -1000, msg: 'The practice exchange could not keep its books.' });
    try {
      return answer(200, handle(url, init));
    } catch (cause) {
      if (cause instanceof VenueError)
        return answer(cause.status, {
          code: cause.code,
          msg: cause.message,
          ...(cause.data === null ? {} : { data: cause.data }),
        });
      deps.log.error('the practice exchange threw', {
        cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
      });
      return answer(500, { code: -1000, msg: 'An unknown error occurred while processing the request.' });
    }
  };
}

/** Whole basis points, as the older fields of the account tell rates; the exact ones are in `commissionRates`. */
function basisPoints(millionths: bigint): number {
  return Number.parseInt((millionths / 100n).toString(), 10);
}

function accountOf(account: Account, fees: Fees, nowMs: number) {
  return {
    makerCommission: basisPoints(fees.maker),
    takerCommission: basisPoints(fees.taker),
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: {
      maker: wireAmount(fees.maker * 100n),
      taker: wireAmount(fees.taker * 100n),
      buyer: wireAmount(0n),
      seller: wireAmount(0n),
    },
    canTrade: true,
    canWithdraw: false,
    canDeposit: false,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: nowMs,
    accountType: 'SPOT',
    permissions: ['SPOT'],
    uid: account.id,
    balances: holdings(account).map(({ asset, free, held }) => ({
      asset,
      free: wireAmount(free),
      locked: wireAmount(held),
    })),
  };
}

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}
