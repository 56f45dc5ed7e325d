import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/node-ports.ts';
import type { Clock } from '../../core/ports.ts';
import { sentOrder, type TemporaryCore, temporaryCore } from './temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});

/** How far the clocks of a machine are ahead, and a clock of it that looks every so often at what is looked at every five seconds. */
function movedClock(ahead: { wallMs: number; monotonicMs: number }): Clock {
  return {
    ...systemClock,
    nowMs: () => systemClock.nowMs() + ahead.wallMs,
    monotonicMs: () => systemClock.monotonicMs() + ahead.monotonicMs,
    sinceBootMs: () => systemClock.sinceBootMs() + ahead.monotonicMs,
    every: (periodMs, task) => systemClock.every(periodMs === 5_000 ? 20 : periodMs, task),
  };
}
const reasons = (): readonly string[] => current?.core.status().halt.reasons.map(({ code }) => code) ?? [];
/** An order on paper, far below the market, is refused because of the halt. */
async function refusesOrders(console: TemporaryCore): Promise<void> {
  const draft = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.001' } as const;
  const { previewId } = await console.get('orders.preview', draft);
  const submitted = await console.ask('orders.submit', { previewId });
  expect(submitted).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
}

describe('a console halts by itself for its machine, and the next order does not leave', () => {
  it('where the clock jumps, which no sleep explains', async () => {
    const ahead = { wallMs: 0, monotonicMs: 0 };
    current = await temporaryCore({ ports: { clock: movedClock(ahead) } });
    await refusesNothing(current);
    ahead.wallMs = 3_600_000;
    await expect.poll(reasons).toContain('clock-jumped');
    await refusesOrders(current);
  });

  it('where a market falls silent in which an order is open', async () => {
    const ahead = { wallMs: 0, monotonicMs: 0 };
    current = await temporaryCore({ ports: { clock: movedClock(ahead) } });
    const draft = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'limit' } as const;
    const { previewId } = await current.get('orders.preview', { ...draft, amount: '0.001', price: '90000' });
    expect(sentOrder(await current.get('orders.submit', { previewId })).status).toBe('open');
    // Much more time goes by at once than it may be silent for: again and again, as it may speak just before it is looked at.
    const afterSilence = (): readonly string[] => {
      ahead.wallMs += 600_000;
      ahead.monotonicMs += 600_000;
      return reasons();
    };
    await expect.poll(afterSilence).toContain('market-stale');
    await refusesOrders(current);
  });

  it('where the trail that it finds at its start was changed', async () => {
    const clock = movedClock({ wallMs: 0, monotonicMs: 0 });
    const first = await temporaryCore({ ports: { clock } });
    current = first;
    await refusesNothing(first);
    const file = join(first.folder, 'audit.db');
    await first.core.close();
    const database = new SqliteDatabase(file);
    const guards = database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all() as string[];
    for (const name of guards) database.exec(`DROP TRIGGER ${name}`);
    database.prepare("UPDATE events SET subject = 'somebody else' WHERE id = 1").run();
    database.close();
    current = await first.restart();
    await current.ask('audit.verify', {});
    await expect.poll(reasons).toContain('audit-broken');
    await refusesOrders(current);
  });
});

/** An order on paper leaves. */
async function refusesNothing(console: TemporaryCore): Promise<void> {
  const draft = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.001' } as const;
  const { previewId } = await console.get('orders.preview', draft);
  expect(await console.ask('orders.submit', { previewId })).toMatchObject({ ok: true });
}
