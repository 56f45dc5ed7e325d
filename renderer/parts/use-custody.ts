import { useEffect, useState } from 'react';
import type { Custody } from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';

/** Every credential as it stands, asked anew whenever one has changed. No exchange and no service is asked by it. */
export function useCustody(): { readonly custody: Custody | null; readonly error: AppError | null } {
  const version = useConsole((state) => state.custodyVersion);
  const generation = useConsole((state) => state.generation);
  const vault = useConsole((state) => state.status?.vault);
  const [custody, setCustody] = useState<Custody | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these says that something may be another
  useEffect(() => {
    let isCurrent = true;
    void bridge()
      .ask['custody.list']({})
      .then((answer) => {
        if (!isCurrent) return;
        if (answer.ok) setCustody(answer.value);
        setError(answer.ok ? null : answer.error);
      });
    return () => {
      isCurrent = false;
    };
  }, [version, generation, vault]);

  return { custody, error };
}
