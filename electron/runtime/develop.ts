import type { ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.ts';
import { ended } from './ended.ts';

const settleMs = 200;

/**
 * Keeps the window open while its sources change: after each change it builds, and when that went well it closes the window and opens
 * a new one. A build that fails is shown and leaves the window as it is. Answers the window's exit code when the person closes it.
 */
export async function develop(root: string, open: () => ChildProcess, say: (line: string) => void): Promise<number> {
  let child = open();
  let isReplacing = false;
  let isBuilding = false;
  let timer: NodeJS.Timeout | undefined;
  const rebuild = async () => {
    if (isBuilding) return changed();
    isBuilding = true;
    const built = await buildIfStale(say);
    isBuilding = false;
    if (!built.ok) return say(built.error);
    if (built.value === 'up-to-date') return;
    isReplacing = true;
    child.kill('SIGTERM');
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void rebuild(), settleMs);
  };
  const watchers = ['core', 'electron', 'renderer'].map((folder) =>
    watch(join(root, folder), { recursive: true }, changed),
  );
  try {
    for (;;) {
      const code = await ended(child);
      if (!isReplacing) return code;
      isReplacing = false;
      child = open();
    }
  } finally {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  }
}
