import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sentOrder, temporaryCore } from './temporary-core.ts';

/** A real file system of 160 MB that can be filled: only where this user may mount one. Elsewhere the audit trail's own tests stand in. */
function mountSmallDisk(): string | null {
  const place = mkdtempSync(join(tmpdir(), 'portcullis-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', place]);
  if (mounted.status === 0) return place;
  rmSync(place, { recursive: true });
  return null;
}

/** Writes until nothing more fits. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  for (let size = 1 << 20; size > 0; size >>= 1) {
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(size, 1));
    } catch {}
  }
  closeSync(descriptor);
}

const disk = mountSmallDisk();
const order = {
  exchange: 'practice',
  symbol: 'BTC/USDT',
  side: 'buy',
  type: 'limit',
  amount: '0.01',
  price: '20000',
} as const;

describe('a console whose disk is full', () => {
  const usualPlace = process.env.TMPDIR;
  beforeAll(() => {
    if (disk !== null) process.env.TMPDIR = disk;
  });
  afterAll(() => {
    if (usualPlace === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usualPlace;
    if (disk === null) return;
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  it('still answers what it is', async () => {
    const console = await temporaryCore();
    expect((await console.get('system.status', {})).halt.state).toBe('active');
    await console.remove();
  });

  if (disk === null) return;

  it('halts and cancels all the same, sends nothing new, and keeps every row for later', async () => {
    const console = await temporaryCore();
    const place = async () => {
      const { previewId } = await console.get('orders.preview', order);
      return console.get('orders.submit', { previewId });
    };
    const resting = sentOrder(await place());
    const { previewId } = await console.get('orders.preview', order);
    const filler = join(disk, 'filler');
    fill(filler);

    const refused = await console.ask('orders.submit', { previewId });
    expect(refused).toMatchObject({ ok: false });
    expect(['audit-failed', 'storage-failed']).toContain(refused.ok ? '' : refused.error.code);
    expect((await console.get('halt.engage', { reason: 'the disk is full' })).state).toBe('halted');
    expect(await console.get('orders.cancel', { orderId: resting.orderId })).toMatchObject({ status: 'canceled' });
    const balances = await console.get('balances.list', {});
    expect(balances.find(({ asset }) => asset === 'USDT')).toMatchObject({ held: '0' });
    expect(readFileSync(join(console.folder, 'audit-emergency.jsonl'), 'utf8')).toContain('the disk is full');

    rmSync(filler);
    await vi.waitFor(
      async () => {
        const rows = await console.get('audit.query', { eventType: 'halt', text: 'the disk is full' });
        expect(rows).toHaveLength(1);
      },
      { timeout: 10_000 },
    );
    await console.get('orders.cancelAll', {});
    expect(await console.get('orders.get', { orderId: resting.orderId })).toMatchObject({ status: 'canceled' });
    expect(await console.get('audit.verify', {})).toMatchObject({ ok: true, gaps: [] });
    expect((await console.get('system.status', {})).halt.state).toBe('halted');
    await console.remove();
  });
});
