import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FromCore } from '../../core/channel.ts';
import type { Face } from '../../core/contract/method.ts';
import type { Result } from '../../core/domain/result.ts';

const program = fileURLToPath(new URL('../../out/core/process.js', import.meta.url));

/** The built core in a process of its own, as the window hosts it. */
export interface ForkedCore {
  /** From the start of the process until the core said that it is ready. */
  readonly readyMs: number;
  readonly pid: number;
  call(method: string, input: unknown, face?: Face): Promise<Result<unknown>>;
  close(): Promise<void>;
}

/** Starts one on a folder; its outside head is kept beside it. */
export function forkCore(folder: string): Promise<ForkedCore> {
  const startedMs = performance.now();
  const child: ChildProcess = fork(program, [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH, HOME: folder, PORTCULLIS_HEAD_DIR: join(folder, 'heads'), PORTCULLIS_API_PORT: '0' },
  });
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let lastId = 0;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the core ended before it was ready')));
    child.on('message', (message: FromCore) => {
      if (message.kind === 'answer') {
        waiting.get(message.id)?.(message.result);
        waiting.delete(message.id);
      } else if (message.kind === 'failed') reject(new Error(JSON.stringify(message.error)));
      else if (message.kind === 'ready') {
        resolve({
          readyMs: performance.now() - startedMs,
          pid: child.pid ?? 0,
          call: (method, input, face = 'console') =>
            new Promise((answered) => {
              lastId += 1;
              waiting.set(lastId, answered);
              child.send({ kind: 'call', id: lastId, face, method, input });
            }),
          close: async () => {
            child.send({ kind: 'close' });
            await gone;
          },
        });
      }
    });
    child.send({
      kind: 'start',
      dataFolder: join(folder, 'data'),
      runtime: 'bench',
      previousCrash: false,
      masterKey: null,
      keychainProblem: null,
    });
  });
}
