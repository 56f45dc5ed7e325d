import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fill } from '../../../core/contract/shapes.ts';
import { decimal, multiply } from '../../../core/domain/money.ts';
import { err } from '../../../core/domain/result.ts';
import { createDayLoss, type LossPlace } from '../../../core/exchanges/day-loss.ts';
import type { HaltCause } from '../../../core/halt/halt-state.ts';
import type { AmountsByAsset } from '../../../core/policy/limits.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import { createDocuments, type Documents } from '../../../core/store/documents.ts';
import { storageFailed } from '../../../core/store/stored.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const dayMs = 86_400_000;
/** Noon of a day. */
const noonMs = Date.UTC(2026, 0, 10, 12);
let database: Database;
let nowMs: number;
let confirmedMs: number;
let armed: Set<string>;
let fills: Map<string, readonly Fill[] | null>;
let prices: Map<string, string>;
let limits: AmountsByAsset | undefined;
let halts: HaltCause[];
let documents: Documents;
beforeEach(() => {
  const opened = openDatabase(`${temporaryFolder()}/console.db`, consoleMigrations);
  if (!opened.ok) throw new Error(opened.error.code);
  database = opened.value;
  nowMs = noonMs;
  confirmedMs = noonMs;
  armed = new Set(['binance']);
  fills = new Map();
  prices = new Map();
  limits = { USDT: decimal('100') };
  halts = [];
  documents = createDocuments(database);
});
afterEach(() => void database.close());

const place = (name: LossPlace['name']): LossPlace => ({
  name,
  isArmed: () => armed.has(name),
  ourFills: () => fills.get(name) ?? (fills.has(name) ? null : none),
  price: (symbol) => {
    const text = prices.get(`${name} ${symbol}`);
    return text === undefined ? null : decimal(text);
  },
  confirmedMs: () => confirmedMs,
});
const none: readonly Fill[] = [];
const open = () =>
  createDayLoss({
    places: [place('binance'), place('kraken')],
    limits: () => limits,
    documents,
    clock: { nowMs: () => nowMs },
    halt: { engage: (cause) => void halts.push(cause), state: () => ({ state: 'active', reasons: [] }) as never },
  });
const traded = (exchange: string, side: 'buy' | 'sell', price: string, atMs: number): Fill => ({
  fillId: `${exchange}:${side}:${price}:${atMs}`,
  orderId: '0'.repeat(24),
  exchange,
  symbol: 'BTC/USDT',
  side,
  price: decimal(price),
  amount: decimal('1'),
  notional: multiply(decimal(price), decimal('1')),
  fee: { amount: decimal('0'), asset: 'USDT' },
  role: 'taker',
  atMs,
});
const codeOf = (loss: ReturnType<typeof open>) => loss.refusal()?.code ?? null;

describe('the day’s loss', () => {
  it('adds up what is realised and what is held, at every exchange that counts', () => {
    const loss = open();
    fills.set('binance', [traded('binance', 'buy', '1000', noonMs), traded('binance', 'sell', '950', noonMs + 1)]);
    fills.set('kraken', [traded('kraken', 'buy', '1000', noonMs)]);
    prices.set('kraken BTC/USDT', '970');
    expect(loss.lost()).toEqual([{ quote: 'USDT', lost: '80', most: '100', missing: [] }]);
    expect(codeOf(loss)).toBeNull();
    prices.set('kraken BTC/USDT', '949');
    expect(loss.lost()).toMatchObject([{ lost: '101' }]);
    expect(codeOf(loss)).toBe('day_loss_exceeded');
    prices.set('kraken BTC/USDT', '2000');
    expect(loss.lost()).toMatchObject([{ lost: '0' }]);
  });

  it('is not told, and lets nothing new pass, while a price or the fills are not known', () => {
    const loss = open();
    fills.set('binance', [traded('binance', 'buy', '1000', noonMs)]);
    expect(loss.lost()).toEqual([
      { quote: 'USDT', lost: null, most: '100', missing: ['the price of BTC/USDT at Binance'] },
    ]);
    expect(loss.refusal()).toMatchObject({ code: 'day_loss_unknown', message: expect.stringContaining('BTC/USDT') });
    fills.set('binance', null);
    expect(loss.refusal()).toMatchObject({ code: 'day_loss_unknown', message: expect.stringContaining('Binance') });
  });

  it('asks nothing of an exchange that is neither armed nor was traded on today, and nothing at all on paper', () => {
    const loss = open();
    fills.set('kraken', [traded('kraken', 'buy', '1000', noonMs - dayMs)]);
    expect([codeOf(loss), loss.marketsOf('kraken')]).toEqual([null, []]);
    armed.add('kraken');
    expect([codeOf(loss), loss.marketsOf('kraken')]).toEqual(['day_loss_unknown', ['BTC/USDT']]);
    armed.clear();
    fills.set('binance', null);
    expect([loss.lost(), loss.marketsOf('kraken')]).toEqual([[], []]);
  });

  it('counts from the first price of the day what was held before, also after a restart', () => {
    fills.set('binance', [traded('binance', 'buy', '1000', noonMs - dayMs)]);
    prices.set('binance BTC/USDT', '700');
    expect(open().lost()).toMatchObject([{ lost: '0' }]);
    prices.set('binance BTC/USDT', '650');
    expect(open().lost()).toMatchObject([{ lost: '50' }]);
  });

  it('begins anew with a day, but with none that only one clock tells, and with none that was before', () => {
    const loss = open();
    fills.set('binance', [traded('binance', 'buy', '1000', noonMs), traded('binance', 'sell', '850', noonMs + 1)]);
    expect(codeOf(loss)).toBe('day_loss_exceeded');
    nowMs += dayMs;
    expect(codeOf(loss)).toBe('day_loss_exceeded');
    nowMs = noonMs;
    confirmedMs += dayMs;
    expect(codeOf(loss)).toBe('day_loss_exceeded');
    nowMs += dayMs;
    expect(codeOf(loss)).toBeNull();
    confirmedMs = 0;
    expect(codeOf(open())).toBeNull();
  });

  it('is limited by the assets that are named, and by none where there are none', () => {
    const loss = open();
    fills.set('binance', [traded('binance', 'buy', '1000', noonMs), traded('binance', 'sell', '1', noonMs + 1)]);
    limits = { USD: decimal('1') };
    expect(loss.lost()).toEqual([{ quote: 'USD', lost: '0', most: '1', missing: [] }]);
    limits = undefined;
    expect([loss.lost(), codeOf(loss)]).toEqual([[], null]);
  });
});

