import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Whether a person sits at both ends: what raises is never taken from a pipe, an argument or the environment. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Asks for a line; a hidden one is not shown while it is typed. */
export function askLine(prompt: string, options: { readonly isHidden: boolean }): Promise<string> {
  let isQuiet = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isQuiet) process.stdout.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  return new Promise((resolve) => {
    lines.question(prompt, (line) => {
      // Before it closes: its end answers what was not answered.
      resolve(line);
      lines.close();
      if (options.isHidden) process.stdout.write('\n');
    });
    isQuiet = options.isHidden;
    // Ctrl-C ends the question as an empty line does, so that whoever asked can clear the screen.
    lines.once('close', () => resolve(''));
  });
}

/** What Ctrl-C and Ctrl-D send. */
const endOfText = 3;
const endOfTransmission = 4;

/**
 * Runs `task` with every key given as it is pressed, Ctrl-C among them: from before the first is asked for until after the last, so
 * that Ctrl-C never ends the process between two and leaves what is shown.
 */
export async function withKeys<T>(task: (pressed: () => Promise<boolean>) => Promise<T>): Promise<T> {
  process.stdin.setRawMode(true);
  try {
    return await task(oneKey);
  } finally {
    process.stdin.setRawMode(false);
  }
}

/** Waits for one key, whichever it is; false for Ctrl-C and Ctrl-D. */
function oneKey(): Promise<boolean> {
  process.stdin.resume();
  return new Promise((resolve) => {
    process.stdin.once('data', (pressed: Buffer | string) => {
      process.stdin.pause();
      const [first] = Buffer.from(pressed);
      resolve(first !== endOfText && first !== endOfTransmission);
    });
  });
}
