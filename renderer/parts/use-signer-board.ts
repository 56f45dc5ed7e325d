import { useEffect, useState } from 'react';
import type { SignerBoard } from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';

/** The signers as they stand, asked anew whenever the active one or anything else of the console changed. No signer is asked by it. */
export function useSignerBoard(): { readonly board: SignerBoard | null; readonly error: AppError | null } {
  const signer = useConsole((state) => state.status?.signer);
  const generation = useConsole((state) => state.generation);
  const [board, setBoard] = useState<SignerBoard | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these says that the board may be another
  useEffect(() => {
    let isCurrent = true;
    void bridge()
      .ask['signers.list']({})
      .then((answer) => {
        if (!isCurrent) return;
        if (answer.ok) setBoard(answer.value);
        setError(answer.ok ? null : answer.error);
      });
    return () => {
      isCurrent = false;
    };
  }, [signer, generation]);

  return { board, error };
}
