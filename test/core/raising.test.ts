import { afterEach, describe, expect, it } from 'vitest';
import { type Face, faces, type Method } from '../../core/contract/method.ts';
import { methods } from '../../core/contract/methods.ts';
import type { MethodName } from '../../core/contract/names.ts';
import { type TemporaryCore, temporaryCore } from './temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});
const entries = Object.entries(methods) as [MethodName, Method][];
const raising = entries.filter(([, { effect }]) => effect === 'raise');

describe('everything that raises', () => {
  it('is asked from the approval window or a terminal only', () => {
    expect(raising.length).toBeGreaterThan(3);
    for (const [name, { from }] of raising)
      expect(`${name} ${[...from].sort().join(' ')}`).toBe(`${name} approval terminal`);
  });

  it.each(raising.map(([name]) => name))('%s is refused from every other face, whatever it is given', async (name) => {
    const console = await temporaryCore();
    current = console;
    const others = faces.filter((face) => face === 'console' || face === 'operator');
    for (const face of others as readonly Face[]) {
      for (const input of [
        {},
        { approvalId: 'a'.repeat(24), digest: 'b', answer: 'approve' },
        { passphrase: 'x', current: null, next: null },
      ]) {
        expect(await console.core.call(face, name, input)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
      }
    }
  });

  it('that the person has seen something is no raising, but no program can say it for them', async () => {
    current = await temporaryCore();
    const say = (face: Face) =>
      current?.core.call(face, 'venues.acknowledge', { exchange: 'kraken', what: 'unexplained' });
    expect(methods['venues.acknowledge'].effect).toBe('write');
    for (const face of ['operator', 'approval'] as const) {
      expect(await say(face)).toMatchObject({ ok: false, error: { code: 'not-allowed', face } });
    }
    for (const face of ['console', 'terminal'] as const) expect(await say(face)).toMatchObject({ ok: true });
  });

  it('halting, cancelling and reading are never among it', () => {
    for (const name of ['halt.engage', 'orders.cancel', 'orders.cancelAll', 'audit.verify', 'system.status'] as const) {
      expect(methods[name].effect).not.toBe('raise');
      expect(methods[name].from).toContain('operator');
    }
  });
});
