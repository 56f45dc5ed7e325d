import { writeSync } from 'node:fs';
import { withKeys } from '../terminal.ts';

// A second screen of the terminal: what is on it does not stay in what can be scrolled back to.
const enter = '\u001b[?1049h\u001b[2J\u001b[H';
const leave = '\u001b[2J\u001b[3J\u001b[H\u001b[?1049l';

/** One screen: what is on it, and what a key leads to. */
export interface Page {
  readonly text: string;
  readonly prompt: string;
}

/** Shows pages one after the other, each alone and gone with the next key. False when the person left by Ctrl-C before the last. */
export function showPages(pages: readonly Page[]): Promise<boolean> {
  return withKeys(async (pressed) => {
    for (const { prompt, text } of pages) {
      if (!(await onOwnScreen(() => shown(`${text}\n${prompt}`, pressed)))) return false;
    }
    return true;
  });
}

function shown(page: string, pressed: () => Promise<boolean>): Promise<boolean> {
  process.stdout.write(page);
  return pressed();
}

/** What ends a process from outside, and would leave its screen as it is. */
const endings = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** Runs `task` on a screen of its own, which is gone with what was shown and typed there when it ends, and when the process is ended. */
export async function onOwnScreen<T>(task: () => Promise<T>): Promise<T> {
  const end = (signal: NodeJS.Signals) => {
    // At once and whole: nothing is written after it.
    writeSync(process.stdout.fd, leave);
    if (process.stdin.isRaw) process.stdin.setRawMode(false);
    for (const each of endings) process.off(each, end);
    process.kill(process.pid, signal);
  };
  for (const each of endings) process.on(each, end);
  process.stdout.write(enter);
  try {
    return await task();
  } finally {
    process.stdout.write(leave);
    for (const each of endings) process.off(each, end);
  }
}
