import { describe, expect, it } from 'vitest';
import { type EmergencyWorld, emergencyWorld } from './emergency-world.ts';

const at = (world: EmergencyWorld) => world.shown().currentStepId;
const newSigner = (world: EmergencyWorld) =>
  world
    .shown()
    .steps.find(({ stepId }) => stepId === 'new-signer')
    ?.proofs.at(-1);

/** Goes on until another signer is to be put in the place of the old one, saying a word where one is needed. */
async function goToNewSigner(world: EmergencyWorld): Promise<void> {
  for (let tries = 0; at(world) !== 'new-signer' && tries < 60; tries += 1) {
    const { currentStepId, steps } = world.shown();
    const word = steps.find(({ stepId }) => stepId === currentStepId)?.word;
    await world.step(word === 'needed' ? 'so it is' : null);
  }
  expect(at(world)).toBe('new-signer');
}

describe('another signer in the place of a keystore', () => {
  it('calls another signer proved by a test signature alone, and says why there is none', async () => {
    const world = await emergencyWorld('keystore-password', 'suspected-compromise');
    await goToNewSigner(world);
    world.address = '0x2';
    world.signer = 'locked';
    await world.step('it is another, believe me');
    expect(at(world)).toBe('new-signer');
    expect(newSigner(world)).toMatchObject({
      strength: 'failed',
      text: 'The signer in use made no test signature: its password is not known.',
    });
    world.signer = 'signs';
    expect((await world.step()).currentStepId).toBe('randomness');
    expect(newSigner(world)).toMatchObject({
      strength: 'proved',
      text: '0x2, the pinned address, signed a test text.',
    });
  });

  it('calls nothing proved where the other signer signs no texts, or there is none', async () => {
    const world = await emergencyWorld('keystore-password', 'suspected-compromise');
    await goToNewSigner(world);
    Object.assign(world, { address: '0x2', signer: 'signs-no-texts' });
    expect((await world.step()).currentStepId).toBe('new-signer');
    world.address = null;
    expect((await world.step()).currentStepId).toBe('new-signer');
    expect(newSigner(world)?.text).toContain('No signer is in use, so none made a test signature.');
    expect((await world.step('this address is given up')).currentStepId).toBe('access');
    expect(newSigner(world)?.strength).toBe('said');
  });

  it("takes the person's word for another key where nobody knows for which address the old one signs", async () => {
    const world = await emergencyWorld('keystore-password', 'suspected-compromise', null, null);
    await goToNewSigner(world);
    world.address = '0x2';
    await world.step();
    expect(at(world)).toBe('new-signer');
    expect((await world.step('a Ledger signs now')).currentStepId).toBe('randomness');
    expect(newSigner(world)?.strength).toBe('proved');
  });
});
