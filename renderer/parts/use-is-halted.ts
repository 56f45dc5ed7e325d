import { useConsole } from '../state/console-store.ts';

/** Whether trading is halted now, by whatever. */
export function useIsHalted(): boolean {
  return useConsole((state) => state.status?.halt.state === 'halted');
}
