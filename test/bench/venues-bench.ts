import { fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Approved } from '../../core/domain/approved.ts';
import type { OrderIntent } from '../../core/domain/intent.ts';
import { decimal } from '../../core/domain/money.ts';
import { systemClock } from '../../core/node-ports.ts';
import { openExchange } from '../../core/venues/open-exchange.ts';
import { keyOf } from '../exchange/binance/binance-keys.ts';
import { testKey } from '../exchange/binance/binance-server.ts';
import { realSymbol } from '../exchange/binance/binance-symbols.ts';
import { type ExchangeRequest, serveExchange } from '../exchange/exchange-server.ts';
import { type TlsFetch, tlsFetch } from '../exchange/tls-fetch.ts';

const orders = 1_000;
const origin = 'https://api.binance.com';

/** What the real exchanges cost, each figure beside its goal. */
export interface VenueFigures {
  readonly orderMs: {
    readonly what: string;
    readonly adapter: { readonly p50: number; readonly p99: number };
    readonly bare: { readonly p50: number; readonly p99: number };
    readonly ratio: number;
    readonly goal: { readonly ratio: number };
  };
  readonly memory: {
    readonly what: string;
    readonly markets: readonly number[];
    readonly openMs: readonly number[];
    readonly restMb: number;
    readonly mostMb: number;
    readonly goal: { readonly restMb: number };
  };
}

/** Orders through the adapter against the same requests signed by hand, in turns; and the memory of three exchanges. */
export async function measureVenues(): Promise<VenueFigures> {
  return { orderMs: await measureOrders(), memory: await measureMemory() };
}

async function measureOrders(): Promise<VenueFigures['orderMs']> {
  const key = { ...testKey, rights: {}, isRevoked: false };
  const server = await serveExchange({
    origins: [origin],
    handle(request) {
      if (request.path === '/api/v3/exchangeInfo') return { status: 200, body: { symbols: [realSymbol()] } };
      const checked = keyOf(request, [key]);
      return 'status' in checked ? checked : { status: 200, body: resting(request) };
    },
  });
  const net = tlsFetch([server]);
  const opened = await openExchange('binance', {
    transport: net.fetch,
    credentials: testKey,
    clock: systemClock,
    rateLimit: false,
    timeoutMs: 10_000,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const client = opened.value.orderClient({ isArmed: () => true }, 'bench');
  if (!client.ok) throw new Error(client.error.code);
  const adapter: number[] = [];
  const bare: number[] = [];
  for (let index = -50; index < orders; index += 1) {
    const startedMs = performance.now();
    const sent = await client.value.submit(intent(`bench-${index + 50}`));
    const betweenMs = performance.now();
    await sendBare(net, `bare-${index + 50}`);
    if (!sent.ok) throw new Error(sent.error.code);
    if (index >= 0) adapter.push(betweenMs - startedMs);
    if (index >= 0) bare.push(performance.now() - betweenMs);
  }
  net.close();
  await server.close();
  const through = percentiles(adapter);
  const alone = percentiles(bare);
  return {
    what: `an order over loopback HTTPS that rests, ${orders} of each in turns: checked, signed by ccxt, answer believed; against a bare signed fetch`,
    adapter: through,
    bare: alone,
    ratio: Math.round((through.p50 / alone.p50) * 100) / 100,
    goal: { ratio: 2 },
  };
}

/** The same request, signed by hand, its answer parsed and no more. */
async function sendBare(net: TlsFetch, newClientOrderId: string): Promise<void> {
  const parameters = new URLSearchParams({
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    quantity: '0.002',
    price: '45000',
    timeInForce: 'GTC',
    newClientOrderId,
    newOrderRespType: 'FULL',
    recvWindow: '5000',
    timestamp: String(Date.now()),
  });
  const signature = createHmac('sha256', testKey.secret).update(parameters.toString()).digest('hex');
  const response = await net.fetch(`${origin}/api/v3/order`, {
    method: 'POST',
    headers: { 'X-MBX-APIKEY': testKey.apiKey, 'content-type': 'application/x-www-form-urlencoded' },
    body: `${parameters}&signature=${signature}`,
  });
  if (response.status !== 200) throw new Error(await response.text());
  await response.json();
}

function resting({ body, nowMs }: ExchangeRequest): Readonly<Record<string, unknown>> {
  const order = new URLSearchParams(body);
  return {
    symbol: 'BTCUSDT',
    orderId: 71,
    orderListId: -1,
    clientOrderId: order.get('newClientOrderId'),
    transactTime: nowMs,
    price: `${order.get('price')}.00000000`,
    origQty: '0.00200000',
    executedQty: '0.00000000',
    origQuoteOrderQty: '0.00000000',
    cummulativeQuoteQty: '0.00000000',
    status: 'NEW',
    timeInForce: 'GTC',
    type: 'LIMIT',
    side: 'BUY',
    workingTime: nowMs,
    fills: [],
    selfTradePreventionMode: 'EXPIRE_MAKER',
  };
}

function intent(clientOrderId: string): Approved<OrderIntent> {
  const order: OrderIntent = {
    kind: 'order',
    exchange: 'binance',
    symbol: 'BTC/USDT',
    marketType: 'spot',
    side: 'buy',
    type: 'limit',
    amount: decimal('0.002'),
    quoteAmount: null,
    price: decimal('45000'),
    stopPrice: null,
    timeInForce: 'gtc',
    clientOrderId,
  };
  return order as unknown as Approved<OrderIntent>;
}

async function measureMemory(): Promise<VenueFigures['memory']> {
  const program = fileURLToPath(new URL('./three-venues.ts', import.meta.url));
  const loader = new URL('../core/canary/source-loader.mjs', import.meta.url).href;
  const child = fork(program, [], { execArgv: ['--import', loader], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const told = await new Promise<Pick<VenueFigures['memory'], 'markets' | 'openMs' | 'restMb' | 'mostMb'>>(
    (resolve, reject) => {
      child.once('message', (message) => resolve(message as Parameters<typeof resolve>[0]));
      child.once('exit', () => reject(new Error('the three venues ended before they were measured')));
    },
  );
  return {
    what: 'a process with Binance, Kraken and Coinbase open, 3,000 markets each, 10 s after the last was read; without the rest of the core',
    ...told,
    goal: { restMb: 300 },
  };
}

function percentiles(times: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100;
  return { p50: at(0.5), p99: at(0.99) };
}
