import { askOverSocket } from '../api/socket-client.ts';
import { socketPath } from '../api/socket-path.ts';
import { err, type Result } from '../domain/result.ts';
import { openCore } from './open-core.ts';

/** Where and as whom to ask. */
export interface AskOptions {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Who answered: a console that runs, or a core that was opened for the question; `ask` puts further questions to the same. */
export interface Answerer {
  readonly isRunning: boolean;
  ask(method: string, input: unknown): Promise<Result<unknown>>;
}

/** Asks a console that runs on this data folder; null when none does. */
export function askRunning(
  { dataFolder, environment }: AskOptions,
  request: { readonly method: string; readonly input: unknown; readonly passphrase?: string },
): Promise<Result<unknown> | null> {
  return askOverSocket(socketPath(dataFolder, environment), request);
}

/** Asks beside a running console over its socket, else opens a core for this one question. */
export function ask(options: AskOptions, method: string, input: unknown): Promise<Result<unknown>> {
  return askThen(options, method, input, async (answer) => answer);
}

/** Asks as `ask`, and lets `then` ask on before the core that was opened for it, where one was, is closed. */
export async function askThen<T>(
  options: AskOptions,
  method: string,
  input: unknown,
  then: (answer: Result<unknown>, answerer: Answerer) => Promise<T>,
): Promise<T> {
  const askNow = (of: string, about: unknown) => askRunning(options, { method: of, input: about });
  const running = await askNow(method, input);
  if (running !== null) {
    const gone = err({ code: 'core-unavailable', retry: 'safe', why: 'the console has ended' } as const);
    return then(running, { isRunning: true, ask: async (of, about) => (await askNow(of, about)) ?? gone });
  }
  const made = await openCore({ ...options, logFile: null, runtime: 'command line', serveApi: false });
  if (!made.ok) return then(made, { isRunning: false, ask: async () => made });
  const own = (of: string, about: unknown) => made.value.call('operator', of, about);
  const told = await then(await own(method, input), { isRunning: false, ask: own });
  await made.value.close();
  return told;
}

/**
 * The status that an answerer gives once its books are open: a core that was opened for a question has not read them when it first answers.
 * Where they cannot be opened, the status says that they are not known.
 */
export async function statusWithBooks({ ask: put, isRunning }: Answerer): Promise<Result<unknown>> {
  if (!isRunning) for (const book of ['orders.list', 'transactions.list']) await put(book, { open: true, limit: 1 });
  return put('system.status', {});
}
