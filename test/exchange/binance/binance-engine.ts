import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DecimalText, decimal, readDecimal, zero } from '../../../core/domain/money.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import { openPractice } from '../../../core/practice/practice.ts';
import type { ExchangeAnswer } from '../exchange-server.ts';
import type { TrueOrder } from '../order-storm.ts';

/** Matching and settling behind a server: the practice exchange's, which is held against ccxt and Binance's documents by its own tests. */
export interface BinanceEngine {
  /** Asks as the account, signed at this moment. `parameters` are the caller's own, without time and signature. */
  ask(method: string, path: string, parameters: URLSearchParams, nowMs: number): Promise<ExchangeAnswer>;
  /** Somebody else rests an order, or takes. */
  other(side: 'BUY' | 'SELL', quantity: string, price: string | null): Promise<void>;
  /** Every order of the account on a market, by the exchange's own word. */
  orders(symbol: string): Promise<readonly TrueOrder[]>;
  close(): void;
}

/** Opens one with quiet books; the account has 10,000 USDT, 0.1 BTC and 2 ETH. */
export function openBinanceEngine(startMs: number): BinanceEngine {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-binance-'));
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  let nowMs = startMs;
  const opened = openPractice({
    file: join(folder, 'practice.db'),
    clock: { ...systemClock, nowMs: () => nowMs },
    ids: systemIds,
    log: quiet,
    isMarketQuiet: true,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const practice = opened.value;
  const maker = practice.openHouseAccount();
  const taker = practice.openHouseAccount();
  let others = 0;

  async function askAs(
    { apiKey, secret }: { readonly apiKey: string; readonly secret: string },
    method: string,
    path: string,
    parameters: URLSearchParams,
  ): Promise<ExchangeAnswer> {
    const signed = new URLSearchParams(parameters);
    signed.set('timestamp', String(nowMs));
    signed.set('signature', createHmac('sha256', secret).update(signed.toString()).digest('hex'));
    const url = `https://api.binance.com${path}`;
    const init = { method, headers: { 'X-MBX-APIKEY': apiKey } };
    const response = await (method === 'POST'
      ? practice.fetch(url, { ...init, body: signed.toString() })
      : practice.fetch(`${url}?${signed}`, init));
    return { status: response.status, body: await response.json() };
  }

  type Row = Readonly<Record<string, unknown>>;
  async function everyRow(path: string, symbol: string, idName: string, own: string): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (;;) {
      const from = String(Number(rows.at(-1)?.[own] ?? 0) + 1);
      const parameters = new URLSearchParams({ symbol, limit: '1000', [idName]: from });
      const page = (await askAs(practice.credentials, 'GET', path, parameters)).body as readonly Row[];
      rows.push(...page);
      if (page.length < 1_000) return rows;
    }
  }

  return {
    ask(method, path, parameters, atMs) {
      nowMs = atMs;
      return askAs(practice.credentials, method, path, parameters);
    },
    async other(side, quantity, price) {
      others += 1;
      const kind = price === null ? { type: 'MARKET' } : { type: 'LIMIT', timeInForce: 'GTC', price };
      const order = { symbol: 'BTCUSDT', side, quantity, newClientOrderId: `other-${others}`, ...kind };
      const who = price === null ? taker : maker;
      const { status, body } = await askAs(who, 'POST', '/api/v3/order', new URLSearchParams(order));
      if (status !== 200) throw new Error(JSON.stringify(body));
    },
    async orders(symbol) {
      const trades = await everyRow('/api/v3/myTrades', symbol, 'fromId', 'id');
      const rows = await everyRow('/api/v3/allOrders', symbol, 'orderId', 'orderId');
      return rows.map((row) => ({
        clientOrderId: String(row.clientOrderId),
        status: statuses[String(row.status)] ?? 'rejected',
        filled: amount(row.executedQty),
        fills: trades.filter(({ orderId }) => orderId === row.orderId).length,
      }));
    },
    close() {
      practice.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const statuses: Readonly<Record<string, TrueOrder['status']>> = {
  NEW: 'open',
  PARTIALLY_FILLED: 'partially-filled',
  FILLED: 'filled',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
};

function amount(text: unknown): DecimalText {
  const value = readDecimal(String(text));
  return value === null ? decimal('-1') : value === zero ? zero : value;
}
