import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBook } from '../../../core/reports/book-facts.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { tradingMigrations } from '../../../core/trading/migrations.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { insertTraded } from './insert-traded.ts';

it('a journal that is open for reading only tells the fills of a stretch of time, and the orders asked for as they stand', () => {
  const file = join(temporaryFolder(), 'live.db');
  const made = openDatabase(file, tradingMigrations);
  if (!made.ok) throw new Error(made.error.code);
  insertTraded(made.value, { orderId: 'a', atMs: 99 });
  insertTraded(made.value, { orderId: 'b', atMs: 100 });
  insertTraded(made.value, { orderId: 'c', atMs: 199 });
  insertTraded(made.value, { orderId: 'd', atMs: 200 });
  made.value.close();
  const opened = openDatabase(file, tradingMigrations, { readonly: true });
  if (!opened.ok) throw new Error(opened.error.code);
  const read = readBook('live', opened.value, { fromMs: 100, toMs: 200 }, ['a', 'nowhere']);
  opened.value.close();
  if (!read.ok) throw new Error(read.error.code);
  expect(read.value.fills.map(({ orderId }) => orderId)).toEqual(['b', 'c']);
  expect([...read.value.orders.keys()]).toEqual(['a']);
  expect(read.value.isWhole).toBe(true);
});
