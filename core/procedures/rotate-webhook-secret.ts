import type { Result } from '../domain/result.ts';
import { haltStep, paperTradeStep, releaseStep } from './common-steps.ts';
import { bySaying, done, notYet, type Plan, type Step, type Tried } from './step.ts';
import {
  readWebhookRotation,
  type WebhookRotation,
  type WebhookRotationPorts,
  type WebhookTest,
} from './webhook-rotation.ts';
import { newSecretWords, refusedWords } from './webhook-words.ts';

/**
 * CUSTODY.md's rotation of a webhook's secret: a new one beside the old, a notice that the new one alone signed and the receiver took, and
 * only then the end of the old one. Where the address is all that is secret there is no overlap, and the steps say so.
 */
export function webhookRotationPlan(ports: WebhookRotationPorts): Plan<WebhookRotation> {
  const standing = (step: Step<WebhookRotation>) => whileNewStands(ports, step);
  return {
    kind: 'rotate-webhook-secret',
    validatedBy: 'paper-trade',
    read: readWebhookRotation,
    steps: [
      haltStep(ports, () => 'The secret of a webhook is being rotated'),
      newSecretStep(ports),
      tellReceiverStep(),
      newTakenStep(ports),
      standing(endOverlapStep(ports)),
      standing(onlyNewStep(ports)),
      standing(oldRefusedStep()),
      standing(paperTradeStep(ports)),
      standing(releaseStep(ports)),
    ],
  };
}

const forms = { generic: 'webhook-rotate', discord: 'webhook-discord', telegram: 'webhook-telegram' } as const;

/** Whether the secret has to be put anywhere, and can sign beside another: an address of Discord or a token of Telegram is all of it. */
function hasReceiver({ format }: WebhookRotation): boolean {
  return format === 'generic';
}

function newSecretStep(ports: WebhookRotationPorts): Step<WebhookRotation> {
  return {
    stepId: 'new-secret',
    stage: 'rotate',
    who: 'person',
    title: 'Make a new secret and enter it',
    instruction: ({ format, wasOverlapping }) =>
      wasOverlapping
        ? 'Another secret was entered before this began, and the one before it still signs beside it: this goes on with that one.'
        : newSecretWords[format],
    form: ({ format, webhookId, wasOverlapping }) =>
      wasOverlapping ? null : { name: forms[format], credentialId: webhookId },
    async try(facts) {
      const webhook = ports.webhook(facts.webhookId);
      if (!webhook.ok) return webhook;
      const { enabled, fingerprint, hasOldSecret } = webhook.value;
      if (!enabled) return notYet(facts, turnedOff);
      const isAnother = fingerprint !== facts.startFingerprint || (facts.wasOverlapping && hasOldSecret);
      if (!isAnother) return notYet({ ...facts, wasOverlapping: false }, 'It still has the secret that it had.');
      const next = { ...facts, newFingerprint: fingerprint };
      if (facts.format !== 'generic') {
        return done(next, 'proved', 'Another one was entered, and the one before is wiped from the vault.');
      }
      return hasOldSecret
        ? done(next, 'proved', 'Another secret signs, and the one before signs beside it.')
        : done(next, 'weak', 'Its address or its secret is another, without an overlap; which of them, only you know.');
    },
  };
}

function tellReceiverStep(): Step<WebhookRotation> {
  return {
    stepId: 'tell-receiver',
    stage: 'rotate',
    who: 'person',
    title: 'Give the new secret to the receiver',
    instruction: () =>
      'Put the new secret into the receiver, beside the old one or in place of it, and then say so here.',
    isFor: hasReceiver,
    word: () => 'needed',
    async try(facts, { word }) {
      return bySaying(facts, word, 'Say that the receiver has the new secret.');
    },
  };
}

/** It takes in a secret that was entered once more, as after a typing error: what the receiver takes is the new one. */
function newTakenStep(ports: WebhookRotationPorts): Step<WebhookRotation> {
  return {
    stepId: 'new-taken',
    stage: 'rotate',
    who: 'console',
    title: 'Send a test with the new secret',
    instruction: ({ format }) =>
      format === 'generic'
        ? 'A test is sent that only the new secret signs. The receiver must take it before the old one is ended.'
        : 'A test is sent with the new one. The receiver must take it.',
    form: ({ format, webhookId }) => ({ name: forms[format], credentialId: webhookId }),
    async try(facts) {
      const webhook = ports.webhook(facts.webhookId);
      if (!webhook.ok) return webhook;
      const { fingerprint, hasOldSecret } = webhook.value;
      if (fingerprint === facts.startFingerprint && !(facts.wasOverlapping && hasOldSecret)) {
        return notYet(
          facts,
          'The old secret is in its place again: enter the new one once more, or leave this rotation.',
        );
      }
      const tested = await testedBy(ports, facts, 'newest');
      if ('tried' in tested) return tested.tried;
      const next = { ...facts, newFingerprint: fingerprint };
      if (!tested.isDelivered) return notYet(next, `The receiver did not take the test: ${tested.text}`);
      return facts.format === 'generic'
        ? done(
            next,
            'proved',
            `The receiver took a test that only the new secret signed. ${tested.text} ${onlyItKnows}`,
          )
        : done(next, 'proved', `The receiver took a test. ${tested.text}`);
    },
  };
}

