import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildIfStale, sourcesNow } from './build.ts';
import { ended } from './ended.ts';

const lookAgainMs = 400;

/**
 * Keeps the window open while its sources change: after each change it builds, and when that went well it closes the window and opens
 * a new one. A build that fails is shown and leaves the window as it is. Answers the window's exit code when the person closes it.
 */
export async function develop(open: () => ChildProcess, say: (line: string) => void): Promise<number> {
  let child = open();
  let seen = sourcesNow();
  let isReplacing = false;
  let isOver = false;
  // Looking is cheap, and unlike a watcher it misses no file that an editor puts in another's place.
  const look = async () => {
    while (!isOver) {
      await sleep(lookAgainMs);
      const now = sourcesNow();
      if (now === seen) continue;
      seen = now;
      const built = await buildIfStale(say);
      if (!built.ok) say(built.error);
      else if (built.value === 'built' && !isOver) {
        isReplacing = true;
        child.kill('SIGTERM');
      }
    }
  };
  const looking = look();
  let code = await ended(child);
  while (isReplacing) {
    isReplacing = false;
    child = open();
    code = await ended(child);
  }
  isOver = true;
  await looking;
  return code;
}
