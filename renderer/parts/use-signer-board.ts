import type { SignerBoard } from '../../core/contract/shapes.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';
import { type Answer, useAnswer } from './use-answer.ts';

/** The signers as they stand, asked anew whenever the active one or anything else of the console changed. No signer is asked by it. */
export function useSignerBoard(): Answer<SignerBoard> {
  const signer = useConsole((state) => state.status?.signer);
  return useAnswer(() => bridge().ask['signers.list']({}), [signer]);
}
