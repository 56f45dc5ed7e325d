import { useEffect, useState } from 'react';
import type { Out } from '../../../core/contract/methods.ts';
import { bridge } from '../../bridge.ts';
import { useConsole } from '../../state/console-store.ts';

type Rows = Out<'policy.get'>['rows'];

/** Every rule's standing limit, asked anew when the policy changes; none while they are not known. */
export function usePolicyRows(): Rows {
  const version = useConsole((state) => state.policyVersion);
  const generation = useConsole((state) => state.generation);
  const [rows, setRows] = useState<Rows>([]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of either means that the core would answer otherwise
  useEffect(() => {
    let isCurrent = true;
    void bridge()
      .ask['policy.get']({})
      .then((answer) => {
        if (isCurrent && answer.ok) setRows(answer.value.rows);
      });
    return () => {
      isCurrent = false;
    };
  }, [version, generation]);

  return rows;
}
