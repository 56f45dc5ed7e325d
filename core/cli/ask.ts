import { askOverSocket } from '../api/socket-client.ts';
import { socketPath } from '../api/socket-path.ts';
import type { Result } from '../domain/result.ts';
import { openCore } from './open-core.ts';

/** Where and as whom to ask. */
export interface AskOptions {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Asks a console that runs on this data folder; null when none does. */
export function askRunning(
  { dataFolder, environment }: AskOptions,
  request: { readonly method: string; readonly input: unknown; readonly passphrase?: string },
): Promise<Result<unknown> | null> {
  return askOverSocket(socketPath(dataFolder, environment), request);
}

/** Asks beside a running console over its socket, else opens a core for this one question. */
export async function ask(options: AskOptions, method: string, input: unknown): Promise<Result<unknown>> {
  const running = await askRunning(options, { method, input });
  if (running !== null) return running;
  const made = await openCore({ ...options, logFile: null, runtime: 'command line', serveApi: false });
  if (!made.ok) return made;
  const answer = await made.value.call('operator', method, input);
  await made.value.close();
  return answer;
}
