import { haltStep } from '../common-steps.ts';
import { bySaying, type Found, notYet, type Step } from '../step.ts';
import { type Emergency, isSigner } from './emergency.ts';
import type { EmergencyPorts } from './emergency-ports.ts';
import { emergencyTitle, rescueWords } from './emergency-words.ts';

/** CUSTODY.md's first: halted at once, and seen to be: the gate refuses an order. */
export function haltAtOnceStep(ports: EmergencyPorts): Step<Emergency> {
  const halts = haltStep<Emergency>(ports, emergencyTitle);
  return {
    ...halts,
    instruction: () =>
      'The console halts, and stays halted until everything is validated. An order on the practice exchange is then sent into the gate, which must refuse it.',
    async try(facts, said) {
      const halted = await halts.try(facts, said);
      if (!halted.ok || !halted.value.isDone) return halted;
      const { answer, text } = await ports.tryGate();
      if (answer === 'let-through') return notYet(facts, `The gate let an order through: ${text}`);
      const gate: Found = { strength: answer === 'refused' ? 'proved' : 'weak', text };
      return { ok: true, value: { ...halted.value, found: [...halted.value.found, gate] } };
    },
  };
}

/** For what signs: everything is brought to safety first, where the person wants that. */
export function rescueStep(ports: Pick<EmergencyPorts, 'rescue'>): Step<Emergency> {
  return {
    stepId: 'rescue',
    stage: 'prepare',
    who: 'person',
    title: 'Bring what it holds to safety',
    isFor: isSigner,
    instruction({ address }) {
      const words = rescueWords(ports.rescue());
      return address === null ? words : `It is about ${address}. ${words}`;
    },
    word: () => 'needed',
    async try(facts, { word }) {
      return bySaying(facts, word, 'Say what you moved, or that you want to move nothing.');
    },
  };
}
