import type { BlockHead, ChainReader } from '../../chain/chain-reader.ts';
import { isDevelopmentChain } from '../../domain/chains.ts';
import type { Result } from '../../domain/result.ts';
import { type ConfirmedTime, createConfirmedTime } from '../confirmed-time.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/**
 * The confirmed time of every chain. On development chains it is the practice exchange's, which goes by this machine's clock. A real chain
 * has one of its own, which only its own blocks confirm: a clock set ahead would otherwise end its windows and waits by itself.
 */
export function createChainTimes(practice: ConfirmedTime): (chainId: bigint) => ConfirmedTime {
  const times = new Map<bigint, ConfirmedTime>();
  return (chainId) => {
    if (isDevelopmentChain(chainId)) return practice;
    const known = times.get(chainId) ?? createConfirmedTime();
    times.set(chainId, known);
    return known;
  };
}

/** Reads a chain's newest block, which confirms that chain's time; the chain's errors. */
export async function confirmedHead(
  { clock, timeOf }: Pick<TransactionTrading, 'clock' | 'timeOf'>,
  reader: ChainReader,
): Promise<Result<BlockHead>> {
  const head = await reader.head();
  if (head.ok) timeOf(reader.chainId).confirm(head.value.atMs, clock.nowMs());
  return head;
}

/**
 * What that time will be said to be, for what is only shown: where no block of a real chain was seen in this run, this machine's clock, which
 * the gate would not go by.
 */
export function expectedNowMs(
  { clock, timeOf }: Pick<TransactionTrading, 'clock' | 'timeOf'>,
  chainId: bigint,
): number {
  const confirmedMs = timeOf(chainId).nowMs();
  return confirmedMs === 0 && !isDevelopmentChain(chainId) ? Math.floor(clock.nowMs()) : confirmedMs;
}
