import { ok } from '../../domain/result.ts';
import { utcDay } from '../../domain/utc-day.ts';
import { bySaying, done, type Step } from '../step.ts';
import type { Emergency } from './emergency.ts';
import type { EmergencyPorts } from './emergency-ports.ts';
import { emergencyTitle } from './emergency-words.ts';
import { reviewLines } from './review.ts';

/** CUSTODY.md's third: what the audit trail says of the credential, looked through by the person. */
export function reviewStep(ports: EmergencyPorts): Step<Emergency> {
  return {
    stepId: 'audit-review',
    stage: 'rotate',
    who: 'console',
    title: 'Review the audit trail',
    instruction: ({ review, sinceMs }) =>
      review === null
        ? `The audit trail is read for what was done, or refused, with this credential since ${utcDay(sinceMs)}.`
        : 'Look through the rows on the Audit screen, and say what of them was not you; or that all of it was.',
    word: ({ review }) => (review === null ? 'none' : 'needed'),
    async try(facts, { word }) {
      if (facts.review !== null && word !== null) return done(facts, 'said', `You said: ${word}`);
      const review = await ports.review(facts);
      if (!review.ok) return review;
      const found = reviewLines(review.value).map((text) => ({ strength: 'proved', text }) as const);
      return ok({ isDone: false, found, facts: { ...facts, review: review.value }, againAtMs: null });
    },
  };
}

/** CUSTODY.md's fourth: what is there, against what was known last. */
export function balancesStep(ports: EmergencyPorts): Step<Emergency> {
  return {
    stepId: 'balances',
    stage: 'rotate',
    who: 'console',
    title: 'Check balances',
    instruction: () =>
      'What is there is compared with what the console knew last. Where it cannot be read any more, look at the place itself and say what you saw.',
    word: () => 'instead',
    async try(facts, { word }) {
      if (word !== null) return done(facts, 'said', `You said: ${word}`);
      const { found, isClear } = await ports.balances(facts);
      return ok({ isDone: isClear, found, facts, againAtMs: null });
    },
  };
}

/** CUSTODY.md's fifth: those concerned are told. */
export function notifyStep(ports: EmergencyPorts): Step<Emergency> {
  return {
    stepId: 'notify',
    stage: 'rotate',
    who: 'person',
    title: 'Tell those concerned',
    instruction({ isTold }) {
      const contacts = ports.contacts();
      const whom =
        contacts.length === 0 ? 'Nobody was written down to be told.' : `To be told: ${contacts.join('; ')}.`;
      return isTold ? `${whom} Say whom you told, or why nobody.` : `The webhooks for incidents are told. ${whom}`;
    },
    word: ({ isTold }) => (isTold ? 'needed' : 'none'),
    async try(facts, { word }) {
      if (facts.isTold) {
        return bySaying(facts, word, 'Say whom you told, or why nobody.');
      }
      const title = facts.target === null ? 'A drill, not an incident' : 'An incident';
      const count = ports.tell(title, `${emergencyTitle(facts)}. Trading is halted.`);
      const text =
        count === 0 ? 'No webhook hears of incidents.' : `Told to ${count} of the webhooks; they deliver it.`;
      return ok({
        isDone: false,
        found: [{ strength: count === 0 ? 'weak' : 'proved', text }],
        facts: { ...facts, isTold: true },
        againAtMs: null,
      });
    },
  };
}
