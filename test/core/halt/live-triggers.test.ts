import { beforeEach, describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { ok } from '../../../core/domain/result.ts';
import { createHalt, type HaltControl } from '../../../core/halt/halt.ts';
import { haltOnDayLoss, type LostToday } from '../../../core/halt/triggers/day-loss.ts';
import { haltOnUnexplainedChange, type SeenChange } from '../../../core/halt/triggers/unexplained-change.ts';
import { haltOnVaultFailure } from '../../../core/halt/triggers/vault-failure.ts';
import { haltOnWiderPassport } from '../../../core/halt/triggers/wider-passport.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { manualClock } from '../../manual-clock.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

let halt: HaltControl;
let rows: number;
let isLive: boolean;
beforeEach(() => {
  const database = openDatabase(`${temporaryFolder()}/console.db`, consoleMigrations);
  if (!database.ok) throw new Error(database.error.code);
  rows = 0;
  isLive = true;
  halt = createHalt({
    database: database.value,
    audit: { appendNow: () => ok(++rows), emergency: () => undefined, newest: () => ok(null) },
    clock: manualClock(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
});
const live = (): boolean => isLive;
const reasons = () => halt.state().reasons.map(({ code, resolved, text }) => ({ code, resolved, text }));

describe('a change of balance without a cause', () => {
  const less: SeenChange = { title: 'Kraken', asset: 'BTC', change: decimal('-0.5') };
  const more: SeenChange = { title: 'Binance', asset: 'EUR', change: decimal('50') };

  it('halts while live, less and more alike, once, and is over when it was acknowledged', () => {
    let seen: readonly SeenChange[] = [];
    const look = haltOnUnexplainedChange(halt, live, () => seen);
    look();
    expect(halt.state().state).toBe('active');
    for (const change of [less, more]) {
      seen = [change];
      look();
      look();
      const text = `What is held changed, and nothing here explains it: ${change.asset} at ${change.title} by ${change.change}`;
      expect(reasons()).toEqual([{ code: 'unexplained-change', resolved: false, text }]);
      seen = [];
      look();
      expect(reasons()).toMatchObject([{ resolved: true }]);
      expect(halt.state().state).toBe('halted');
      halt.release('active', 'a test');
    }
  });

  it('halts nothing on paper; one that stands when trading is armed halts then, and again after a release', () => {
    const look = haltOnUnexplainedChange(halt, live, () => [less]);
    isLive = false;
    look();
    expect(halt.state().state).toBe('active');
    isLive = true;
    look();
    expect(halt.state().state).toBe('halted');
    isLive = false;
    look();
    halt.release('active', 'a test');
    look();
    expect(halt.state().state).toBe('active');
    isLive = true;
    look();
    expect(halt.state().state).toBe('halted');
  });
});

describe('the day’s loss', () => {
  const lost = (amount: string | null): LostToday => ({
    quote: 'USDT',
    lost: amount === null ? null : decimal(amount),
    most: decimal('100'),
    missing: [],
  });

  it('halts above the limit and not at it, and is over when nothing is above it', () => {
    let now = lost('100');
    const look = haltOnDayLoss(halt, live, () => [now]);
    look();
    expect(halt.state().state).toBe('active');
    now = lost('100.01');
    look();
    look();
    expect(reasons()).toEqual([
      {
        code: 'day-loss',
        resolved: false,
        text: 'Live orders lost more today than they may: 100.01 USDT (at most 100)',
      },
    ]);
    now = lost(null);
    look();
    expect(reasons()).toMatchObject([{ resolved: false }]);
    now = lost('99');
    look();
    expect(reasons()).toMatchObject([{ resolved: true }]);
  });

  it('reads nothing on paper', () => {
    isLive = false;
    haltOnDayLoss(halt, live, () => {
      throw new Error('it was read');
    })();
    expect(halt.state().state).toBe('active');
  });
});

describe('the vault', () => {
  it('halts while live and something is wrong with it, and is over when nothing is', () => {
    let trouble: string | null = 'The vault is locked';
    const look = haltOnVaultFailure(halt, live, () => trouble);
    isLive = false;
    look();
    expect(halt.state().state).toBe('active');
    isLive = true;
    look();
    expect(reasons()).toEqual([{ code: 'vault-failed', resolved: false, text: 'The vault is locked' }]);
    trouble = null;
    look();
    expect(reasons()).toMatchObject([{ resolved: true }]);
  });
});

describe('a passport that became wider', () => {
  it('halts while live, for what the key has got; on paper the passport says it', () => {
    const widened = haltOnWiderPassport(halt, live);
    widened('Kraken', []);
    isLive = false;
    widened('Kraken', ['it can withdraw or transfer money out now']);
    expect(halt.state().state).toBe('active');
    isLive = true;
    widened('Kraken', ['it can withdraw or transfer money out now']);
    expect(reasons()).toMatchObject([{ code: 'passport-wider', text: expect.stringContaining('Kraken') }]);
    expect(reasons()[0]?.text).toContain('it can withdraw');
  });
});
