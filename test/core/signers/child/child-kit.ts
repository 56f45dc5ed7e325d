import { Wallet } from 'ethers';
import type { Address } from '../../../../core/domain/address.ts';
import { parseAddress } from '../../../../core/domain/address.ts';
import type { Approved } from '../../../../core/domain/approved.ts';
import { noBytes } from '../../../../core/domain/hex.ts';
import { type SignableTransaction, signable } from '../../../../core/domain/transaction/signable.ts';
import type { UnsignedTransaction } from '../../../../core/domain/transaction/unsigned-transaction.ts';
import { systemClock } from '../../../../core/node-ports.ts';
import type { Log } from '../../../../core/ports.ts';
import type { SessionOptions } from '../../../../core/signers/child/child-session.ts';
import { nodeChild, signerChildProgram } from '../../../../core/signers/child/node-child.ts';

/** Published development keys of anvil and hardhat (accounts 0 and 1 of "test test … junk"); never for funds. */
export const key = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
export const otherKey = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
export const from = parseAddress(new Wallet(key).address) as Address;
export const to = parseAddress(new Wallet(otherKey).address) as Address;

// Plain JavaScript without types.
const { pinnedNode } = (await import(new URL('../../../../core/pinned-node.mjs', import.meta.url).href)) as {
  pinnedNode(from: string): string | null;
};

/** The Node that the children of tests run on. */
export const nodePath = pinnedNode(import.meta.url) ?? process.execPath;
export const program = signerChildProgram(nodePath);

export const transaction: UnsignedTransaction = {
  type: 2,
  chainId: 31337n,
  nonce: 3,
  to,
  valueWei: 10n ** 18n,
  gas: 21_000n,
  gasPriceWei: null,
  maxFeePerGasWei: 2_000_000_000n,
  maxPriorityFeePerGasWei: 1n,
  data: noBytes,
  accessList: [],
};

/** What the gate would hand to a signer. */
export function approved(given: UnsignedTransaction = transaction, by = from): Approved<SignableTransaction> {
  return signable(given, by) as unknown as Approved<SignableTransaction>;
}

/** A log that keeps its lines. */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (message: string, facts: unknown = {}): void => void lines.push(`${message} ${JSON.stringify(facts)}`);
  return { lines, info: keep, warn: keep, error: keep };
}

/** Options with a real child, the system's clock and no rules. */
export function realOptions(): Omit<SessionOptions, 'fetchSource'> & { readonly signTimeoutMs: number } {
  return {
    start: nodeChild(program),
    rules: {},
    clock: systemClock,
    log: keptLog(),
    openTimeoutMs: 30_000,
    signTimeoutMs: 10_000,
    keepOpenMs: null,
  };
}

/** A signal that is never given. */
export const noSignal = new AbortController().signal;
export const noProgress = (): void => undefined;
