import type { AppError } from '../../domain/errors.ts';
import { ok, type Result } from '../../domain/result.ts';
import { done, type Found, notYet, type Said, type Step, type Tried } from '../step.ts';
import type { Emergency } from './emergency.ts';
import type { EmergencyPorts } from './emergency-ports.ts';

/**
 * A new signer: it signs for another address than the keystore, for only a new key helps. That it does is proved by a test signature alone;
 * what signs no texts, and that no key is to follow, is the person's word. A share that is refreshed keeps its address.
 */
export function newSignerStep(ports: EmergencyPorts): Step<Emergency> {
  return {
    stepId: 'new-signer',
    stage: 'rotate',
    who: 'person',
    title: 'Put another in its place',
    isFor: ({ target }) => target?.kind === 'keystore-password',
    instruction: () =>
      'Put another key in its place on the Signers screen. A keystore: Make another key… or Import another…, give its password, type its address into “Its address, if you know it”, then Pin its address anew…, or Use this signer… where another kind is in use. A Ledger: List addresses, then Use beside one. Compare the address in the approval window and approve it there. A new password for the same key does not help. Then try this step: the signer in use signs a test text, which can never be a transaction.',
    word: (facts) => (facts.address !== null && isOld(facts, ports.address()) ? 'none' : 'instead'),
    async try(facts, said) {
      const address = ports.address();
      if (address === null) return none(facts, said);
      if (isOld(facts, address)) {
        return notYet(facts, 'The address is still the one of the key that is no longer trusted.');
      }
      if (facts.address === null && said.word === null) {
        return notYet(
          facts,
          `Which address that key signs for is not known here. Say how you know that it is not ${address}.`,
        );
      }
      return signed(ports, facts, said);
    },
  };
}

function isOld({ address: old }: Emergency, address: string | null): boolean {
  return old !== null && address !== null && old.toLowerCase() === address.toLowerCase();
}

/** No signer is in use, so nothing can prove anything: the person may want none. */
function none(facts: Emergency, { word }: Said): Result<Tried<Emergency>> {
  if (word !== null) return done({ ...facts, isReplaced: false }, 'said', `No key follows now. You said: ${word}`);
  return notYet(
    facts,
    'No signer is in use, so none made a test signature. Choose another, or say that no key is to follow now.',
  );
}

async function signed(ports: EmergencyPorts, facts: Emergency, { word }: Said): Promise<Result<Tried<Emergency>>> {
  const tested = await ports.signs();
  if (!tested.ok) return notYet(facts, `The signer in use made no test signature: ${whyOf(tested.error)}.`);
  const { address, hasSigned } = tested.value;
  if (isOld(facts, address)) return notYet(facts, 'It is still the key that is no longer trusted that signs.');
  if (!hasSigned && word === null) {
    return notYet(facts, `${address} was named by the signer in use, but it signs no texts. Say how you saw it sign.`);
  }
  const found: readonly Found[] = [
    ...(word === null ? [] : [{ strength: 'said', text: `You said: ${word}` } as const]),
    ...(hasSigned
      ? [{ strength: 'proved', text: `${address}, the pinned address, signed a test text.` } as const]
      : [{ strength: 'weak', text: `${address} was named by the signer in use, which signs no texts.` } as const]),
  ];
  return ok({ isDone: true, found, facts, againAtMs: null });
}

function whyOf(error: AppError): string {
  if ('why' in error) return error.why;
  return 'what' in error ? `${error.code}, ${error.what}` : error.code;
}
