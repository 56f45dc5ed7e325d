import type { Custody } from '../../core/contract/shapes.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';
import { type Answer, useAnswer } from './use-answer.ts';

/** Every credential as it stands, asked anew whenever one has changed. No exchange and no service is asked by it. */
export function useCustody(): Answer<Custody> {
  const version = useConsole((state) => state.custodyVersion);
  const vault = useConsole((state) => state.status?.vault);
  return useAnswer(() => bridge().ask['custody.list']({}), [version, vault]);
}
