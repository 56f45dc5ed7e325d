import type { HaltControl } from '../halt.ts';

/**
 * Halts where an exchange says that a key can do more than it said before, while trading is live: somebody has changed the key there.
 * Answers what a reading is told to: the exchange's title, and what the key has got, in words.
 */
export function haltOnWiderPassport(
  halt: Pick<HaltControl, 'engage' | 'resolve'>,
  isLive: () => boolean,
): (title: string, rights: readonly string[]) => void {
  return (title, rights) => {
    if (rights.length === 0 || !isLive()) return;
    const text = `The key of ${title} became wider since it was read before: ${rights.join(', ')}`;
    halt.engage({ source: 'automatic', code: 'passport-wider', text });
    // The passport says it until the right is taken away; whether it may go on is the person's to decide.
    halt.resolve('passport-wider');
  };
}
