import type { Procedure } from '../../core/contract/shapes.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';
import { useAnswer } from './use-answer.ts';

/** The guided procedure that is under way, or else the one that ended last; null where there was none yet or it cannot be read. */
export function useProcedure(): Procedure | null {
  const version = useConsole((state) => state.custodyVersion);
  const { value } = useAnswer(() => bridge().ask['procedures.list']({ limit: 1 }), [version]);
  return value?.[0] ?? null;
}
