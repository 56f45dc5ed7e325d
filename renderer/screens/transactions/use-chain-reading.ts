import { useCallback, useEffect, useState } from 'react';
import type { AppError } from '../../../core/domain/errors.ts';
import type { Result } from '../../../core/domain/result.ts';
import { useConsole } from '../../state/console-store.ts';

/** Something that was read from a chain: null before the first answer. */
export interface ChainReading<T> {
  readonly value: T | null;
  readonly error: AppError | null;
  readonly isReading: boolean;
  readonly again: () => void;
}

/**
 * Reads something of a chain, and again when a transaction there was settled or came into a block, or when asked to. `ask` must be the
 * same function for the same question.
 */
export function useChainReading<T>(
  chainId: number | null,
  ask: (chainId: number) => Promise<Result<T>>,
): ChainReading<T> {
  const settled = useConsole((state) => settledMark(state.transactions, chainId));
  const signer = useConsole((state) => state.status?.signer.address);
  const rpc = useConsole((state) => state.generation);
  const [turn, setTurn] = useState(0);
  const [reading, setReading] = useState<{
    readonly of: number | null;
    readonly value: T | null;
    readonly error: AppError | null;
    readonly isReading: boolean;
  }>({ of: null, value: null, error: null, isReading: false });

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these may change what the chain says
  useEffect(() => {
    if (chainId === null) return;
    let isCurrent = true;
    setReading((known) => ({
      ...known,
      isReading: true,
      ...(known.of === chainId ? {} : { of: chainId, value: null }),
    }));
    void ask(chainId).then((answer) => {
      if (!isCurrent) return;
      setReading((known) => ({
        of: chainId,
        value: answer.ok ? answer.value : known.value,
        error: answer.ok ? null : answer.error,
        isReading: false,
      }));
    });
    return () => {
      isCurrent = false;
    };
  }, [chainId, ask, settled, signer, rpc, turn]);

  const again = useCallback(() => setTurn((known) => known + 1), []);
  return { ...reading, again };
}

/** Changes whenever a transaction of the chain has moved something. */
function settledMark(
  transactions: readonly { chainId: number; status: string; transactionId: string }[] | null,
  chainId: number | null,
): string {
  const moved = new Set(['included', 'confirmed', 'reverted', 'replaced']);
  return (transactions ?? [])
    .filter((item) => item.chainId === chainId && moved.has(item.status))
    .map(({ status, transactionId }) => `${transactionId} ${status}`)
    .join();
}
