import { describe, expect, it } from 'vitest';
import type { Procedure, ProcedureStep } from '../../../core/contract/shapes.ts';
import {
  leaveWords,
  placeInProcedure,
  stepButton,
  stepMark,
  underWayWords,
} from '../../../renderer/state/procedure-words.ts';

const step = (change: Partial<ProcedureStep> = {}): ProcedureStep => ({
  stepId: 'halt',
  stage: 'prepare',
  who: 'console',
  title: 'Halt trading',
  instruction: '',
  state: 'ready',
  againAtMs: null,
  word: 'none',
  form: null,
  proofs: [],
  ...change,
});
const procedure = (change: Partial<Procedure>): Procedure => ({
  procedureId: 'p',
  kind: 'rotate-exchange-key',
  credentialId: 'c',
  label: 'Old',
  startedAtMs: 0,
  endedAtMs: null,
  outcome: 'open',
  reason: null,
  currentStepId: 'switch',
  steps: [step(), step({ stepId: 'switch' })],
  ...change,
});

describe('the words of a guided rotation', () => {
  it('say where it stands, or how it ended', () => {
    expect(placeInProcedure(procedure({}), true)).toBe(
      'Step 2 of 2. Trading stays halted until everything is validated.',
    );
    expect(placeInProcedure(procedure({ outcome: 'completed', currentStepId: null }), true)).toContain('complete');
    expect(placeInProcedure(procedure({ outcome: 'left', reason: 'no time' }), true)).toContain('no time');
    const drill = procedure({ kind: 'drill', outcome: 'completed', currentStepId: null });
    expect(placeInProcedure(drill, false)).toBe('The last drill is complete. What each step found:');
  });

  it('say that trading is halted only where it is', () => {
    const at = (now: Partial<ProcedureStep>, isHalted: boolean) =>
      placeInProcedure(procedure({ currentStepId: 'here', steps: [step({ stepId: 'here', ...now })] }), isHalted);
    const first = placeInProcedure(procedure({ currentStepId: 'halt' }), false);
    expect(first).toBe('Step 1 of 2. Trading is not halted yet: this step halts it.');
    expect(placeInProcedure(procedure({ currentStepId: 'halt' }), true)).toContain('halted already');
    expect(at({ stage: 'resume' }, true)).toContain('Trading stays halted until you release it.');
    expect(at({ stage: 'after' }, false)).toContain('trading is not halted any more');
    expect(at({ stage: 'rotate' }, false)).toBe('Step 1 of 1. Trading is not halted.');
  });

  it('say what leaving it comes to, by what it is about and whether trading is halted', () => {
    expect(leaveWords('rotate-exchange-key', true)).toBe(
      'The keys stay as they are, and the halt stays until you release it.',
    );
    expect(leaveWords('change-keystore-password', false)).toBe(
      'The keystore files stay as they are. Trading is not halted.',
    );
    expect(leaveWords('drill', true)).not.toContain('key');
  });

  it('say at a credential in the list what is under way for it', () => {
    expect(underWayWords('change-keystore-password')).toBe('Being rotated: go on here');
    expect(underWayWords('emergency')).toBe('Emergency under way: go on here');
    expect(underWayWords('drill')).toBe('Drill under way: go on here');
  });

  it('say of a step who acts, and what to press', () => {
    expect([stepMark(step()), stepMark(step({ who: 'person' })), stepMark(step({ state: 'done' }))]).toEqual([
      'The console',
      'You',
      'Done',
    ]);
    expect(stepButton(step())).toBe('Do this step');
    expect(stepButton(step({ proofs: [{ stepId: 'halt', atMs: 0, strength: 'failed', text: '' }] }))).toBe('Try again');
    expect(stepButton(step({ who: 'person' }))).toBe('Look whether it is done');
    expect(stepButton(step({ who: 'person', word: 'needed' }))).toBe('Say so and go on');
  });

  it('call a step of the person that does something by what it does', () => {
    const person = (change: Partial<ProcedureStep>) => stepButton(step({ who: 'person', ...change }));
    expect(person({ stepId: 'notify' })).toBe('Tell the webhooks');
    expect(person({ stepId: 'notify', word: 'needed' })).toBe('Say so and go on');
    // The token is drawn anew by this; a key of an exchange and a webhook are only looked at.
    expect(person({ stepId: 'revoke' })).toBe('Revoke it now');
    expect(person({ stepId: 'revoke', word: 'instead' })).toBe('Look whether it is done');
    expect(person({ stepId: 'revoke', form: { name: 'webhook-rotate', credentialId: 'c' } })).toBe(
      'Look whether it is done',
    );
    expect(person({ stepId: 'pin' })).toBe('Ask to pin it');
    const asked = [{ stepId: 'pin', atMs: 0, strength: 'failed', text: 'It is asked now' }] as const;
    expect(person({ stepId: 'pin', proofs: [...asked] })).toBe('Look whether it is pinned, or ask again');
  });
});