describe('what was kept of the day’s loss', () => {
  it('lets nothing new pass until the day is over where it is none of ours, also after a restart', () => {
    documents.write('day-loss', '{"day":', noonMs);
    const loss = open();
    expect(loss.lost()).toEqual([
      { quote: 'USDT', lost: null, most: '100', missing: [expect.stringContaining('cannot be read')] },
    ]);
    expect(codeOf(loss)).toBe('day_loss_unknown');
    expect(codeOf(open())).toBe('day_loss_unknown');
    nowMs += dayMs;
    expect(codeOf(open())).toBe('day_loss_unknown');
    confirmedMs += dayMs;
    expect([codeOf(loss), codeOf(open())]).toEqual([null, null]);
    expect(halts).toEqual([]);
  });

  it('is read again where it could not be read, lets nothing new pass until then, and is not written over', () => {
    fills.set('binance', [traded('binance', 'buy', '1000', noonMs - dayMs)]);
    prices.set('binance BTC/USDT', '700');
    open().lost();
    prices.set('binance BTC/USDT', '650');
    const own = documents;
    let isReadable = false;
    documents = { ...own, read: (name) => (isReadable ? own.read(name) : err(storageFailed('the document'))) };
    const loss = open();
    for (let look = 0; look < 2; look += 1) {
      expect(loss.lost()).toMatchObject([{ lost: null, missing: [expect.stringContaining('cannot be read')] }]);
      expect([codeOf(loss), loss.marketsOf('binance')]).toEqual(['day_loss_unknown', ['BTC/USDT']]);
    }
    isReadable = true;
    expect(loss.lost()).toMatchObject([{ lost: '50', missing: [] }]);
    expect(codeOf(loss)).toBeNull();
  });

  it('is not known for the day that an exchange tells first, whatever the clock of this machine was set to', () => {
    documents.write('day-loss', '{"day":', noonMs);
    confirmedMs = 0;
    nowMs = noonMs - dayMs;
    const loss = open();
    expect(codeOf(loss)).toBe('day_loss_unknown');
    nowMs = noonMs;
    confirmedMs = noonMs;
    expect(codeOf(loss)).toBe('day_loss_unknown');
  });

  it('halts where it cannot be written, lets nothing new pass, and is written again at the next look', () => {
    let isFull = true;
    const own = documents;
    documents = { ...own, write: (...given) => (isFull ? err(storageFailed('the document')) : own.write(...given)) };
    const loss = open();
    expect(loss.refusal()).toMatchObject({ code: 'day_loss_unknown', message: expect.stringContaining('stored') });
    expect(halts).toMatchObject([{ source: 'automatic', code: 'store-failed' }]);
    loss.lost();
    expect(halts).toHaveLength(2);
    isFull = false;
    expect(codeOf(loss)).toBeNull();
    expect(halts).toHaveLength(2);
    expect(own.read('day-loss')).toMatchObject({ ok: true, value: expect.stringContaining('"day":') });
  });

  it('that could not be written is written at the next order, also where no loss is limited any more', () => {
    let isFull = true;
    const own = documents;
    documents = { ...own, write: (...given) => (isFull ? err(storageFailed('the document')) : own.write(...given)) };
    const loss = open();
    expect(codeOf(loss)).toBe('day_loss_unknown');
    limits = undefined;
    expect(codeOf(loss)).toBe('day_loss_unknown');
    isFull = false;
    expect(codeOf(loss)).toBeNull();
    expect(own.read('day-loss')).toMatchObject({ ok: true, value: expect.stringContaining('"day":') });
  });
});
