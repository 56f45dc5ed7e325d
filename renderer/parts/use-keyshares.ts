import type { KeyshareBoard } from '../../core/contract/shapes.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';
import { type Answer, useAnswer } from './use-answer.ts';

/** The keyshares of the two-party signer as they were last seen, read anew whenever the signer has changed. No party is asked by it. */
export function useKeyshares(): Answer<KeyshareBoard> {
  const signer = useConsole((state) => state.status?.signer);
  return useAnswer(() => bridge().ask['keyshares.show']({}), [signer]);
}
