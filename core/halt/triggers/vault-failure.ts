import type { HaltControl } from '../halt.ts';
import { engageOnce } from './engage-once.ts';

const code = 'vault-failed';

/**
 * Halts while trading is live and something is wrong with the vault that it rests on (`read` says what, in a sentence): the answer looks.
 * The cause counts as gone once nothing is wrong with it.
 */
export function haltOnVaultFailure(
  halt: Pick<HaltControl, 'engage' | 'resolve' | 'state'>,
  isLive: () => boolean,
  read: () => string | null,
): () => void {
  return () => {
    const trouble = read();
    if (trouble === null) halt.resolve(code);
    else if (isLive()) engageOnce(halt, code, trouble);
  };
}
