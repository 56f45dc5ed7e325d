import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type TemporaryCore, type TemporaryOptions, temporaryCore } from './temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});
async function open(options: TemporaryOptions = {}): Promise<TemporaryCore> {
  current = await temporaryCore(options);
  return current;
}
const tooLarge = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.06' } as const;

describe('a console that halts by itself', () => {
  it('does so after five refused submits of one origin; previews never count', async () => {
    const console = await open({ environment: { MAX_CEX_ORDER_AMOUNT: '0.05' } });
    for (let n = 1; n <= 20; n += 1) expect((await console.get('orders.preview', tooLarge)).verdict).toBe('deny');
    for (let n = 1; n <= 4; n += 1) {
      const { previewId } = await console.get('orders.preview', tooLarge);
      expect(await console.ask('orders.submit', { previewId })).toMatchObject({ ok: false });
      expect((await console.get('system.status', {})).halt.state).toBe('active');
    }
    const { previewId } = await console.get('orders.preview', tooLarge);
    await console.ask('orders.submit', { previewId });
    expect((await console.get('system.status', {})).halt).toMatchObject({
      state: 'halted',
      reasons: [{ code: 'refused-submits', source: 'automatic' }],
    });
    for (let n = 1; n <= 6; n += 1) {
      const again = await console.get('orders.preview', tooLarge);
      await console.ask('orders.submit', { previewId: again.previewId });
    }
    const halts = await console.get('audit.query', { eventType: 'halt', level: 'error' });
    expect(halts).toHaveLength(1);
  });

  it('counts submits of previews that there are not among the refused ones, each with its row', async () => {
    const console = await open();
    for (let n = 1; n <= 5; n += 1) {
      expect((await console.get('system.status', {})).halt.state).toBe('active');
      expect(await console.ask('orders.submit', { previewId: `invented-${n}` }, 'operator')).toMatchObject({
        error: { code: 'stale-preview' },
      });
    }
    expect((await console.get('system.status', {})).halt).toMatchObject({ reasons: [{ code: 'refused-submits' }] });
    const rows = await console.get('audit.query', { eventType: 'order', status: 'failed' });
    expect(rows.map(({ subject }) => subject)).toContain('preview invented-3');
    expect(rows).toHaveLength(5);
  });

  it('follows TRADING_HALTED in the .env file while it runs', async () => {
    const console = await open();
    const file = join(console.folder, '.env');
    writeFileSync(file, 'TRADING_HALTED=true\n', { mode: 0o600 });
    chmodSync(file, 0o600);
    const state = async () => (await console.get('system.status', {})).halt;
    await vi.waitFor(
      async () => expect(await state()).toMatchObject({ state: 'halted', locked: expect.stringContaining('.env') }),
      5_000,
    );
    expect(await console.ask('halt.requestRelease', {})).toMatchObject({ error: { code: 'release-locked' } });
    writeFileSync(file, 'TRADING_HALTED=false\n');
    await vi.waitFor(async () => expect(await state()).toMatchObject({ state: 'halted', locked: null }), 5_000);
    expect(await console.ask('halt.requestRelease', {})).toMatchObject({ ok: true });
  });

  it('is locked by a command that runs with TRADING_HALTED=true, and unlocked, not released, by one with false', async () => {
    const console = await open();
    expect(await console.ask('halt.lock', { isHalted: true }, 'console')).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect(await console.get('halt.lock', { isHalted: true }, 'operator')).toMatchObject({
      state: 'halted',
      locked: expect.stringContaining('command'),
    });
    expect(await console.get('halt.lock', { isHalted: false }, 'operator')).toMatchObject({
      state: 'halted',
      locked: null,
    });
  });
});
