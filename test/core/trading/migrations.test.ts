import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { zero } from '../../../core/domain/money.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { createJournal } from '../../../core/trading/journal.ts';
import { tradingMigrations } from '../../../core/trading/migrations.ts';
import { createOrderKeys } from '../../../core/trading/order-keys.ts';
import { createReservations } from '../../../core/trading/reservations.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

/** paper.db as the first version left it: one resting order, one filled market order with its fill. */
function firstVersion(file: string): void {
  const opened = openDatabase(file, tradingMigrations.slice(0, 1));
  if (!opened.ok) throw new Error(opened.error.code);
  opened.value.exec(`
    INSERT INTO orders VALUES ('a', 'pc-a', '1', 'practice', 'BTC/USDT', 'buy', 'limit', '0.01', '20000', '0', NULL, 'open', NULL, 1, 10, 10);
    INSERT INTO orders VALUES ('b', 'pc-b', '2', 'practice', 'ETH/USDT', 'sell', 'market', '1', NULL, '1', '2000', 'filled', NULL, 2, 20, 20);
    INSERT INTO fills VALUES ('f', 'b', 'practice', 'ETH/USDT', 'sell', '2000', '1', '2000', '2', 'USDT', 'taker', 20);
  `);
  opened.value.close();
}

describe('paper.db of an earlier version', () => {
  it('keeps its orders and fills, each with what it now says of its kind, and a copy of how it was', () => {
    const file = join(temporaryFolder(), 'paper.db');
    firstVersion(file);
    const opened = openDatabase(file, tradingMigrations);
    if (!opened.ok) throw new Error(opened.error.code);
    const journal = createJournal(opened.value);
    expect(journal.get('a')).toMatchObject({
      type: 'limit',
      timeInForce: 'gtc',
      amount: '0.01',
      quoteAmount: null,
      replaces: null,
    });
    expect(journal.get('b')).toMatchObject({ type: 'market', timeInForce: null, filled: '1', averagePrice: '2000' });
    expect(journal.fills({ orderId: 'b', limit: 10 })).toMatchObject([{ fillId: 'f', notional: '2000' }]);
    expect(journal.openCount()).toBe(1);
    expect(createReservations(opened.value).at('USDT', 100)).toEqual({ hour: zero, day: zero, ordersLastMinute: 0 });
    expect(journal.get('a')).toMatchObject({ stopPrice: null });
    expect(opened.value.pragma('foreign_key_check')).toEqual([]);
    const stop = (type: string, stopPrice: string | null) =>
      opened.value
        .prepare(
          `INSERT INTO orders VALUES ('s', 'pc-s', NULL, 'practice', 'BTC/USDT', 'sell', ?, NULL, '1', NULL, NULL, '0', NULL,
            'open', NULL, NULL, 3, 30, 30, ?)`,
        )
        .run(type, stopPrice);
    expect(() => stop('stop-market', null)).toThrow('CHECK');
    expect(() => stop('market', '2000')).toThrow('CHECK');
    stop('stop-market', '2000');
    expect(journal.get('s')).toMatchObject({ type: 'stop-market', stopPrice: '2000', price: null });
    expect(journal.orders({ limit: 10 }).map(({ orderId }) => orderId)).toEqual(['s', 'b', 'a']);
    expect(() =>
      opened.value.exec(
        `INSERT INTO fills SELECT 'g', 'nobody', exchange, symbol, side, price, amount, notional, fee_amount, fee_asset, role, at_ms FROM fills`,
      ),
    ).toThrow('FOREIGN KEY');
    opened.value.close();
    expect(existsSync(`${file}.schema-1`)).toBe(true);
  });

  it('of a later version is refused', () => {
    const file = join(temporaryFolder(), 'paper.db');
    const later = openDatabase(file, [
      ...tradingMigrations,
      { name: 'later', sql: 'CREATE TABLE later (x TEXT) STRICT;' },
    ]);
    if (!later.ok) throw new Error(later.error.code);
    later.value.close();
    expect(openDatabase(file, tradingMigrations)).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
  });
});

describe('live.db of before keys were kept', () => {
  it('keeps its orders, each of an unknown key, what they reserved, and a copy of how it was', () => {
    const file = join(temporaryFolder(), 'live.db');
    const before = openDatabase(file, tradingMigrations.slice(0, 3));
    if (!before.ok) throw new Error(before.error.code);
    before.value.exec(`
      INSERT INTO orders VALUES ('a', 'pc-a', '1', 'binance', 'BTC/USDT', 'buy', 'limit', 'gtc', '0.01', NULL, '20000', '0', NULL, 'open', NULL, NULL, 1, 10, 10);
      INSERT INTO reservations VALUES ('a', 'USDT', '200', 10);
    `);
    before.value.close();
    const opened = openDatabase(file, tradingMigrations);
    if (!opened.ok) throw new Error(opened.error.code);
    const database = opened.value;
    expect(createJournal(database, 'binance').get('a')).toMatchObject({ status: 'open', price: '20000' });
    expect(createReservations(database).at('USDT', 100).day).toBe('200');
    const keys = createOrderKeys(database, 'binance', { credentialId: 'c1', fingerprint: '0011223344556677' });
    keys.told('11111');
    expect(keys.isOfThisAccount('a')).toBe('unknown');
    expect(existsSync(`${file}.schema-3`)).toBe(true);
    database.close();
  });
});
