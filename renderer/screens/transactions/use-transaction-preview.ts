import { useEffect, useRef, useState } from 'react';
import type { TransactionPreview } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { useConsole } from '../../state/console-store.ts';
import {
  askPreview,
  isSamePreviewed,
  type Previewed,
  transactionAgainMs,
  transactionRestMs,
} from '../../state/previewed.ts';
import { createPreviewer, type Previewer, type PreviewState } from '../../state/previewer.ts';

/** The core's judgement of what is looked at, kept fresh while halt, signer or policy change; and a way to have it judged from the start. */
export function useTransactionPreview(previewed: Previewed | null): {
  readonly state: PreviewState<TransactionPreview>;
  readonly startOver: () => void;
} {
  const [state, setState] = useState<PreviewState<TransactionPreview>>({ kind: 'empty' });
  const previewer = useRef<Previewer<Previewed> | null>(null);
  const halt = useConsole((console) => console.status?.halt.state);
  const signer = useConsole((console) => console.status?.signer.address);
  const policy = useConsole((console) => console.policyVersion);
  const generation = useConsole((console) => console.generation);
  const approvals = useConsole((console) => console.approvals.size);

  useEffect(() => {
    const made = createPreviewer<Previewed, TransactionPreview>({
      restMs: transactionRestMs,
      isSame: isSamePreviewed,
      againMs: () => transactionAgainMs,
      ask: (asked) => askPreview(bridge(), asked),
      after(delayMs, task) {
        const timer = setTimeout(task, delayMs);
        return () => clearTimeout(timer);
      },
      nowMs: () => Date.now(),
      onChange: setState,
    });
    previewer.current = made;
    return () => made.stop();
  }, []);

  useEffect(() => previewer.current?.consider(previewed), [previewed]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these changes what the core would answer
  useEffect(() => previewer.current?.refresh(), [halt, signer, policy, generation, approvals]);

  function startOver(): void {
    previewer.current?.consider(null);
    previewer.current?.consider(previewed);
  }

  return { state, startOver };
}
