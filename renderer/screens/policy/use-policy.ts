import { useEffect, useState } from 'react';
import type { Out } from '../../../core/contract/methods.ts';
import type { LimitUse } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { useAnswer } from '../../parts/use-answer.ts';
import { useConsole } from '../../state/console-store.ts';

/** The policy as the core has it. */
export type Policy = Out<'policy.get'>;

const usageAgainMs = 2_000;

/** The policy and how much of its limits is used; asked anew when the policy changes, and the use every two seconds. */
export function usePolicy(): {
  readonly policy: Policy | null;
  readonly usage: readonly LimitUse[];
  readonly problem: AppError | null;
} {
  const version = useConsole((state) => state.policyVersion);
  const generation = useConsole((state) => state.generation);
  const { value: policy, error } = useAnswer(() => bridge().ask['policy.get']({}), [version]);
  const [usage, setUsage] = useState<readonly LimitUse[]>([]);
  const [usageProblem, setUsageProblem] = useState<AppError | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of either means that the core would answer otherwise
  useEffect(() => {
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const answer = await bridge().ask['policy.usage']({});
      if (!isCurrent) return;
      if (answer.ok) setUsage(answer.value);
      setUsageProblem(answer.ok ? null : answer.error);
    };
    void read();
    const timer = setInterval(() => void read(), usageAgainMs);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [version, generation]);

  return { policy, usage, problem: error ?? usageProblem };
}
