import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../core/audit/audit.ts';
import type { Balance, Fill } from '../../../core/contract/shapes.ts';
import { type DecimalText, decimal, zero } from '../../../core/domain/money.ts';
import { ok } from '../../../core/domain/result.ts';
import { type Totals, withFill } from '../../../core/exchanges/balance-changes.ts';
import { openExchangeAccount } from '../../../core/exchanges/exchange-account.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

let database: Database;
let clock: ManualClock;
let rows: AuditEntry[];
let fills: Totals;
let inDoubt: ReadonlySet<string>;

function open(base: Database = database) {
  return openExchangeAccount({
    exchange: 'binance',
    database: base,
    clock,
    record: {
      before: async (entry) => ok(rows.push(entry)),
      after: async () => undefined,
      always: (entry) => void rows.push(entry),
    },
    fills: () => fills,
    inDoubt: () => inDoubt,
  });
}
const balances = (totals: Readonly<Record<string, string>>): Balance[] =>
  Object.entries(totals).map(([asset, total]) => ({ asset, free: decimal(total), held: zero, total: decimal(total) }));
const bought = (amount: DecimalText, notional: DecimalText): Fill => ({
  fillId: 'binance:BTC/USDT:1',
  orderId: '0'.repeat(24),
  exchange: 'binance',
  symbol: 'BTC/USDT',
  side: 'buy',
  price: decimal('50000'),
  amount,
  notional,
  fee: { amount: decimal('0.00001'), asset: 'BTC' },
  role: 'taker',
  atMs: 0,
});

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  clock = manualClock();
  rows = [];
  fills = new Map();
  inDoubt = new Set();
  database = reopen();
});
afterEach(() => {
  database.close();
});
function reopen(): Database {
  const opened = openDatabase(`${folder}/console.db`, consoleMigrations);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

describe('the account at an exchange', () => {
  it('takes its first reading as it is', () => {
    const account = open();
    account.take(balances({ BTC: '1' }), clock.nowMs(), 'a');
    expect(account.unexplained()).toEqual([]);
    expect(account.balances()).toMatchObject({ balances: [{ asset: 'BTC', total: '1' }], atMs: clock.nowMs() });
  });

  it('raises a deposit once a second reading, some seconds later, says the same, with a row that warns', () => {
    const account = open();
    account.take(balances({ BTC: '1' }), clock.nowMs(), 'a');
    account.take(balances({ BTC: '1', EUR: '50' }), clock.nowMs(), 'a');
    expect([account.isDoubtful(), account.unexplained()]).toEqual([true, []]);
    account.take(balances({ BTC: '1', EUR: '50' }), clock.nowMs(), 'a');
    expect(account.unexplained()).toEqual([]);
    clock.wind(10_000);
    account.take(balances({ BTC: '1', EUR: '50' }), clock.nowMs(), 'a');
    expect(account.unexplained()).toEqual([{ asset: 'EUR', change: '50', atMs: clock.nowMs() }]);
    expect(rows).toMatchObject([
      { eventType: 'unexplained-change', level: 'warn', body: { asset: 'EUR', change: '50' } },
    ]);
    clock.wind(10_000);
    account.take(balances({ BTC: '1', EUR: '50' }), clock.nowMs(), 'a');
    expect([account.isDoubtful(), rows.length]).toEqual([false, 1]);
  });

  it('does not believe that an asset is gone from one reading: it shows what was, with the doubt', () => {
    const account = open();
    account.take(balances({ BTC: '1', EUR: '5' }), clock.nowMs(), 'a');
    account.take(balances({ EUR: '5' }), clock.nowMs(), 'a');
    expect(account.doubt('BTC')).toContain('read as gone');
    expect(account.doubt('EUR')).toBeNull();
    expect(account.balances()?.balances.find(({ asset }) => asset === 'BTC')?.total).toBe('1');
    clock.wind(10_000);
    account.take(balances({ BTC: '1', EUR: '5' }), clock.nowMs(), 'a');
    expect([account.doubt('BTC'), account.unexplained()]).toEqual([null, []]);

    account.take(balances({ EUR: '5' }), clock.nowMs(), 'a');
    clock.wind(10_000);
    account.take(balances({ EUR: '5' }), clock.nowMs(), 'a');
    expect(account.unexplained()).toMatchObject([{ asset: 'BTC', change: '-1' }]);
    expect(account.balances()?.balances.map(({ asset }) => asset)).toEqual(['EUR']);
  });

  it('accounts for our own fills, also where the journal hears of them after the balances do', () => {
    const account = open();
    account.take(balances({ BTC: '1', USDT: '1000' }), clock.nowMs(), 'a');
    account.take(balances({ BTC: '1.00999', USDT: '500' }), clock.nowMs(), 'a');
    expect(account.isDoubtful()).toBe(true);
    fills = withFill(fills, bought(decimal('0.01'), decimal('500')));
    clock.wind(10_000);
    account.take(balances({ BTC: '1.00999', USDT: '500' }), clock.nowMs(), 'a');
    expect([account.isDoubtful(), account.unexplained()]).toEqual([false, []]);
  });

  it('judges nothing of an asset while an order that may move it is in doubt', () => {
    const account = open();
    account.take(balances({ BTC: '1', USDT: '1000' }), clock.nowMs(), 'a');
    inDoubt = new Set(['BTC', 'USDT']);
    for (let turn = 0; turn < 4; turn += 1) {
      clock.wind(10_000);
      account.take(balances({ BTC: '1.00999', USDT: '500' }), clock.nowMs(), 'a');
    }
    expect(account.unexplained()).toEqual([]);
    inDoubt = new Set();
    clock.wind(10_000);
    account.take(balances({ BTC: '1.00999', USDT: '500' }), clock.nowMs(), 'a');
    expect(account.unexplained().map(({ asset, change }) => [asset, change])).toEqual([
      ['BTC', '0.00999'],
      ['USDT', '-500'],
    ]);
  });

  it('remembers over a restart what it believed and what is unexplained, until the person has seen it', async () => {
    const first = open();
    first.take(balances({ BTC: '1' }), clock.nowMs(), 'a');
    database.close();
    database = reopen();
    const second = open();
    for (let turn = 0; turn < 2; turn += 1) {
      second.take(balances({ BTC: '0.4' }), clock.nowMs(), 'a');
      clock.wind(10_000);
    }
    expect(second.unexplained()).toMatchObject([{ asset: 'BTC', change: '-0.6' }]);
    database.close();
    database = reopen();
    const third = open();
    expect(third.unexplained()).toHaveLength(1);
    expect(await third.acknowledge('console')).toEqual({ ok: true, value: undefined });
    expect(rows.at(-1)).toMatchObject({ eventType: 'acknowledgement', actor: 'console' });
    database.close();
    database = reopen();
    expect(open().unexplained()).toEqual([]);
  });

  it('begins anew with another key, which may be of another account', () => {
    const account = open();
    account.take(balances({ BTC: '1' }), clock.nowMs(), 'a');
    for (let turn = 0; turn < 3; turn += 1) {
      clock.wind(10_000);
      account.take(balances({ ETH: '7' }), clock.nowMs(), 'b');
    }
    expect([account.isDoubtful(), account.unexplained()]).toEqual([false, []]);
  });
});
