import { secp256k1 } from '@noble/curves/secp256k1.js';
import { address } from '../domain/address.ts';
import { bytesOf, hexOf, noBytes } from '../domain/hex.ts';
import { type SignableTransaction, signable } from '../domain/transaction/signable.ts';
import { verifySignature } from './verify.ts';

/** The key of EIP-155's own example. It is printed there for everybody to read: nothing may ever lie under it. */
const publishedKey = new Uint8Array(32).fill(0x46);

/** What that example says comes of it (https://eips.ethereum.org/EIPS/eip-155). */
const publishedRaw =
  '0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83';

function publishedTransaction(): SignableTransaction {
  return signable(
    {
      type: 0,
      chainId: 1n,
      nonce: 9,
      to: address('0x3535353535353535353535353535353535353535'),
      valueWei: 10n ** 18n,
      gas: 21_000n,
      gasPriceWei: 20n * 10n ** 9n,
      maxFeePerGasWei: null,
      maxPriorityFeePerGasWei: null,
      data: noBytes,
      accessList: [],
    },
    address('0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F'),
  );
}

/** Signs a digest with a key. */
type Sign = (digest: Uint8Array, key: Uint8Array) => Uint8Array;

/** As the process that keys lie in does it (core/signers/keystore/secret-key.ts), with the same library. */
const signDigest: Sign = (digest, key) =>
  secp256k1.sign(digest, key, { prehash: false, lowS: true, format: 'compact' });

/**
 * Whether what signs and what proves signatures here comes to what was published: the example of EIP-155 is made to bytes, signed and
 * proved like any transaction, and compared with the signed bytes that are printed there. Never throws.
 */
export function signTrial(sign: Sign = signDigest): boolean {
  try {
    const asked = publishedTransaction();
    const signature = sign(bytesOf(asked.digest), publishedKey);
    const [r, s] = [hexOf(signature.subarray(0, 32)), hexOf(signature.subarray(32, 64))];
    const proved = verifySignature('keystore', asked, { form: 'numbers', r, s, clearSigned: null });
    return proved.ok && proved.value.raw === publishedRaw;
  } catch {
    return false;
  }
}
