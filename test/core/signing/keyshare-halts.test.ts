import { expect, it } from 'vitest';
import type { Halt } from '../../../core/contract/shapes.ts';
import { haltForLook, haltForShares } from '../../../core/signing/keyshare-halts.ts';

function toldHalt(reasons: readonly { code: string; resolved: boolean }[] = [], state: Halt['state'] = 'halted') {
  const told: string[] = [];
  return {
    told,
    state: () => ({ reasons, state }) as unknown as Halt,
    engage: ({ code }: { readonly code: string }) => void told.push(`halt ${code}`),
    resolve: (code: string) => void told.push(`over ${code}`),
  };
}
const seen = (what: 'mixed-shares' | 'epoch-went-back' | 'server-error') => {
  return { seen: what, until: 'shares-put-right', why: 'the epoch is 2 and was 3', atMs: 1 } as const;
};

it('shares that do not belong together, or are older than before, halt trading with their signer, and nothing else does', () => {
  const halt = toldHalt();
  const hear = haltForShares(halt);
  hear(seen('server-error'));
  hear(seen('mixed-shares'));
  hear(seen('epoch-went-back'));
  expect(halt.told).toEqual(['halt keyshares-mixed', 'halt keyshares-stale']);
});

it('the cause is gone when the signer goes on, or both parties are found to fit', () => {
  const halt = toldHalt();
  haltForShares(halt)(null);
  haltForLook(halt, 'not-backed-up');
  const over = ['over keyshares-mixed', 'over keyshares-stale'];
  expect(halt.told).toEqual([...over, ...over]);
});

it.each([
  ['mixed', ['halt keyshares-mixed']],
  ['stale', ['halt keyshares-stale']],
  ['swapped', ['halt signer-changed']],
  ['party-down', []],
  ['in-doubt', []],
] as const)('parties that were found %s', (condition, expected) => {
  const halt = toldHalt();
  haltForLook(halt, condition);
  expect(halt.told).toEqual(expected);
});

it('a cause that stands is told once, and again where its reason was put right or trading goes on meanwhile', () => {
  const standing = toldHalt([{ code: 'keyshares-mixed', resolved: false }]);
  haltForLook(standing, 'mixed');
  haltForLook(standing, 'stale');
  expect(standing.told).toEqual(['halt keyshares-stale']);
  const reducing = toldHalt([{ code: 'keyshares-mixed', resolved: false }], 'reducing');
  haltForLook(reducing, 'mixed');
  expect(reducing.told).toEqual(['halt keyshares-mixed']);
  const over = toldHalt([{ code: 'keyshares-mixed', resolved: true }]);
  haltForLook(over, 'mixed');
  expect(over.told).toEqual(['halt keyshares-mixed']);
});
