import { exchanges } from '../domain/exchanges.ts';
import { ok } from '../domain/result.ts';
import { whyNotInPlaceOf } from './compare-passports.ts';
import type { KeyRotation } from './key-rotation.ts';
import type { KeyRotationPorts } from './key-rotation-ports.ts';
import { tryOldKey } from './old-key-dead.ts';
import { bySaying, done, notYet, type Step } from './step.ts';

/** Prepare: the old key is tried once, so that its refusal later means something. */
export function oldWorksStep(ports: KeyRotationPorts): Step<KeyRotation> {
  return {
    stepId: 'old-works',
    stage: 'prepare',
    who: 'console',
    title: 'Try the old key',
    instruction: () => 'The exchange is asked with the old key, so that its refusal afterwards means something.',
    async try(facts) {
      const read = await ports.readPassport(facts.oldCredentialId);
      if (!read.ok) return read;
      if (read.value.state === 'fresh') {
        return done({ ...facts, oldWorked: true }, 'proved', 'The old key works from this computer now.');
      }
      const why = read.value.failure ?? 'its rights could not be read';
      return done(facts, 'weak', `The old key does not work now, so its end cannot be proved later: ${why}`);
    },
  };
}

/** Rotate: a new key is entered, or put in place of the old one. */
export function newKeyStep(ports: KeyRotationPorts): Step<KeyRotation> {
  return {
    stepId: 'new-key',
    stage: 'rotate',
    who: 'person',
    title: 'Make a new key and enter it',
    instruction({ exchange, place }) {
      const { ipRestriction, permissions, title } = exchanges[exchange];
      const ip =
        ipRestriction === 'yes' ? ' Bind it to your IP address.' : ' Bind it to your IP address where that is offered.';
      const start = `CEX_${exchange.toUpperCase()}_API`;
      const where =
        place === 'vault'
          ? 'Enter it here: it stands by until it is used.'
          : `Put it in place of the old one in ${place === 'env-file' ? 'the .env file' : 'the environment'} (${start}_KEY and ${start}_SECRET, or the generic lines where the key stands in those), and start the console again.`;
      return `Make a new key at ${title} with the same rights as the old one: ${permissions.toLowerCase()}, and no withdrawals.${ip} ${where}`;
    },
    form: ({ place }) => (place === 'vault' ? { name: 'exchange-key', credentialId: null } : null),
    async try(facts, { chosenId }) {
      if (facts.place !== 'vault') {
        const row = ports.stored(facts.oldCredentialId);
        if (!row.ok) return row;
        const isAnother = row.value.state === 'active' && row.value.fingerprint !== facts.oldFingerprint;
        return isAnother
          ? done({ ...facts, newCredentialId: facts.oldCredentialId }, 'proved', 'Another key is in its place.')
          : notYet(facts, 'The old key is still in its place. A changed line is read when the console starts.');
      }
      const kept = ports.kept(facts.exchange);
      if (!kept.ok) return kept;
      const entered = kept.value.filter(
        ({ credentialId, enteredAtMs }) =>
          credentialId !== facts.oldCredentialId &&
          enteredAtMs >= facts.startedAtMs &&
          (chosenId === null || chosenId === credentialId),
      );
      const [fresh, second] = entered;
      if (fresh === undefined) return notYet(facts, 'No new key has been entered since this began.');
      if (second !== undefined) {
        const labels = entered.map(({ label }) => `'${label}'`).join(', ');
        return notYet(facts, `More than one key was entered (${labels}): say which one, or wipe the others.`);
      }
      return done({ ...facts, newCredentialId: fresh.credentialId }, 'proved', `'${fresh.label}' was entered.`);
    },
  };
}

/** Rotate: the new key may do no more than the old one. */
export function rightsStep(ports: KeyRotationPorts): Step<KeyRotation> {
  return {
    stepId: 'rights',
    stage: 'rotate',
    who: 'console',
    title: 'Compare what the keys may do',
    instruction: () => 'The new key may do the same as the old one or less, and cannot withdraw.',
    async try(facts) {
      const old = ports.stored(facts.oldCredentialId);
      const before = old.ok && facts.place === 'vault' ? ports.passport(old.value) : ok(null);
      if (!before.ok) return before;
      const read = await ports.readPassport(facts.newCredentialId ?? '');
      if (!read.ok) return read;
      const why = whyNotInPlaceOf(read.value, before.value);
      if (why.length > 0) return notYet({ ...facts, isNewFit: false }, `The new key is not used: ${why.join(' ')}`);
      const next = { ...facts, isNewFit: true };
      return before.value === null || before.value.readAtMs === null
        ? done(next, 'weak', 'The new key can trade and cannot withdraw. What the old one could do is not known.')
        : done(next, 'proved', 'The new key may do the same as the old one or less, and cannot withdraw.');
    },
  };
}

/** Rotate: the new key reads, before anything is done with it. */
export function readTestStep(ports: KeyRotationPorts): Step<KeyRotation> {
  return {
    stepId: 'read-test',
    stage: 'rotate',
    who: 'console',
    title: 'Read with the new key',
    instruction: () => 'Balances and open orders are read with the new key. Nothing is placed.',
    async try(facts) {
      const read = await ports.readAccount(facts.newCredentialId ?? '');
      if (!read.ok) return read;
      const { balances, openOrders } = read.value;
      const text = `The new key reads the account: ${balances} balances, ${openOrders} open orders.`;
      return done({ ...facts, isNewTried: true }, 'proved', text);
    },
  };
}

/** Rotate: the person has made the new key the one that is used. */
export function switchStep(ports: KeyRotationPorts): Step<KeyRotation> {
  return {
    stepId: 'switch',
    stage: 'rotate',
    who: 'person',
    title: 'Use the new key',
    instruction: ({ place }) =>
      place === 'vault'
        ? 'Take the new key into use. The old one stands by until it is wiped at the end.'
        : 'The new key is used already, because it stands where the old one stood.',
    form: ({ newCredentialId, place }) =>
      place === 'vault' ? { name: 'exchange-use', credentialId: newCredentialId } : null,
    async try(facts) {
      const counting = ports.counting(facts.exchange);
      if (!counting.ok) return counting;
      return counting.value === facts.newCredentialId
        ? done(facts, 'proved', 'The new key is the one that is used.')
        : notYet(facts, 'The old key is still the one that is used.');
    },
  };
}

/** Rotate: the person has revoked the old key. */
export function revokeStep(): Step<KeyRotation> {
  return {
    stepId: 'revoke',
    stage: 'rotate',
    who: 'person',
    title: 'Revoke the old key',
    instruction: ({ exchange, oldLabel }) =>
      `Delete the old key ('${oldLabel}') at ${exchanges[exchange].title}, under API keys, and then say so here. The next step sees whether it is gone.`,
    word: () => 'needed',
    async try(facts, { word }) {
      return bySaying(facts, word, 'Say that the old key was revoked.');
    },
  };
}

/** Rotate: the exchange takes the old key no more. */
export function oldDeadStep(ports: KeyRotationPorts): Step<KeyRotation> {
  return {
    stepId: 'old-dead',
    stage: 'rotate',
    who: 'console',
    title: 'See that the old key is dead',
    instruction: ({ place }) =>
      place === 'vault'
        ? 'The exchange is asked with the old key and with the new one. A refusal that can mean something else is repeated after a minute and after ten.'
        : 'The old key is no longer here, so the console cannot try it. Say how you know that it was revoked.',
    word: ({ place }) => (place === 'vault' ? 'instead' : 'needed'),
    try: (facts, said) => tryOldKey(ports, facts, said),
  };
}
