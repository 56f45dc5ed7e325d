import { decodeRlp, encodeRlp, SigningKey } from 'ethers';
import type { TransactionPreview } from '../../../core/contract/shapes.ts';
import type { Address } from '../../../core/domain/address.ts';
import type { Hex } from '../../../core/domain/hex.ts';
import { parseUnsigned, serialiseSigned } from '../../../core/domain/transaction/serialise.ts';
import { signable } from '../../../core/domain/transaction/signable.ts';
import type { UnsignedTransaction } from '../../../core/domain/transaction/unsigned-transaction.ts';
import { otherPrivateKey, privateKey } from '../../signer/remote-kit.ts';

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** A signed transaction like the one that was shown, changed, by whichever key. */
export function signedLike(
  shown: TransactionPreview,
  change: Partial<UnsignedTransaction> = {},
  key: string = privateKey,
): Hex {
  const parsed = parseUnsigned(shown.unsigned as Hex);
  if (!parsed.ok) throw new Error('what was shown cannot be read');
  const transaction = { ...parsed.value, ...change };
  const { r, s, yParity } = new SigningKey(key).sign(signable(transaction, shown.from as Address).digest);
  return serialiseSigned(transaction, { r: r as Hex, s: s as Hex, yParity });
}

/** The other of the two signatures that are right for the curve; chains have taken only the lower one since EIP-2. */
function withHigherS(raw: Hex): Hex {
  const fields = decodeRlp(`0x${raw.slice(4)}`) as string[];
  const [yParity, r, s] = fields.slice(-3) as [string, string, string];
  const higher = `0x${(order - BigInt(s)).toString(16).padStart(64, '0')}`;
  const flipped = yParity === '0x' ? '0x01' : '0x';
  return `0x02${encodeRlp([...fields.slice(0, -3), flipped, r, higher]).slice(2)}` as Hex;
}

/** Whole signed transactions that are not the one that was approved, each in one way. */
export const wrongTransactions: Readonly<Record<string, (shown: TransactionPreview) => string>> = {
  'with another value': (shown) => signedLike(shown, { valueWei: 1n }),
  'to another recipient': (shown) => signedLike(shown, { to: shown.from as Address }),
  'with calldata': (shown) => signedLike(shown, { data: '0xd0e30db0' as Hex }),
  'with a higher fee': (shown) => signedLike(shown, { maxFeePerGasWei: BigInt(shown.maxFeePerGasWei) + 1n }),
  'at another nonce': (shown) => signedLike(shown, { nonce: shown.nonce + 1 }),
  'for another chain': (shown) => signedLike(shown, { chainId: 1n }),
  'of another type': (shown) =>
    signedLike(shown, { type: 0, gasPriceWei: 10n ** 10n, maxFeePerGasWei: null, maxPriorityFeePerGasWei: null }),
  'by another sender': (shown) => signedLike(shown, {}, otherPrivateKey),
  'with the higher s': (shown) => withHigherS(signedLike(shown)),
  truncated: (shown) => signedLike(shown).slice(0, -20),
  'with bytes after it': (shown) => `${signedLike(shown)}00`,
  'without a signature': (shown) => shown.unsigned,
};
