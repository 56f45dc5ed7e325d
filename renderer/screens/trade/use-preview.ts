import { useEffect, useRef, useState } from 'react';
import { bridge } from '../../bridge.ts';
import { useConsole } from '../../state/console-store.ts';
import {
  createPreviewer,
  type Draft,
  orderPreviewing,
  type Previewer,
  type PreviewState,
} from '../../state/previewer.ts';

/** The core's judgement of what the ticket holds, kept fresh while halt, arming, balances or the market move; and a way to have it judged from the start. */
export function usePreview(draft: Draft | null): { readonly state: PreviewState; readonly startOver: () => void } {
  const [state, setState] = useState<PreviewState>({ kind: 'empty' });
  const previewer = useRef<Previewer<Draft> | null>(null);
  const halt = useConsole((console) => console.status?.halt.state);
  const balances = useConsole((console) => console.balances);
  const generation = useConsole((console) => console.generation);
  const armedAtMs = useConsole((console) => console.status?.armed?.armedAtMs ?? null);

  useEffect(() => {
    const made = createPreviewer({
      ...orderPreviewing,
      ask: (asked) => bridge().ask['orders.preview'](asked),
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

  useEffect(() => previewer.current?.consider(draft), [draft]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these changes what the core would answer
  useEffect(() => previewer.current?.refresh(), [halt, balances, generation, armedAtMs]);

  function startOver(): void {
    previewer.current?.consider(null);
    previewer.current?.consider(draft);
  }

  return { state, startOver };
}
