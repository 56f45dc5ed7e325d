import type { Result } from '../../domain/result.ts';
import { takenBack } from '../rotate-api-token.ts';
import { bySaying, done, notYet, type Said, type Step, type Tried } from '../step.ts';
import type { Emergency } from './emergency.ts';
import type { EmergencyPorts } from './emergency-ports.ts';
import { revokeWords } from './emergency-words.ts';

/**
 * CUSTODY.md's second: the credential is taken back before another takes its place. What the console can see it looks at; a key of an
 * exchange that is refused is called weak here, for that it is dead is proved only beside one that works.
 */
export function revokeFirstStep(ports: EmergencyPorts): Step<Emergency> {
  return {
    stepId: 'revoke',
    stage: 'rotate',
    who: 'person',
    title: 'Revoke it, before there is another',
    instruction: revokeWords,
    word: wordOf,
    form: ({ target }) =>
      target?.kind === 'webhook-secret' ? { name: 'webhook-rotate', credentialId: target.credentialId } : null,
    async try(facts, said) {
      switch (facts.target?.kind) {
        case 'cex-key':
          return exchangeKey(ports, facts, said);
        case 'api-token':
          return apiToken(ports, facts);
        case 'webhook-secret':
          return webhookSecret(ports, facts, facts.target.credentialId);
        case 'keystore-password':
        case 'remote-tls':
        case 'mpc-keyshare':
        case undefined:
          return bySaying(facts, said.word, 'Say what you did.');
      }
    },
  };
}

function wordOf({ key, target }: Emergency): 'none' | 'instead' | 'needed' {
  switch (target?.kind) {
    case 'cex-key':
      return key === null ? 'needed' : 'instead';
    case 'api-token':
    case 'webhook-secret':
      return 'none';
    case 'keystore-password':
    case 'remote-tls':
    case 'mpc-keyshare':
    case undefined:
      return 'needed';
  }
}

async function exchangeKey(
  { keys }: EmergencyPorts,
  facts: Emergency,
  { word }: Said,
): Promise<Result<Tried<Emergency>>> {
  const { key } = facts;
  if (key === null) {
    return bySaying(facts, word, 'Say that it was deleted.');
  }
  const { answer, text } = await keys.probe(key.oldCredentialId);
  if (answer === 'works') return notYet(facts, `The exchange still takes this key: ${text}.`);
  if (answer === 'unclear') {
    if (word === null) return notYet(facts, `The exchange said nothing of this key: ${text}.`);
    return done({ ...facts, key: { ...key, death: 'said' } }, 'said', `You said: ${word} (${text})`);
  }
  const again = facts.isReplaced ? ' It is looked at again beside the new one.' : '';
  const why = `${answer === 'gone' ? 'The exchange knows this key no more' : 'The exchange refuses this key'}: ${text}.`;
  return done({ ...facts, key: { ...key, death: 'weak' } }, 'weak', `${why}${again}`);
}

/** No overlap: the old one is taken back in the same breath in which the new one is drawn. */
async function apiToken({ tokens }: EmergencyPorts, facts: Emergency): Promise<Result<Tried<Emergency>>> {
  // Where the API was not served at the beginning, what it takes now is the one that must go: no mark would say that it went before.
  const renewed = tokens.renew(facts.tokenMark ?? tokens.mark() ?? '');
  if (!renewed.ok) return renewed;
  const refused = 'A new token is in the file api-token, and the local API refuses the old one.';
  return takenBack(facts, await tokens.endOverlap(), refused);
}

async function webhookSecret(
  { hasOldSecret, keys }: EmergencyPorts,
  facts: Emergency,
  webhookId: string,
): Promise<Result<Tried<Emergency>>> {
  const row = keys.stored(webhookId);
  if (!row.ok) return row;
  if (row.value.state === 'retired') return done(facts, 'proved', 'The webhook was removed, and its secret wiped.');
  if (row.value.fingerprint === facts.target?.fingerprint) return notYet(facts, 'It still has the old secret.');
  const old = hasOldSecret(webhookId);
  if (!old.ok) return old;
  return old.value
    ? notYet(facts, 'It has another secret, but the old one still signs beside it: end the overlap in Settings.')
    : done(facts, 'proved', 'It has another secret, and the old one signs no more.');
}
