import { describe, expect, it } from 'vitest';
import { beginEmergency } from '../../../../core/procedures/emergency/begin-emergency.ts';
import { mayUseInEmergency, mayWipeInEmergency } from '../../../../core/procedures/emergency/emergency-guards.ts';
import { unwrap } from '../../audit/temporary-audit.ts';
import { keptKey, rotationOf } from '../rotation-world.ts';
import { type EmergencyWorld, emergencyWorld } from './emergency-world.ts';

/** What a person does who follows the steps of an emergency of an exchange's key. */
function follow(world: EmergencyWorld, stepId: string): void {
  switch (stepId) {
    case 'revoke':
      world.alive.delete('old');
      return;
    case 'new-key':
      world.keys.set('new', keptKey('new', 'standby', world.clock.nowMs()));
      world.alive.add('new');
      return;
    case 'switch':
      world.keys.set('old', keptKey('old', 'standby', 0));
      world.keys.set('new', keptKey('new', 'active', world.clock.nowMs()));
      return;
    case 'release':
      world.halt.isOurs = false;
      return;
    case 'wipe':
      world.keys.set('old', keptKey('old', 'retired', 0));
  }
}

const steps = (world: EmergencyWorld) => world.shown().steps.map(({ stepId }) => stepId);
const at = (world: EmergencyWorld) => world.shown().currentStepId;
const wordAt = (world: EmergencyWorld) => world.shown().steps.find(({ stepId }) => stepId === at(world))?.word;

/** Goes on until it stands at a step, saying a word where one is needed. */
async function goTo(world: EmergencyWorld, stepId: string | null): Promise<void> {
  for (let tries = 0; at(world) !== stepId && tries < 60; tries += 1) {
    await world.step(wordAt(world) === 'needed' ? 'so it is' : null);
    if (at(world) === stepId) return;
    follow(world, at(world) ?? '');
  }
  expect(at(world)).toBe(stepId);
}

