import { Wallet } from 'ethers';
import { onTestFinished } from 'vitest';
import { type Address, parseAddress } from '../../core/domain/address.ts';
import type { Approved } from '../../core/domain/approved.ts';
import { type Hex, noBytes } from '../../core/domain/hex.ts';
import { type SignableTransaction, signable } from '../../core/domain/transaction/signable.ts';
import type { UnsignedTransaction } from '../../core/domain/transaction/unsigned-transaction.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import type { Clock } from '../../core/ports.ts';
import type { RemoteOptions } from '../../core/signers/remote/remote-options.ts';
import type { LoopbackServer } from '../tls/loopback-server.ts';

// Published development keys of anvil and hardhat; never for funds.
export const privateKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
export const otherPrivateKey = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
export const from = parseAddress(new Wallet(privateKey).address) as Address;
export const other = parseAddress(new Wallet(otherPrivateKey).address) as Address;

const slot = `0x${'00'.repeat(31)}07` as Hex;

/** A transaction of type 2; more value than a double can hold. */
export const transaction: UnsignedTransaction = {
  type: 2,
  chainId: 31337n,
  nonce: 3,
  to: other,
  valueWei: 1_234_567_890_123_456_789n,
  gas: 60_000n,
  gasPriceWei: null,
  maxFeePerGasWei: 2_000_000_001n,
  maxPriorityFeePerGasWei: 1n,
  data: '0xd0e30db0' as Hex,
  accessList: [],
};

/** One of each type, one with an access list, one that makes a contract. */
export const transactions = {
  legacy: {
    ...transaction,
    type: 0,
    gasPriceWei: 3_000_000_000n,
    maxFeePerGasWei: null,
    maxPriorityFeePerGasWei: null,
  },
  accessList: {
    ...transaction,
    type: 1,
    gasPriceWei: 3_000_000_000n,
    maxFeePerGasWei: null,
    maxPriorityFeePerGasWei: null,
    accessList: [{ address: from, storageKeys: [slot] }],
  },
  fees: transaction,
  feesAndAccessList: { ...transaction, accessList: [{ address: from, storageKeys: [slot] }] },
  creation: { ...transaction, to: null, data: '0x6001600155' as Hex },
  plain: { ...transaction, data: noBytes },
} as const satisfies Readonly<Record<string, UnsignedTransaction>>;

/** A transaction as the gate would have approved it. */
export function approved(given: UnsignedTransaction = transaction, by = from): Approved<SignableTransaction> {
  return signable(given, by) as unknown as Approved<SignableTransaction>;
}

/** The real clock, on which the pauses between tries (2 s at most) take no time; deadlines are as they are. */
export const hastyClock: Clock = {
  ...systemClock,
  after: (delayMs, task) => systemClock.after(delayMs <= 2_000 ? 0 : delayMs, task),
};

/** Options that tests change; the pinned address is `from`. */
export function remoteOptions(url: string | null, changes: Partial<RemoteOptions> = {}): RemoteOptions {
  return {
    url,
    protocol: 'auto',
    timeoutMs: 10_000,
    retries: 3,
    requireTls: undefined,
    tls: {},
    pinned: () => from,
    clock: hastyClock,
    ids: systemIds,
    log: { info() {}, warn() {}, error() {} },
    ...changes,
  };
}

/** A signal that nobody gives. */
export function never(): AbortSignal {
  return new AbortController().signal;
}

/** Lets a server end with the running test. */
export async function endsWithTest<T extends LoopbackServer>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  onTestFinished(() => server.close());
  return server;
}
