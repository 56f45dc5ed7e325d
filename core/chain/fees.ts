import { larger, smaller } from '../domain/bigint.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import { malformedAnswer } from './chain-errors.ts';
import type { ChainReader, SeenFees } from './chain-reader.ts';

/** How much of a hurry there is. */
export type FeeSpeed = 'slow' | 'normal' | 'fast';

/** The most the person lets a unit of gas cost, in wei, whatever a node says. */
export interface FeeCaps {
  readonly maxFeePerGasWei: bigint;
  readonly maxPriorityFeePerGasWei: bigint;
}

/** Fees for a transaction: EIP-1559 where the chain has a base fee, else one gas price. In wei for a unit of gas. */
export type FeeProposal =
  | { readonly type: 2; readonly maxFeePerGasWei: bigint; readonly maxPriorityFeePerGasWei: bigint }
  | { readonly type: 0; readonly gasPriceWei: bigint };

const lookedAt = 10;
const percentiles = [10, 50, 90] as const;
/** Geth takes no transaction with a smaller tip as long as its operator changes nothing (`--miner.gasprice`). */
const leastTipWei = 1_000_000n;

/**
 * For each speed: the percentile of the tips paid lately that is taken, and how far the base fee may rise, in quarters of what it is
 * next. It rises by an eighth with each full block (https://eips.ethereum.org/EIPS/eip-1559): 5/4 outlast one, 2 five, 3 nine.
 */
const speeds = {
  slow: { percentile: 0, baseQuarters: 5n },
  normal: { percentile: 1, baseQuarters: 8n },
  fast: { percentile: 2, baseQuarters: 12n },
} as const;

/**
 * What to pay, from what was paid in the last ten blocks and never above `caps`. A node that lies can make a transaction wait, not
 * cost more. `conflict` where even the base fee of the next block is above the cap: it would not get into a block.
 */
export async function proposeFees(reader: ChainReader, speed: FeeSpeed, caps: FeeCaps): Promise<Result<FeeProposal>> {
  const head = await reader.head();
  if (!head.ok) return head;
  const seen = await reader.feeHistory(lookedAt, percentiles);
  if (!seen.ok) return seen;
  if (!isWhole(seen.value))
    return malformedAnswer(reader.chainId, 'eth_feeHistory: not one row of tips for each block');
  const tip = usualTip(seen.value, speeds[speed].percentile);
  if (head.value.baseFeeWei === null) {
    // Without a base fee a block's "tip" is the whole gas price.
    return ok({ type: 0, gasPriceWei: smaller(larger(tip, leastTipWei), caps.maxFeePerGasWei) });
  }
  const nextBaseFee = seen.value.baseFeePerGas.at(-1) ?? head.value.baseFeeWei;
  if (nextBaseFee > caps.maxFeePerGasWei) {
    const what = `the chain asks ${nextBaseFee} wei for a unit of gas, the cap is ${caps.maxFeePerGasWei}`;
    return conflict(what);
  }
  const wantedTip = smaller(larger(tip, leastTipWei), caps.maxPriorityFeePerGasWei);
  const wanted = (nextBaseFee * speeds[speed].baseQuarters) / 4n + wantedTip;
  const maxFeePerGasWei = smaller(wanted, caps.maxFeePerGasWei);
  return ok({ type: 2, maxFeePerGasWei, maxPriorityFeePerGasWei: smaller(wantedTip, maxFeePerGasWei) });
}

function isWhole({ baseFeePerGas, reward }: SeenFees): boolean {
  return baseFeePerGas.length === reward.length + 1 && reward.every((row) => row.length === percentiles.length);
}

/** The middle one of the tips at a percentile, over the blocks looked at. */
function usualTip({ reward }: SeenFees, percentile: number): bigint {
  const tips = reward.map((row) => row[percentile] ?? 0n).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return tips[tips.length >> 1] ?? 0n;
}

/**
 * The least that a transaction in the place of another must pay for nodes to take it: both prices raised by an eighth, rounded up (geth
 * asks for a tenth, others for more), and no less than what is proposed now. `conflict` where that is above the caps.
 */
export function outbid(replaced: FeeProposal, now: FeeProposal, caps: FeeCaps): Result<FeeProposal> {
  const raised = (wei: bigint): bigint => wei + wei / 8n + 1n;
  const tooDear = (wei: bigint): Result<never> =>
    conflict(`replacing it takes ${wei} wei for a unit of gas, above the cap`);
  if (replaced.type === 0) {
    const gasPriceWei = larger(raised(replaced.gasPriceWei), now.type === 0 ? now.gasPriceWei : 0n);
    return gasPriceWei > caps.maxFeePerGasWei ? tooDear(gasPriceWei) : ok({ type: 0, gasPriceWei });
  }
  const of2 = now.type === 2 ? now : { maxFeePerGasWei: 0n, maxPriorityFeePerGasWei: 0n };
  const maxPriorityFeePerGasWei = larger(raised(replaced.maxPriorityFeePerGasWei), of2.maxPriorityFeePerGasWei);
  const maxFeePerGasWei = larger(
    larger(raised(replaced.maxFeePerGasWei), of2.maxFeePerGasWei),
    maxPriorityFeePerGasWei,
  );
  if (maxFeePerGasWei > caps.maxFeePerGasWei) return tooDear(maxFeePerGasWei);
  if (maxPriorityFeePerGasWei > caps.maxPriorityFeePerGasWei) return tooDear(maxPriorityFeePerGasWei);
  return ok({ type: 2, maxFeePerGasWei, maxPriorityFeePerGasWei });
}
