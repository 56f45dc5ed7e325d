import { bySaying, done, type Step } from './step.ts';
import type { TlsRotation } from './tls-rotation.ts';
import type { TlsRotationPorts } from './tls-rotation-ports.ts';

/**
 * After: a transaction on a development chain, which costs nothing and goes through the whole gate. While trading is halted the gate has
 * none signed, and no other way leads to the signer, so it comes once trading is resumed.
 */
export function developmentTransactionStep(ports: TlsRotationPorts): Step<TlsRotation> {
  return {
    stepId: 'test-transaction',
    stage: 'after',
    who: 'person',
    title: 'Send a transaction on a development chain',
    instruction: () =>
      'Send any transaction on the development chain (31337) with this signer, under Transactions. While trading was halted only a test text could be signed.',
    word: () => 'instead',
    async try(facts, { word }) {
      const found = await ports.developmentChain(facts.address, facts.placedAtMs ?? facts.startedAtMs);
      if (!found.ok) return found;
      if (found.value.hasSigned) {
        return done(
          facts,
          'proved',
          'The signer signed a transaction for a development chain with the new certificate.',
        );
      }
      if (!found.value.isSet) {
        return done(facts, 'weak', 'No development chain is set up here: the test of the signer is all that was seen.');
      }
      return bySaying(
        facts,
        word,
        'No transaction on a development chain was signed since the new certificate is in its place.',
      );
    },
  };
}
