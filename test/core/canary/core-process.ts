import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FromCore, Start } from '../../../core/channel.ts';
import type { Result } from '../../../core/domain/result.ts';
import { coreEnvironment } from '../../../electron/core-host/environment.ts';
import type { Ask } from './session.ts';

const program = fileURLToPath(new URL('../../../core/process.ts', import.meta.url));
const loader = new URL('source-loader.mjs', import.meta.url).href;

/** The core in a process of its own, as the window hosts it. */
export interface CoreProcess {
  readonly pid: number;
  readonly ask: Ask;
  /** Everything it sent and wrote so far. */
  crossed(): readonly (readonly [string, string])[];
  /** Ends it at once, as a crash does. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it under `root` in this environment; what is secret of it was withdrawn before and is in `start`. */
export async function startCoreProcess(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  start: Partial<Start>,
): Promise<CoreProcess> {
  const child: ChildProcess = spawn(process.execPath, ['--import', loader, program], {
    env: coreEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const crossed: [string, string][] = [];
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let lastId = 0;
  let failure = 'it ended before it was ready';
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.on('data', (bytes: Buffer) => crossed.push([stream, bytes.toString('utf8')]));
  }
  const ready = new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`${failure}: ${crossed.map(([, text]) => text).join('')}`)));
    child.on('message', (message: FromCore) => {
      crossed.push([`the message ${message.kind}`, JSON.stringify(message)]);
      if (message.kind === 'ready') resolve();
      if (message.kind === 'failed') failure = message.error.code;
      if (message.kind === 'answer') waiting.get(message.id)?.(message.result);
    });
  });
  child.send({
    kind: 'start',
    dataFolder: join(root, 'data'),
    runtime: 'canary',
    previousCrash: false,
    masterKey: null,
    keychainProblem: null,
    ...start,
  });
  await ready;
  return {
    pid: child.pid ?? 0,
    crossed: () => crossed,
    ask: (method, input, face) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        child.send({ kind: 'call', id: lastId, face, method, input });
      }),
    async crash() {
      child.kill('SIGKILL');
      await gone;
    },
    async close() {
      child.send({ kind: 'close' });
      await gone;
    },
  };
}
