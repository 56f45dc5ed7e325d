import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The core's process among the children of Electron's; throws where there is none. */
export function corePid(parent: number): number {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      if (status.includes(`PPid:\t${parent}\n`) && command.includes(join('out', 'core', 'process.js')))
        return Number(entry);
    } catch {
      // A process that ended between the listing and the reading is not the one.
    }
  }
  throw new Error('the core is not a child of this console');
}
