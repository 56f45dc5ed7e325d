import type { Clock } from '../../ports.ts';
import type { HaltLock } from '../halt-lock.ts';

const periodMs = 1_000;

/**
 * Follows what the `.env` file of the data folder says of TRADING_HALTED while the console runs. `read` answers that, null where the file
 * cannot be taken: what it said before then stands. It is looked at every second, because a change of a file is not told reliably
 * everywhere. The answer stops it.
 */
export function followEnvFile(lock: HaltLock, clock: Clock, read: () => boolean | null): () => void {
  let said: boolean | null = null;
  const look = (): void => {
    const isHalted = read();
    if (isHalted === null || isHalted === said) return;
    said = isHalted;
    lock.say('env-file', isHalted);
  };
  look();
  return clock.every(periodMs, look);
}
