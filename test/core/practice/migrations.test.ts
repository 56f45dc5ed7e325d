import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemIds } from '../../../core/node-ports.ts';
import { openPractice } from '../../../core/practice/practice.ts';
import { practiceMigrations } from '../../../core/practice/practice-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { manualClock } from '../../manual-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-practice-schema-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A practice.db as an older version left it, with one resting order and one filled one. */
function oldDatabase(schema: number): string {
  const file = join(folder, 'practice.db');
  const opened = openDatabase(file, practiceMigrations.slice(0, schema));
  if (!opened.ok) throw new Error(opened.error.code);
  const columns =
    'order_id, client_order_id, market, side, type, ticks, lots, filled_lots, quote_units, status, created_at_ms, updated_at_ms';
  opened.value.exec(`
    INSERT INTO facts VALUES ('api-key', 'old-key'), ('api-secret', 'old-secret');
    INSERT INTO holdings VALUES ('USDT', '550000000000', '450000000000'), ('BTC', '10000000', '0');
    INSERT INTO orders (${columns}) VALUES
      (7, 'filled', 'BTCUSDT', 'buy', 'MARKET', NULL, '100', '100', '5000000000', 'FILLED', 1, 1),
      (8, 'rests', 'BTCUSDT', 'buy', 'LIMIT', '4500000', '10000', '0', '0', 'NEW', 1, 1);
    INSERT INTO fills (trade_id, order_id, market, ticks, lots, fee_units, fee_asset, is_maker, at_ms)
      VALUES (3, 7, 'BTCUSDT', '5000000', '100', '100', 'BTC', 0, 1);
  `);
  opened.value.close();
  return file;
}

function factsOf(file: string): string {
  const opened = openDatabase(file, practiceMigrations);
  if (!opened.ok) throw new Error(opened.error.code);
  const facts = JSON.stringify(opened.value.prepare('SELECT * FROM facts').all());
  opened.value.close();
  return facts;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const open = (file: string) =>
  openPractice({ file, clock: manualClock(), ids: systemIds, log: quiet, isMarketQuiet: true });

describe('the books of an older version', () => {
  it.each([1, 2])('of schema %i are brought up to date, with a copy kept, and trading goes on', (schema) => {
    const file = oldDatabase(schema);
    const opened = open(file);
    if (!opened.ok) throw new Error(opened.error.code);
    const practice = opened.value;
    expect(existsSync(`${file}.schema-${schema}`)).toBe(true);
    // Keys were kept in the database once.
    expect(Object.values(practice.credentials).join()).not.toContain('old-');
    expect(factsOf(file)).not.toMatch(/old-|api-/);
    expect(practice.feed.snapshot('BTC/USDT')?.bids.map(([price]) => price)).toContain('45000');
    // What was not kept then is not made up now.
    expect(practice.reasonsOf('7')).toMatchObject({ bookAtArrival: null, fills: [{ feeRate: null, fee: '0.000001' }] });
    practice.close();
    expect(open(file).ok).toBe(true);
  });

  it('that are newer than this program are refused', () => {
    const file = oldDatabase(1);
    const newer = openDatabase(file, [...practiceMigrations, { name: '9999-future', sql: 'SELECT 1' }]);
    if (newer.ok) newer.value.close();
    expect(open(file)).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
  });
});
