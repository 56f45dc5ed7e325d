import { useEffect, useState } from 'react';
import type { Procedure } from '../../core/contract/shapes.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';

/** The guided procedure that is under way, or else the one that ended last; null where there was none yet or it cannot be read. */
export function useProcedure(): Procedure | null {
  const version = useConsole((state) => state.custodyVersion);
  const generation = useConsole((state) => state.generation);
  const [procedure, setProcedure] = useState<Procedure | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these says that it may be another
  useEffect(() => {
    let isCurrent = true;
    void bridge()
      .ask['procedures.list']({ limit: 1 })
      .then((answer) => {
        if (isCurrent && answer.ok) setProcedure(answer.value[0] ?? null);
      });
    return () => {
      isCurrent = false;
    };
  }, [version, generation]);

  return procedure;
}
