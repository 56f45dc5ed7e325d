import { type Address, parseAddress } from '../../core/domain/address.ts';
import type { Approved } from '../../core/domain/approved.ts';
import { type Hex, noBytes } from '../../core/domain/hex.ts';
import { type SignableTransaction, signable } from '../../core/domain/transaction/signable.ts';
import type { UnsignedTransaction } from '../../core/domain/transaction/unsigned-transaction.ts';
import { systemClock } from '../../core/node-ports.ts';
import type { HidTransports } from '../../core/ports.ts';
import { type DerivationPath, parseDerivationPath } from '../../core/signers/ledger/derivation.ts';
import type { LedgerTiming } from '../../core/signers/ledger/device-lease.ts';
import { loadEth } from '../../core/signers/ledger/eth-app.ts';
import { createLedgerSigner } from '../../core/signers/ledger/ledger-signer.ts';
import {
  type LateAnswer,
  type LedgerOptions,
  type LedgerSigner,
  usualMinimumVersion,
  type VerifiedAddress,
} from '../../core/signers/ledger/ledger-types.ts';
import type { SignerProgress } from '../../core/signers/signer.ts';

// The vendor's client is large: loaded here, its time is no test's.
loadEth();

/** Short times for what only a machine waits for, and long enough for a busy one. */
export const testTiming: LedgerTiming = { commandMs: 3_000, personMs: 20_000, idleMs: 50, graceMs: 5_000, lookMs: 20 };

/** The first account of the published Speculos seed. */
export const firstPath = parseDerivationPath("44'/60'/0'/0/0") as DerivationPath;
export const firstAddress = parseAddress('0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D') as Address;
/** The second development account of anvil, as a recipient. */
export const recipient = parseAddress('0x70997970C51812dc3A010C7d01b50e0d17dc79C8') as Address;
/** USDC on Ethereum, for which the vendor's list has a description, and a contract for which it has none. */
export const usdc = parseAddress('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48') as Address;
export const unknownToken = parseAddress('0x00000000000000000000000000000000DeaDBeef'.toLowerCase()) as Address;

/** A transfer of value, changed as said. */
export function transfer(
  changes: Partial<UnsignedTransaction> = {},
  from: Address = firstAddress,
): SignableTransaction {
  return signable(
    {
      type: 2,
      chainId: 31337n,
      nonce: 7,
      to: recipient,
      valueWei: 12_500_000_000_000_000n,
      gas: 21_000n,
      gasPriceWei: null,
      maxFeePerGasWei: 30_000_000_000n,
      maxPriorityFeePerGasWei: 1_000_000_000n,
      data: noBytes,
      accessList: [],
      ...changes,
    },
    from,
  );
}

/** The data of a token's transfer or approval. */
export function tokenCall(selector: 'a9059cbb' | '095ea7b3', party: Address, amount: bigint): Hex {
  return `0x${selector}${party.slice(2).toLowerCase().padStart(64, '0')}${amount.toString(16).padStart(64, '0')}` as Hex;
}

/** In tests there is no gate: what it would have approved is taken as approved. */
export function approved(transaction: SignableTransaction): Approved<SignableTransaction> {
  return transaction as Approved<SignableTransaction>;
}

/** A signer with what it told meanwhile. */
export interface LedgerFixture {
  readonly signer: LedgerSigner;
  readonly late: LateAnswer[];
  readonly verified: VerifiedAddress[];
  readonly steps: SignerProgress['step'][];
  readonly progress: (progress: SignerProgress) => void;
}

/** A signer for the first account, changed as said. */
export function ledgerFixture(transports: HidTransports, changes: Partial<LedgerOptions> = {}): LedgerFixture {
  const late: LateAnswer[] = [];
  const verified: VerifiedAddress[] = [];
  const steps: SignerProgress['step'][] = [];
  const signer = createLedgerSigner({
    transports,
    account: { path: firstPath, address: firstAddress },
    minimumVersion: usualMinimumVersion,
    mayBlindSign: () => false,
    clock: systemClock,
    log: { info() {}, warn() {}, error() {} },
    onLate: (answer) => late.push(answer),
    onVerified: (found) => verified.push(found),
    timing: testTiming,
    ...changes,
  });
  return { signer, late, verified, steps, progress: ({ step }) => steps.push(step) };
}

/** A signal that nothing ever aborts. */
export const never = new AbortController().signal;
