import { SigningKey } from 'ethers';
import type { Address } from '../../core/domain/address.ts';
import { type Hex, noBytes } from '../../core/domain/hex.ts';
import { type SignableTransaction, signable } from '../../core/domain/transaction/signable.ts';
import type { UnsignedTransaction } from '../../core/domain/transaction/unsigned-transaction.ts';
import { type VerifiedTransaction, verifySignature } from '../../core/signers/verify.ts';
import type { AnvilAccount } from './anvil.ts';

/** A transfer of one wei on anvil's own chain at nonce 0, with what is given changed. */
export function transactionOf(to: Address, given: Partial<UnsignedTransaction> = {}): UnsignedTransaction {
  return {
    type: 2,
    chainId: 31337n,
    nonce: 0,
    to,
    valueWei: 1n,
    gas: 100_000n,
    gasPriceWei: null,
    maxFeePerGasWei: 10_000_000_000n,
    maxPriorityFeePerGasWei: 1_000_000_000n,
    data: noBytes,
    accessList: [],
    ...given,
  };
}

/** A transaction signed by one of anvil's accounts and proved, as the gate would have it. */
export function signWith(account: AnvilAccount, transaction: UnsignedTransaction): VerifiedTransaction {
  return proved(account, signable(transaction, account.address));
}

function proved(account: AnvilAccount, asked: SignableTransaction): VerifiedTransaction {
  const { r, s } = new SigningKey(account.privateKey).sign(asked.digest);
  const claimed = { form: 'numbers', r: r as Hex, s: s as Hex, clearSigned: null } as const;
  const verified = verifySignature('keystore', asked, claimed);
  if (!verified.ok) throw new Error('a sample signature is wrong');
  return verified.value;
}
