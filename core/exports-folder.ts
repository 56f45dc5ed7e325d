import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './ports.ts';

/** The path of a new file under `<data>/exports`, which is made (mode 0700) where it is missing: the name, the time, the ending. */
export function exportFile(dataFolder: string, clock: Pick<Clock, 'nowMs'>, name: string, ending: string): string {
  const folder = join(dataFolder, 'exports');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const time = new Date(clock.nowMs()).toISOString().replaceAll(/[:.]/g, '-');
  return join(folder, `${name}-${time}.${ending}`);
}
