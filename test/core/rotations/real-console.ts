import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import { askRunning } from '../../../core/cli/ask.ts';
import type { Out, WireIn } from '../../../core/contract/methods.ts';
import type { MethodName } from '../../../core/contract/names.ts';
import type { Procedure } from '../../../core/contract/shapes.ts';
import type { Result } from '../../../core/domain/result.ts';
import { ended, serving } from '../cli/at-terminal.ts';

/** The passphrase of every vault here. */
export const passphrase = 'correct horse battery';

/** A key is derived before a person is believed, which takes long on a busy machine; the trail is opened at every look. */
const patience = { timeout: 120_000, interval: 5 } as const;

/** A console in a process of its own, asked over its socket as the command line asks. */
export interface RealConsole {
  /** Asks as whoever can connect may. */
  ask<M extends MethodName>(method: M, input: WireIn<M>): Promise<Result<Out<M>>>;
  /** The same; throws unless it is answered well. */
  get<M extends MethodName>(method: M, input: WireIn<M>): Promise<Out<M>>;
  /** Asks as the person at a terminal, with the passphrase typed for this one call. */
  asPerson<M extends MethodName>(method: M, input: WireIn<M>): Promise<Result<Out<M>>>;
  /** The procedure that is under way, or the last one. */
  procedure(): Promise<Procedure>;
  /** Releases the halt of a rotation, where it is held, as the person at a terminal does. */
  release(): Promise<void>;
  /** Begins something and ends the process hard once `isMeant`, which is asked over and over, says so. */
  killedDuring(begin: () => Promise<unknown>, isMeant: () => boolean): Promise<void>;
  /** Ends the process hard while nothing is asked. */
  kill(): Promise<void>;
  /** Starts it again after it was ended; the vault is locked. */
  start(): Promise<void>;
  unlock(): Promise<void>;
  /** How many rows its trail has, seen from beside it. */
  rows(): number;
  close(): Promise<void>;
}

/** Starts one on a data folder whose vault was made with the passphrase before; it is locked. */
export async function realConsole(
  dataFolder: string,
  environment: Readonly<Record<string, string>>,
): Promise<RealConsole> {
  const options = { dataFolder, environment };
  let child: ChildProcess | null = null;
  const said = async <M extends MethodName>(request: {
    readonly method: M;
    readonly input: unknown;
    readonly passphrase?: string;
  }): Promise<Result<Out<M>>> => {
    const answer = await askRunning(options, request);
    return (answer ?? {
      ok: false,
      error: { code: 'core-unavailable', retry: 'safe', why: 'nothing runs' },
    }) as Result<Out<M>>;
  };
  const gone = async (one: ChildProcess): Promise<void> => {
    const exited = new Promise((resolve) => one.once('exit', resolve));
    one.kill('SIGKILL');
    await exited;
    child = null;
  };
  const running = (): ChildProcess => {
    if (child === null) throw new Error('the console does not run');
    return child;
  };
  const console: RealConsole = {
    ask: (method, input) => said({ method, input }),
    async get(method, input) {
      const answer = await console.ask(method, input);
      if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
      return answer.value;
    },
    asPerson: (method, input) => said({ method, input, passphrase }),
    async procedure() {
      const [procedure] = await console.get('procedures.list', {});
      if (procedure === undefined) throw new Error('no procedure');
      return procedure;
    },
    async release() {
      const { halt } = await console.get('system.status', {});
      if (halt.state === 'active') return;
      const { approvalId, digest } = await console.get('halt.requestRelease', {});
      const answer = { approvalId, digest, answer: 'approve', word: 'RELEASE' } as const;
      await console.asPerson('approvals.decide', answer);
    },
    async killedDuring(begin, isMeant) {
      const begun = begin();
      let isEnded = false;
      void begun.then(
        () => (isEnded = true),
        () => (isEnded = true),
      );
      await expect.poll(() => isEnded || isMeant(), patience).toBe(true);
      await gone(running());
      await begun.catch(() => undefined);
    },
    kill: () => gone(running()),
    async start() {
      child = await serving(dataFolder, environment);
    },
    async unlock() {
      const opened = await console.asPerson('vault.unlock', { passphrase });
      if (!opened.ok) throw new Error(`the vault: ${JSON.stringify(opened.error)}`);
    },
    rows() {
      const trail = new Sqlite(join(dataFolder, 'audit.db'), { readonly: true });
      try {
        return trail.prepare<[], number>('SELECT max(id) FROM events').pluck().get() ?? 0;
      } finally {
        trail.close();
      }
    },
    async close() {
      if (child !== null) await ended(child);
      child = null;
    },
  };
  await console.start();
  return console;
}
