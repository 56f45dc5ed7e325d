import type { Halt } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { rotationHaltCode } from '../halt/halt-lock.ts';
import { done, notYet, type Step } from './step.ts';

/** What the steps of every rotation ask of the console. */
export interface CommonPorts {
  readonly halt: { engage(text: string): void; state(): Halt };
  /** Trades on paper in a console of its own over a temporary folder; what it did, in a sentence. */
  tradeOnPaper(): Promise<Result<string>>;
}

/** Prepare: the halt is engaged and verified. `why` says what is being rotated. */
export function haltStep<Facts>({ halt }: CommonPorts, why: (facts: Facts) => string): Step<Facts> {
  return {
    stepId: 'halt',
    stage: 'prepare',
    who: 'console',
    title: 'Halt trading',
    instruction: () =>
      'The console halts, and stays halted until everything is validated. Open orders stay where they are.',
    async try(facts) {
      halt.engage(why(facts));
      const { reasons, state } = halt.state();
      const isStored = reasons.every(({ code, resolved }) => code !== 'halt-not-stored' || resolved);
      if (state !== 'halted') return notYet(facts, 'The halt did not engage.');
      if (!isStored) return notYet(facts, 'The halt holds, but could not be stored: it would not survive a restart.');
      return done(facts, 'proved', 'Trading is halted, and the halt is stored.');
    },
  };
}

/** Validate: the whole gate works, in a console of its own. */
export function paperTradeStep<Facts>(ports: CommonPorts): Step<Facts> {
  return {
    stepId: 'paper-trade',
    stage: 'validate',
    who: 'console',
    title: 'Trade on paper',
    instruction: () =>
      'A second console in a temporary folder places a practice order through the whole gate. This one stays halted.',
    async try(facts) {
      const traded = await ports.tradeOnPaper();
      if (!traded.ok) return traded;
      const isHalted = ports.halt.state().state === 'halted';
      return isHalted ? done(facts, 'proved', traded.value) : notYet(facts, 'This console is not halted any more.');
    },
  };
}

/** Resume: the person has released the halt. */
export function releaseStep<Facts>({ halt }: CommonPorts): Step<Facts> {
  return {
    stepId: 'release',
    stage: 'resume',
    who: 'person',
    title: 'Resume trading',
    instruction: () =>
      'Everything is validated. Release the halt as always: in the approval window, or with: portcullis release.',
    async try(facts) {
      const isHeld = halt.state().reasons.some(({ code }) => code === rotationHaltCode);
      return isHeld
        ? notYet(facts, 'This halt has not been released.')
        : done(facts, 'proved', 'This halt was released.');
    },
  };
}
