import type { HaltControl } from '../halt/halt.ts';
import type { SigningDesk } from '../signers/signing-desk.ts';

/**
 * The same desk, at which trading halts when the signer says itself, asked for a signature, that it holds the key of another address than
 * the pinned one: another key lies where that one should. A Ledger with another seed is another device and no other signer: it only does
 * not sign.
 */
export function haltingOnOtherKey(halt: Pick<HaltControl, 'engage'>, desk: SigningDesk): SigningDesk {
  return {
    ...desk,
    async sign(transaction, handing) {
      const signed = await desk.sign(transaction, handing);
      if (!signed.ok && signed.error.code === 'signer-unavailable' && signed.error.state === 'address-differs') {
        const text = `The signer is not the pinned one: it ${signed.error.why}.`;
        halt.engage({ source: 'automatic', code: 'signer-changed', text });
      }
      return signed;
    },
  };
}
