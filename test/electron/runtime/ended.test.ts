import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { ended } from '../../../electron/runtime/ended.ts';

const starter = fileURLToPath(new URL('./fixtures/starter.ts', import.meta.url));

async function firstLine(child: ChildProcess): Promise<string> {
  const [bytes] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return bytes.toString().trim();
}

async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whatever the test found, nothing of it stays running. */
function endAnyway(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
}

test('the exit code of the child is the answer', async () => {
  expect(await ended(spawn(process.execPath, ['-e', 'process.exit(7)']))).toBe(7);
});

test('a child that a signal ended answers as a shell would', async () => {
  expect(await ended(spawn(process.execPath, ['-e', "process.kill(process.pid, 'SIGKILL')"]))).toBe(137);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s is passed on, and the child ends in its own way',
  async (signal) => {
    const parent = spawn(process.execPath, [starter], { stdio: ['ignore', 'pipe', 'inherit'] });
    await firstLine(parent);
    parent.kill(signal);
    expect(await once(parent, 'exit')).toEqual([42, null]);
  },
);

test('started by npm, the child ends when npm does', async () => {
  const shell = `${JSON.stringify(process.execPath)} ${JSON.stringify(starter)} & wait`;
  const env = { ...process.env, npm_lifecycle_event: 'start' };
  const npm = spawn('sh', ['-c', shell], { stdio: ['ignore', 'pipe', 'inherit'], env });
  const child = Number.parseInt(await firstLine(npm), 10);
  onTestFinished(() => endAnyway(child));
  npm.kill('SIGKILL');
  await untilGone(child);
});