describe('an emergency of the key of an exchange', () => {
  it('goes through the eight steps in their order, revoked before there is another, and each that is cut off goes on', async () => {
    const world = await emergencyWorld('cex-key', 'suspicious-activity');
    const order: string[] = [];
    while (world.shown().outcome === 'open') {
      const stood = at(world) ?? '';
      if (order.at(-1) !== stood) order.push(stood);
      follow(world, stood);
      world.isCutOff = true;
      await world.step(wordAt(world) === 'needed' ? 'so it is' : null);
      world.isCutOff = false;
      expect(at(world)).toBe(stood);
      await world.crash();
      await world.step(wordAt(world) === 'needed' ? 'so it is' : null);
      if (at(world) === stood) await world.step(wordAt(world) === 'needed' ? 'so it is' : null);
      expect(world.keys.has('new')).toBe(order.includes('new-key'));
      expect(at(world)).not.toBe(stood);
    }
    expect(order).toEqual([
      ...['halt', 'revoke', 'audit-review', 'balances', 'notify'],
      ...['new-key', 'rights', 'read-test', 'switch', 'old-dead', 'randomness', 'access', 'report'],
      ...['health', 'paper-trade', 'release', 'wipe'],
    ]);
    const dead = world.shown().steps.find(({ stepId }) => stepId === 'old-dead');
    expect(dead?.proofs.at(-1)?.strength).toBe('proved');
    expect(world.shown().outcome).toBe('completed');
    expect(world.reports).toBe(2);
  });

  it('does not go on while the exchange still takes the key, whatever is said of it', async () => {
    const world = await emergencyWorld('cex-key', 'suspicious-activity');
    await goTo(world, 'revoke');
    await world.step();
    await world.step('I am sure that it is gone');
    expect(at(world)).toBe('revoke');
    world.isUp = false;
    await world.step();
    expect(at(world)).toBe('revoke');
    await world.step('I deleted it and saw the list');
    expect(at(world)).toBe('audit-review');
  });

  it('calls the refusal weak before a new key works beside it, and the key may not be used again', async () => {
    const world = await emergencyWorld('cex-key', 'suspicious-activity');
    await goTo(world, 'revoke');
    world.alive.delete('old');
    const revoked = (await world.step()).steps.find(({ stepId }) => stepId === 'revoke');
    expect(revoked?.proofs.at(-1)?.strength).toBe('weak');
    expect(mayUseInEmergency(world.facts(), 'old', true)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(mayWipeInEmergency(world.facts(), 'audit-review', 'old', false)).toMatchObject({ ok: false });
  });

  it('ends without a new key where the person wants none, and the old one can be wiped though it counted last', async () => {
    const world = await emergencyWorld('cex-key', 'employee-departure');
    await goTo(world, 'revoke');
    world.alive.delete('old');
    await goTo(world, 'notify');
    await world.step();
    await world.step('the two of us');
    expect(at(world)).toBe('new-key');
    expect((await world.step('this exchange is not used any more')).currentStepId).toBe('access');
    expect(steps(world)).not.toContain('randomness');
    await goTo(world, 'wipe');
    expect(mayWipeInEmergency(world.facts(), 'wipe', 'old', true)).toEqual({ ok: true, value: undefined });
    follow(world, 'wipe');
    await world.step();
    expect(world.shown().outcome).toBe('completed');
  });

  it('stands still where the gate lets an order through', async () => {
    const world = await emergencyWorld('cex-key', 'suspicious-activity');
    world.gate = { answer: 'let-through', text: 'order 1 was sent' };
    expect((await world.step()).currentStepId).toBe('halt');
    world.gate = { answer: 'unclear', text: 'no market' };
    const [halt] = (await world.step()).steps;
    expect(halt?.proofs.slice(-2).map(({ strength }) => strength)).toEqual(['proved', 'weak']);
    expect(at(world)).toBe('revoke');
  });

  it('asks for a word where balances cannot be read, or something is missing', async () => {
    const world = await emergencyWorld('cex-key', 'suspicious-activity');
    world.isClear = false;
    await goTo(world, 'revoke');
    world.alive.delete('old');
    await goTo(world, 'balances');
    await world.step();
    expect(at(world)).toBe('balances');
    expect((await world.step('all of it is there')).currentStepId).toBe('notify');
  });
});

describe('an emergency of another kind', () => {
  it('offers what signs the rescue transfer first, and a keystore needs another address, not another password', async () => {
    const world = await emergencyWorld('keystore-password', 'suspected-compromise');
    await world.step();
    expect(at(world)).toBe('rescue');
    await world.step();
    expect(at(world)).toBe('rescue');
    await goTo(world, 'new-signer');
    await world.step();
    expect(at(world)).toBe('new-signer');
    world.address = '0x2';
    expect((await world.step()).currentStepId).toBe('randomness');
  });

  it.each([
    ['remote-tls', 'certificate-compromise'],
    ['mpc-keyshare', 'party-compromise'],
  ] as const)('%s: rescue, revoked by word, and another in its place', async (kind, trigger) => {
    const world = await emergencyWorld(kind, trigger);
    await goTo(world, 'new-mark');
    expect(steps(world).slice(0, 3)).toEqual(['halt', 'rescue', 'revoke']);
    await world.step();
    expect(at(world)).toBe('new-mark');
    expect((await world.step('both attest epoch 4')).currentStepId).toBe('randomness');
  });

  it('api-token: the old one is refused at once, with no overlap', async () => {
    const world = await emergencyWorld('api-token', 'token-leak');
    await world.step();
    world.oldToken = 'taken';
    expect((await world.step()).currentStepId).toBe('revoke');
    world.oldToken = 'refused';
    const revoked = await world.step();
    expect(revoked.currentStepId).toBe('audit-review');
    expect(revoked.steps[1]?.proofs.at(-1)?.strength).toBe('proved');
    expect(steps(world)).not.toContain('rescue');
  });

  it('api-token: the one that is taken now is taken back where the local API was not served at the beginning', async () => {
    const world = await emergencyWorld('api-token', 'token-leak', null);
    await world.step();
    world.oldToken = 'refused';
    expect((await world.step()).currentStepId).toBe('audit-review');
    expect(world.token).toBe('drawn');
  });

  it('webhook-secret: neither the old secret nor an overlap goes on', async () => {
    const world = await emergencyWorld('webhook-secret', 'endpoint-compromise');
    await world.step();
    expect((await world.step()).currentStepId).toBe('revoke');
    world.keys.set('old', { ...unwrap(world.ports.stored('old')), fingerprint: 'another' });
    world.hasOldSecret = true;
    expect((await world.step()).currentStepId).toBe('revoke');
    world.hasOldSecret = false;
    expect((await world.step()).currentStepId).toBe('audit-review');
  });

  it('takes only what CUSTODY.md says makes that kind urgent, and nothing that was taken out of use', () => {
    const at = { nowMs: 5, sinceMs: null, address: null, tokenMark: null, hasWorked: false };
    expect(beginEmergency(keptKey('old', 'active', 1), 'token-leak', at)).toMatchObject({ ok: false });
    expect(beginEmergency(keptKey('old', 'retired', 1), 'suspicious-activity', at)).toMatchObject({ ok: false });
    const standby = unwrap(beginEmergency(keptKey('old', 'standby', 1), 'suspicious-activity', at));
    expect(standby).toMatchObject({ isReplaced: false, wasInUse: false, sinceMs: 1 });
  });
});

describe('an emergency while a rotation is under way', () => {
  /** A rotation of 'other' stands where the emergency was, at a step that hangs until `go` is called. */
  async function rotating() {
    const world = await emergencyWorld('cex-key', 'suspicious-activity');
    await world.procedures.leave(world.shown().procedureId, 'none', 'test');
    const about = { credentialId: 'other', label: 'other' };
    unwrap(
      await world.procedures.start(
        { ...about, kind: 'rotate-exchange-key', facts: JSON.stringify(rotationOf(world)) },
        'test',
      ),
    );
    const facts = JSON.stringify(
      unwrap(
        beginEmergency(unwrap(world.ports.stored('old')), 'suspicious-activity', {
          ...{ nowMs: world.clock.nowMs(), sinceMs: null, address: null, tokenMark: null, hasWorked: true },
        }),
      ),
    );
    return { world, about: { kind: 'emergency', credentialId: 'old', label: 'old', facts } as const };
  }

  it('leaves that one in the same act, with a reason, and is not begun twice', async () => {
    const { about, world } = await rotating();
    const started = unwrap(await world.procedures.startAtOnce(about, 'Emergency: old', 'test'));
    const [, before] = unwrap(world.procedures.list(2));
    expect(before).toMatchObject({ kind: 'rotate-exchange-key', outcome: 'left', reason: 'Emergency: old' });
    expect(world.rows.slice(-4)).toEqual([
      'rotate-exchange-key left requested',
      'emergency started requested',
      'rotate-exchange-key left ok',
      'emergency started ok',
    ]);
    const again = unwrap(await world.procedures.startAtOnce(about, 'Emergency: old', 'test'));
    expect(again.procedureId).toBe(started.procedureId);
    // Once it is validated, what is suspected then is another case.
    const kept = unwrap(world.table.find(started.procedureId));
    if (kept === null) throw new Error('it is not kept');
    unwrap(world.table.keep({ ...kept, stepId: 'release' }, []));
    const next = unwrap(await world.procedures.startAtOnce(about, 'Emergency: old', 'test'));
    expect(next.procedureId).not.toBe(started.procedureId);
  });

  it('leaves it also while a step of it is being tried, and that step brings it back no more', async () => {
    const { about, world } = await rotating();
    const rotation = world.shown();
    let go = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    const read = world.ports.readPassport;
    Object.assign(world.ports, {
      async readPassport(credentialId: string) {
        await gone;
        return read(credentialId);
      },
    });
    await world.step();
    const hanging = world.step();
    await expect.poll(() => world.shown().steps[1]?.state).toBe('doing');
    unwrap(await world.procedures.startAtOnce(about, 'Emergency: old', 'test'));
    go();
    await hanging;
    const { shown } = unwrap(world.procedures.find(rotation.procedureId));
    expect(shown).toMatchObject({ outcome: 'left', reason: 'Emergency: old' });
    // What it found is kept all the same.
    expect(shown.steps[1]?.proofs).toHaveLength(1);
    expect(world.shown()).toMatchObject({ kind: 'emergency', outcome: 'open' });
  });
});
