import type { DecimalText } from '../../domain/money.ts';
import type { HaltControl } from '../halt.ts';
import { engageOnce } from './engage-once.ts';

const code = 'unexplained-change';

/** A change of what is held at an exchange that nothing here accounts for, and that nobody has acknowledged. */
export interface SeenChange {
  readonly title: string;
  readonly asset: string;
  readonly change: DecimalText;
}

/**
 * Halts while trading is live and what is held at an exchange has changed without a cause known here, whether it became less or more: the
 * answer looks. The cause counts as gone once the person has acknowledged every change; before that nothing stays live.
 */
export function haltOnUnexplainedChange(
  halt: Pick<HaltControl, 'engage' | 'resolve' | 'state'>,
  isLive: () => boolean,
  read: () => readonly SeenChange[],
): () => void {
  return () => {
    const changes = read();
    if (changes.length === 0) halt.resolve(code);
    else if (isLive()) {
      const all = changes.map(({ asset, change, title }) => `${asset} at ${title} by ${change}`).join(', ');
      engageOnce(halt, code, `What is held changed, and nothing here explains it: ${all}`);
    }
  };
}
