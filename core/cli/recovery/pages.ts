import { pressKey } from '../terminal.ts';

// A second screen of the terminal: what is on it does not stay in what can be scrolled back to.
const enter = '\u001b[?1049h\u001b[2J\u001b[H';
const leave = '\u001b[2J\u001b[3J\u001b[H\u001b[?1049l';

/** One screen: what is on it, and what a key leads to. */
export interface Page {
  readonly text: string;
  readonly prompt: string;
}

/** Shows pages one after the other, each alone and gone with the next key. False when the person left by Ctrl-C before the last. */
export async function showPages(pages: readonly Page[]): Promise<boolean> {
  for (const { prompt, text } of pages) {
    process.stdout.write(`${enter}${text}\n`);
    const goesOn = await pressKey(prompt);
    process.stdout.write(leave);
    if (!goesOn) return false;
  }
  return true;
}

/** Runs `task` on a screen of its own, which is gone with what was typed there when it ends. */
export async function onOwnScreen<T>(task: () => Promise<T>): Promise<T> {
  process.stdout.write(enter);
  try {
    return await task();
  } finally {
    process.stdout.write(leave);
  }
}
