import { describe, expect, it } from 'vitest';
import type { Procedure, ProcedureStep } from '../../../core/contract/shapes.ts';
import { placeInProcedure, stepButton, stepMark } from '../../../renderer/state/procedure-words.ts';

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
    expect(placeInProcedure(procedure({}))).toBe('Step 2 of 2. Trading stays halted until everything is validated.');
    expect(placeInProcedure(procedure({ outcome: 'completed', currentStepId: null }))).toContain('complete');
    expect(placeInProcedure(procedure({ outcome: 'left', reason: 'no time' }))).toContain('no time');
    const drill = procedure({ kind: 'drill', outcome: 'completed', currentStepId: null });
    expect(placeInProcedure(drill)).toBe('The last drill is complete. What each step found:');
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
