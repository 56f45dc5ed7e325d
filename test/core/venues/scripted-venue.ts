import type { Approved } from '../../../core/domain/approved.ts';
import type { OrderIntent } from '../../../core/domain/intent.ts';
import { decimal } from '../../../core/domain/money.ts';
import type { Fetch } from '../../../core/ports.ts';
import { openVenue } from '../../../core/venues/open-venue.ts';
import type { VenueConnection } from '../../../core/venues/venue.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';

/** A request as it left: what a venue would see. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly headers: Headers;
  readonly redirect: string | undefined;
}

/** How a scripted venue answers one endpoint: with JSON, a whole response, or a failure. */
export type Script = (sent: Sent) => unknown;

/** A transport that keeps what it was given and answers as it was told. */
export interface ScriptedVenue {
  readonly transport: Fetch;
  readonly sent: Sent[];
  /** Replaces the answer of one endpoint, as 'POST /api/v3/order'. */
  on(route: string, script: Script): void;
  /** What was sent to one endpoint. */
  sentTo(route: string): readonly Sent[];
}

/** The key of the tests; none of it may ever come back in an error. */
export const canary = { apiKey: 'canary-api-key-51c0', secret: 'canary-secret-93ab' } as const;

/** One market, BTC/USDT, and a key that may do everything. */
export function scriptedVenue(): ScriptedVenue {
  const sent: Sent[] = [];
  const scripts = new Map<string, Script>([
    ['GET /api/v3/exchangeInfo', () => ({ symbols: [symbolEntry()] })],
    ['GET /sapi/v1/asset/tradeFee', () => [{ symbol: 'BTCUSDT', makerCommission: '0.001', takerCommission: '0.0015' }]],
    ['GET /api/v3/time', () => ({ serverTime: 1_767_225_600_250 })],
    ['POST /api/v3/order', (order) => placed(order)],
  ]);
  return {
    sent,
    on: (route, script) => scripts.set(route, script),
    sentTo: (route) => sent.filter((one) => `${one.method} ${one.path}` === route),
    async transport(url, init = {}) {
      const { pathname, search } = new URL(url);
      const one: Sent = {
        method: init.method ?? 'GET',
        url,
        path: pathname,
        parameters: new URLSearchParams(`${search.slice(1)}${typeof init.body === 'string' ? init.body : ''}`),
        headers: new Headers(init.headers),
        redirect: init.redirect,
      };
      sent.push(one);
      const script = scripts.get(`${one.method} ${one.path}`);
      if (script === undefined) throw new Error(`no script for ${one.method} ${one.path}`);
      const answer = await script(one);
      return answer instanceof Response ? answer : json(200, answer);
    },
  };
}

/** A JSON response. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** A page of a proxy or a captive portal. */
export function html(status: number): Response {
  return new Response('<html><body>please wait</body></html>', { status, headers: { 'content-type': 'text/html' } });
}

/** An entry of exchangeInfo. */
export function symbolEntry(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    symbol: 'BTCUSDT',
    status: 'TRADING',
    baseAsset: 'BTC',
    quoteAsset: 'USDT',
    isSpotTradingAllowed: true,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'],
    filters: [
      { filterType: 'PRICE_FILTER', tickSize: '0.01000000' },
      { filterType: 'LOT_SIZE', stepSize: '0.00001000', minQty: '0.00001000' },
      { filterType: 'NOTIONAL', minNotional: '5.00000000' },
    ],
    ...changes,
  };
}

/** A resting order of BTCUSDT as GET /api/v3/order tells it. */
export function restingOrder(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    symbol: 'BTCUSDT',
    orderId: 71,
    orderListId: -1,
    clientOrderId: 'ours-1',
    price: '60000.00000000',
    origQty: '0.00200000',
    executedQty: '0.00000000',
    cummulativeQuoteQty: '0.00000000',
    status: 'NEW',
    timeInForce: 'GTC',
    type: 'LIMIT',
    side: 'BUY',
    updateTime: 1_767_225_600_000,
    ...changes,
  };
}

/** What POST /api/v3/order answers to an order that rests. */
export function placed(order: Sent, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { updateTime: _none, ...rest } = restingOrder();
  return {
    ...rest,
    clientOrderId: order.parameters.get('newClientOrderId'),
    side: order.parameters.get('side'),
    type: order.parameters.get('type'),
    timeInForce: order.parameters.get('timeInForce') ?? 'GTC',
    price: order.parameters.get('price') ?? '0.00000000',
    origQty: order.parameters.get('quantity'),
    transactTime: 1_767_225_600_100,
    fills: [],
    ...changes,
  };
}

/** An order that the gate let pass: limit buy of 0.002 BTC at 60,000 unless changed. */
export function approvedOrder(changes: Partial<OrderIntent> = {}): Approved<OrderIntent> {
  const intent: OrderIntent = {
    kind: 'order',
    exchange: 'practice',
    symbol: 'BTC/USDT',
    marketType: 'spot',
    side: 'buy',
    type: 'limit',
    amount: decimal('0.002'),
    quoteAmount: null,
    price: decimal('60000'),
    stopPrice: null,
    timeInForce: 'gtc',
    clientOrderId: 'ours-1',
    ...changes,
  };
  return intent as unknown as Approved<OrderIntent>;
}

/** What a test of a connection works with. */
export interface Opened {
  readonly venue: ScriptedVenue;
  readonly connection: VenueConnection;
  readonly clock: ManualClock;
  submit(changes?: Partial<OrderIntent>): ReturnType<ReturnType<typeof orderClientOf>['submit']>;
}

/** A connection to a scripted venue that has answered once. */
export async function openScripted(venue: ScriptedVenue = scriptedVenue(), timeoutMs = 40): Promise<Opened> {
  const clock = manualClock();
  const opened = await openVenue({
    exchange: 'practice',
    transport: venue.transport,
    credentials: canary,
    clock,
    rateLimit: false,
    timeoutMs,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const connection = opened.value;
  return { venue, connection, clock, submit: (changes) => orderClientOf(connection).submit(approvedOrder(changes)) };
}

/** The order client of an armed scope. */
export function orderClientOf(connection: VenueConnection) {
  const client = connection.orderClient({ isArmed: () => true }, 'paper');
  if (!client.ok) throw new Error(JSON.stringify(client.error));
  return client.value;
}
