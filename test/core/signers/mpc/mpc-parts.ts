import type { Address } from '../../../../core/domain/address.ts';
import { parseAddress } from '../../../../core/domain/address.ts';
import type { Approved } from '../../../../core/domain/approved.ts';
import { noBytes } from '../../../../core/domain/hex.ts';
import { ok } from '../../../../core/domain/result.ts';
import { type SignableTransaction, signable } from '../../../../core/domain/transaction/signable.ts';
import type { UnsignedTransaction } from '../../../../core/domain/transaction/unsigned-transaction.ts';
import { systemClock, systemIds } from '../../../../core/node-ports.ts';
import type { Marks, MpcMarks, MpcOptions, MpcParty } from '../../../../core/signers/mpc/mpc-options.ts';
import { createMpcSigner, type MpcSigner } from '../../../../core/signers/mpc/mpc-signer.ts';

/** Marks in memory, which outlive a signer as a file does. */
export interface KeptMarks extends Marks {
  readonly kept: () => MpcMarks | null;
}

/** None written yet, or `first`. */
export function keptMarks(first: MpcMarks | null = null): KeptMarks {
  let marks = first;
  return {
    kept: () => marks,
    read: () => ok(marks),
    write(next) {
      marks = next;
      return ok(undefined);
    },
  };
}

/** A signer for `address` at `url`, with short waits between repetitions. */
export function signerFor(
  party0: MpcParty,
  address: string,
  change: Partial<MpcOptions> = {},
): { readonly signer: MpcSigner; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const line = (message: string): void => void lines.push(message);
  const signer = createMpcSigner({
    party0,
    party1: null,
    pinned: pinnedAddress(address),
    isLive: false,
    marks: keptMarks(),
    clock: systemClock,
    ids: systemIds,
    log: { info: line, warn: line, error: line },
    ...change,
    timing: { backoffMs: [1, 1, 1], ...change.timing },
  });
  return { signer, lines };
}

/** An address that is one. */
export function pinnedAddress(text: string): Address {
  const address = parseAddress(text);
  if (address === null) throw new Error(`no address: ${text}`);
  return address;
}

/** What a gate would have let through: a transfer on the development chain. */
export function transfer(
  from: string,
  type: 0 | 1 | 2 = 2,
  nonce = 0,
  chainId = 31_337n,
): Approved<SignableTransaction> {
  const fee = 2_000_000_000n;
  const transaction: UnsignedTransaction = {
    type,
    chainId,
    nonce,
    to: pinnedAddress('0x70997970c51812dc3a010c7d01b50e0d17dc79c8'),
    valueWei: 10n ** 15n,
    gas: 21_000n,
    gasPriceWei: type === 2 ? null : fee,
    maxFeePerGasWei: type === 2 ? fee : null,
    maxPriorityFeePerGasWei: type === 2 ? 1n : null,
    data: noBytes,
    accessList: [],
  };
  return signable(transaction, pinnedAddress(from)) as Approved<SignableTransaction>;
}

/** Never aborted; no progress wanted. */
export const patiently = new AbortController().signal;
export const unheard = (): void => undefined;
