import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 collect sooner instead of letting the heap grow, for the rest of this process. A list of all markets of an exchange is read in a
 * moment and thrown away: by itself V8 keeps the room for it, some 100 MB, for as long as a core that rests after that runs. For the
 * process of a core only, at its start.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--optimize-for-size');
}
