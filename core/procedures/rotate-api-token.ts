import * as z from 'zod';
import type { StoredCredential } from '../custody/credentials-table.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import { type CommonPorts, haltStep, paperTradeStep, releaseStep } from './common-steps.ts';
import { factsReader } from './facts-reader.ts';
import { bySaying, done, notYet, type Plan, type Step, type Tried } from './step.ts';

const TokenRotationText = z.strictObject({
  /** The mark of the token that is rotated. */
  startMark: z.string(),
});

/** What a rotation of the local API's token has come to; the tokens themselves lie in their files only. */
export type TokenRotation = z.output<typeof TokenRotationText>;

/** What the local API answers when it is asked to halt with a token: 'taken', 'refused', or 'unclear' where it did not answer. */
export type TokenAnswer = 'taken' | 'refused' | 'unclear';

/** What the rotation of the local API's token asks of the console. */
export interface TokenRotationPorts extends CommonPorts {
  readonly tokens: {
    /** A short mark of the token of the file; null while the API is not served. */
    mark(): string | null;
    /**
     * Draws a new one beside the old, unless the token of the file is another than that of the mark already; an overlap of before ends.
     * `conflict` while the API is not served.
     */
    renew(startMark: string): Result<void>;
    /** Asks the API to halt, over HTTP, with the new token. */
    tryCurrent(): Promise<TokenAnswer>;
    /** Takes the old token back, and asks the API to halt with it; 'gone' where it was taken back before and is nowhere now. */
    endOverlap(): Promise<Result<TokenAnswer | 'gone'>>;
  };
}

/** Begins the rotation of the token; `conflict` for a credential that is not it. */
export function beginTokenRotation({ kind, state }: StoredCredential, startMark: string | null): Result<TokenRotation> {
  return kind === 'api-token' && state === 'active' && startMark !== null
    ? ok({ startMark })
    : conflict('only the token of a local API that is served can be rotated so');
}

/** CUSTODY.md's rotation of its JWT secret, which is our token: a new one beside the old, an overlap, and the old one refused. */
export function tokenRotationPlan(ports: TokenRotationPorts): Plan<TokenRotation> {
  return {
    kind: 'rotate-api-token',
    validatedBy: 'paper-trade',
    read: factsReader(TokenRotationText),
    steps: [
      haltStep(ports, () => 'The token of the local API is being rotated'),
      newTokenStep(ports),
      tellStep(),
      newWorksStep(ports),
      oldRefusedStep(ports),
      paperTradeStep(ports),
      releaseStep(ports),
    ],
  };
}

function newTokenStep({ tokens }: TokenRotationPorts): Step<TokenRotation> {
  return {
    stepId: 'new-token',
    stage: 'rotate',
    who: 'console',
    title: 'Draw a new token',
    instruction: () => 'A new token is written to the file api-token. Until the old one is taken back both can halt.',
    async try(facts) {
      const renewed = tokens.renew(facts.startMark);
      if (!renewed.ok) return renewed;
      if (tokens.mark() === facts.startMark) return notYet(facts, 'The token in the file is still the old one.');
      return done(facts, 'proved', 'A new token lies in the file api-token; the old one is still taken.');
    },
  };
}

function tellStep(): Step<TokenRotation> {
  return {
    stepId: 'tell-users',
    stage: 'rotate',
    who: 'person',
    title: 'Give the new token to what uses it',
    instruction: () => 'Put the new token into every watchdog or script that halts this console, and then say so here.',
    word: () => 'needed',
    async try(facts, { word }) {
      return bySaying(facts, word, 'Say that everything that uses the token has the new one.');
    },
  };
}

function newWorksStep({ tokens }: TokenRotationPorts): Step<TokenRotation> {
  return {
    stepId: 'new-works',
    stage: 'rotate',
    who: 'console',
    title: 'Halt with the new token',
    instruction: () => 'The local API is asked over HTTP to halt, with the new token. Trading is halted already.',
    async try(facts) {
      const answer = await tokens.tryCurrent();
      return answer === 'taken'
        ? done(facts, 'proved', 'The local API took the new token.')
        : notYet(facts, answer === 'refused' ? 'The new token was refused.' : 'The local API did not answer.');
    },
  };
}

function oldRefusedStep({ tokens }: TokenRotationPorts): Step<TokenRotation> {
  return {
    stepId: 'old-refused',
    stage: 'rotate',
    who: 'console',
    title: 'Take the old token back',
    instruction: () => 'The old token is taken back, and the local API is asked to halt with it: it must refuse.',
    async try(facts) {
      return takenBack(facts, await tokens.endOverlap(), 'The local API refuses the old token.');
    },
  };
}

/** What came of taking the old token back; `refused` says that it is refused. */
export function takenBack<Facts>(
  facts: Facts,
  answer: Result<TokenAnswer | 'gone'>,
  refused: string,
): Result<Tried<Facts>> {
  if (!answer.ok) return answer;
  switch (answer.value) {
    case 'refused':
      return done(facts, 'proved', refused);
    case 'gone':
      return done(facts, 'weak', 'The old token was taken back, but the try was cut off before it was shown again.');
    case 'taken':
      return notYet(facts, 'The old token is still taken.');
    case 'unclear':
      return notYet(facts, 'The old token was taken back, but the local API did not answer.');
  }
}
