import { describe, expect, it } from 'vitest';
import type { KeyRotation } from '../../../core/procedures/key-rotation.ts';
import { tryOldKey } from '../../../core/procedures/old-key-dead.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { keptKey, type RotationWorld, rotationOf, rotationWorld } from './rotation-world.ts';

function revoked(): { readonly world: RotationWorld; facts: KeyRotation } {
  const world = rotationWorld();
  world.keys.set('new', keptKey('new', 'active', 1));
  world.alive.add('new');
  world.alive.delete('old');
  return { world, facts: { ...rotationOf(world), newCredentialId: 'new', oldWorked: true } };
}
const silent = { word: null, chosenId: null };

describe('an old key is dead', () => {
  it('for sure where it worked before, the new one works, and the exchange has no such key', async () => {
    const { facts, world } = revoked();
    const tried = unwrap(await tryOldKey(world.ports, facts, silent));
    expect(tried).toMatchObject({ isDone: true, facts: { death: 'proved' }, found: [{ strength: 'proved' }] });
  });

  it('weakly where the code can mean something else: three times, after a minute and after ten', async () => {
    const { facts, world } = revoked();
    world.refusal = 'refused';
    const first = unwrap(await tryOldKey(world.ports, facts, silent));
    expect(first).toMatchObject({
      isDone: false,
      againAtMs: world.clock.nowMs() + 60_000,
      found: [{ strength: 'weak' }],
    });
    const second = unwrap(await tryOldKey(world.ports, first.facts, silent));
    expect(second).toMatchObject({ isDone: false, againAtMs: world.clock.nowMs() + 600_000 });
    const third = unwrap(await tryOldKey(world.ports, second.facts, silent));
    expect(third).toMatchObject({ isDone: true, facts: { death: 'weak' }, found: [{ strength: 'weak' }] });
  });

  it('weakly where it never worked from here, however clear the code', async () => {
    const { facts, world } = revoked();
    const tried = unwrap(await tryOldKey(world.ports, { ...facts, oldWorked: false }, silent));
    expect(tried).toMatchObject({ isDone: false, facts: { death: 'weak' } });
  });

  it('by the word of the person, but not while it works', async () => {
    const { facts, world } = revoked();
    world.isUp = false;
    const word = { word: 'I deleted it', chosenId: null };
    expect(unwrap(await tryOldKey(world.ports, facts, word))).toMatchObject({ isDone: true, facts: { death: 'said' } });
    world.isUp = true;
    world.alive.add('old');
    expect(unwrap(await tryOldKey(world.ports, facts, word))).toMatchObject({
      isDone: false,
      facts: { death: 'unproved' },
    });
  });

  it('not where the exchange does not answer, or does not take the new key either', async () => {
    const { facts, world } = revoked();
    world.isUp = false;
    expect(unwrap(await tryOldKey(world.ports, facts, silent))).toMatchObject({
      isDone: false,
      facts: { refusals: 0 },
    });
    world.isUp = true;
    world.alive.delete('new');
    expect(unwrap(await tryOldKey(world.ports, facts, silent))).toMatchObject({
      isDone: false,
      facts: { refusals: 0 },
    });
  });

  it('no more for what it was refused before, where it works again', async () => {
    const { facts, world } = revoked();
    world.refusal = 'refused';
    const first = unwrap(await tryOldKey(world.ports, facts, silent));
    expect(first).toMatchObject({ facts: { refusals: 1, death: 'weak' } });
    world.alive.add('old');
    expect(unwrap(await tryOldKey(world.ports, first.facts, silent))).toMatchObject({
      isDone: false,
      facts: { refusals: 0, death: 'unproved' },
    });
  });
});
