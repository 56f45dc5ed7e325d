import type { Backups } from '../../core/contract/shapes.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';
import { type Answer, useAnswer } from './use-answer.ts';

/** The backup register, asked anew whenever something of custody has changed. */
export function useBackups(): Answer<Backups> {
  const version = useConsole((state) => state.custodyVersion);
  return useAnswer(() => bridge().ask['backups.list']({}), [version]);
}
