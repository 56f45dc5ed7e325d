import { err, type Result } from '../domain/result.ts';

/** An answer that is not of the expected shape, or not true of what was asked. */
export function malformedAnswer(chainId: bigint, what: string): Result<never> {
  return err({ code: 'chain-answer-malformed', retry: 'after-checking', chainId: chainId.toString(), what });
}

/** No whole answer came. Asking again, or sending the same bytes again, does no harm. */
export function unreachableChain(chainId: bigint, why: string): Result<never> {
  return err({ code: 'chain-unreachable', retry: 'safe', chainId: chainId.toString(), why });
}

/** The node said no. */
export function rejectedByChain(chainId: bigint, reason: string): Result<never> {
  return err({ code: 'chain-rejected', retry: 'never', chainId: chainId.toString(), reason });
}
