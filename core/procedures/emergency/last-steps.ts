import { bySaying, done, type Step } from '../step.ts';
import type { Emergency } from './emergency.ts';
import type { EmergencyPorts } from './emergency-ports.ts';
import { randomnessWords } from './emergency-words.ts';

/** CUSTODY.md's sixth: from what other randomness the new one was made. */
export function randomnessStep(): Step<Emergency> {
  return {
    stepId: 'randomness',
    stage: 'rotate',
    who: 'person',
    title: 'Record its randomness',
    isFor: ({ isReplaced }) => isReplaced,
    instruction: randomnessWords,
    word: () => 'needed',
    async try(facts, { word }) {
      return bySaying(facts, word, 'Say where its randomness comes from.');
    },
  };
}

/** CUSTODY.md's seventh: who could have used it. */
export function accessStep(): Step<Emergency> {
  return {
    stepId: 'access',
    stage: 'rotate',
    who: 'person',
    title: 'Who had access',
    instruction: () =>
      'Say who and what could have used it: people, machines, backups, programs that read the same files. The secret itself is not to be named.',
    word: () => 'needed',
    async try(facts, { word }) {
      return bySaying(facts, word, 'Say who had access.');
    },
  };
}

/** CUSTODY.md's eighth: what happened is written down. */
export function reportStep(ports: EmergencyPorts): Step<Emergency> {
  return {
    stepId: 'report',
    stage: 'rotate',
    who: 'console',
    title: 'Write the report',
    instruction: () =>
      'What happened, what it was about and what was done is written to the exports folder, as text and as a page to print. It can be written again at the end.',
    async try(facts) {
      const written = ports.writeReport();
      if (!written.ok) return written;
      return done(facts, 'proved', `Written: ${written.value.join(', ')}`);
    },
  };
}