function endOverlapStep(ports: WebhookRotationPorts): Step<WebhookRotation> {
  return {
    stepId: 'end-overlap',
    stage: 'rotate',
    who: 'person',
    title: 'End the old secret',
    instruction: () =>
      'End the old secret: from then on only the new one signs, and the old one is wiped from the vault.',
    isFor: hasReceiver,
    form: ({ webhookId }) => ({ name: 'webhook-end-overlap', credentialId: webhookId }),
    async try(facts) {
      const webhook = ports.webhook(facts.webhookId);
      if (!webhook.ok) return webhook;
      return webhook.value.hasOldSecret
        ? notYet(facts, 'The old secret still signs beside the new one.')
        : done(facts, 'proved', 'The vault holds the new one alone; the old one is wiped.');
    },
  };
}

function onlyNewStep(ports: WebhookRotationPorts): Step<WebhookRotation> {
  return {
    stepId: 'only-new',
    stage: 'rotate',
    who: 'console',
    title: 'See that only the new secret is used',
    instruction: () =>
      'A test is sent as every notice is sent now. What leaves is looked at, and the receiver must take it.',
    async try(facts) {
      const tested = await testedBy(ports, facts, 'all');
      if ('tried' in tested) return tested.tried;
      const wanted = facts.format === 'generic' ? 1 : 0;
      if (tested.signatures !== wanted) return notYet(facts, `The test left with ${tested.signatures} signatures.`);
      if (!tested.isDelivered) return notYet(facts, `The receiver did not take the test: ${tested.text}`);
      return facts.format === 'generic'
        ? done(facts, 'proved', `The test left with one signature, of the new secret, and was taken. ${tested.text}`)
        : done(facts, 'proved', `The test went to the new one, and was taken. ${tested.text}`);
    },
  };
}

function oldRefusedStep(): Step<WebhookRotation> {
  return {
    stepId: 'old-refused',
    stage: 'rotate',
    who: 'person',
    title: 'See that the old secret is refused',
    instruction: ({ format }) => refusedWords[format],
    word: () => 'needed',
    async try(facts, { word }) {
      return word === null
        ? notYet(facts, 'Say that the receiver takes the old one no more.')
        : done(
            facts,
            'said',
            `The old one is wiped here and nothing is sent with it. Of the receiver you said: ${word}`,
          );
    },
  };
}

const turnedOff = 'The webhook is turned off: turn it on, or leave this rotation.';
const onlyItKnows = 'Whether it checks signatures at all, only the receiver knows.';

/** A step that is tried only while the new secret stands in its place: what it would find else is of another one. */
function whileNewStands(ports: WebhookRotationPorts, step: Step<WebhookRotation>): Step<WebhookRotation> {
  return {
    ...step,
    async try(facts, said) {
      const webhook = ports.webhook(facts.webhookId);
      if (!webhook.ok) return webhook;
      if (!webhook.value.enabled) return notYet(facts, turnedOff);
      return webhook.value.fingerprint === facts.newFingerprint
        ? step.try(facts, said)
        : notYet(facts, 'Its secret is another than the one that was tried: leave this rotation, and begin another.');
    },
  };
}

/** A test, or how the step's try ends without one: one that must wait is tried again then. */
async function testedBy(
  { clock, test }: WebhookRotationPorts,
  facts: WebhookRotation,
  signedBy: 'all' | 'newest',
): Promise<WebhookTest | { readonly tried: Result<Tried<WebhookRotation>> }> {
  const tested = await test(facts.webhookId, signedBy);
  if (tested.ok) return tested.value;
  const { error } = tested;
  if (error.code !== 'rate-limited') return { tried: tested };
  const againAtMs = clock.nowMs() + (error.retryAfterMs ?? 0);
  return { tried: notYet(facts, 'A test was sent just now; the next one waits a moment.', againAtMs) };
}
