import { AbiCoder } from 'ethers';
import { address } from '../domain/address.ts';
import type { Chain } from '../domain/chains.ts';
import type { Hex } from '../domain/hex.ts';
import { ok, type Result } from '../domain/result.ts';
import { serialiseUnsigned } from '../domain/transaction/serialise.ts';
import { maxFeeWei, type UnsignedTransaction } from '../domain/transaction/unsigned-transaction.ts';
import { malformedAnswer } from './chain-errors.ts';
import type { ChainReader } from './chain-reader.ts';

/** What a transaction may cost at most, in wei. */
export interface MostCost {
  readonly valueWei: bigint;
  /** All of its gas at its highest price: exact, the chain takes no more. */
  readonly feeWei: bigint;
  /** What its place on Ethereum is estimated to cost, twice over; 0 where the chain has no such fee. No field of a transaction bounds it. */
  readonly l1FeeEstimateWei: bigint;
  readonly totalWei: bigint;
  /** Whether part of the total is only an estimate. */
  readonly isEstimate: boolean;
}

/** The OP stack's oracle for that fee (https://specs.optimism.io/protocol/predeploys.html#gaspriceoracle). */
const gasPriceOracle = address('0x420000000000000000000000000000000000000F');
const getL1Fee = '0x49948e0e';
/** Ethereum's base fee can double within six full blocks while a transaction waits for the sequencer. */
const margin = 2n;

/** The most that a transaction can cost: exact, and on OP-stack chains with an estimate of the fee for its place on Ethereum. */
export async function mostCost(
  reader: ChainReader,
  chain: Chain,
  transaction: UnsignedTransaction,
): Promise<Result<MostCost>> {
  const l1 = chain.isOpStack ? await l1FeeWei(reader, transaction) : ok(0n);
  if (!l1.ok) return l1;
  const { valueWei } = transaction;
  const feeWei = maxFeeWei(transaction);
  const l1FeeEstimateWei = l1.value * margin;
  return ok({
    valueWei,
    feeWei,
    l1FeeEstimateWei,
    totalWei: valueWei + feeWei + l1FeeEstimateWei,
    isEstimate: chain.isOpStack,
  });
}

async function l1FeeWei(reader: ChainReader, transaction: UnsignedTransaction): Promise<Result<bigint>> {
  const asked = AbiCoder.defaultAbiCoder().encode(['bytes'], [serialiseUnsigned(transaction)]);
  const answer = await reader.call(gasPriceOracle, `${getL1Fee}${asked.slice(2)}` as Hex);
  if (!answer.ok) return answer;
  const isNumber = /^0x[0-9a-f]{64}$/.test(answer.value);
  // Every transaction on such a chain costs something there; nothing is what a node without the oracle, or one that lies, answers.
  if (!isNumber || BigInt(answer.value) === 0n) return malformedAnswer(reader.chainId, 'getL1Fee: not a fee');
  return ok(BigInt(answer.value));
}
