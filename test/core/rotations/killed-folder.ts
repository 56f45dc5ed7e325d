import { headlessPorts } from '../../../core/cli/headless-ports.ts';
import type { WireIn } from '../../../core/contract/methods.ts';
import type { MethodName } from '../../../core/contract/names.ts';
import { createCore } from '../../../core/core.ts';
import { terminalPlace } from '../cli/at-terminal.ts';
import { passphrase } from './real-console.ts';

/** A data folder that a real console can be started on. */
export interface KilledFolder {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  remove(): void;
}

/** Does something as the person in the approval window; throws unless it is answered well. */
export type AsPerson = <M extends MethodName>(method: M, input: WireIn<M>) => Promise<void>;

/**
 * Makes a folder with a vault in it and whatever `fill` puts there, by a console in this process that is closed again. `settings` may
 * write files beside the data folder, under `root`.
 */
export async function killedFolder(
  settings: (root: string) => Readonly<Record<string, string>> = () => ({}),
  fill: (asPerson: AsPerson) => Promise<void> = async () => undefined,
): Promise<KilledFolder> {
  const { dataFolder, environment: base, remove, root } = terminalPlace();
  const environment = { ...base, ...settings(root) };
  const made = await createCore(headlessPorts(null), {
    dataFolder,
    environment,
    runtime: 'test',
    previousCrash: false,
    serveApi: false,
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const asPerson: AsPerson = async (method, input) => {
    const answer = await made.value.call('approval', method, input);
    if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
  };
  try {
    await asPerson('vault.unlock', { passphrase });
    await fill(asPerson);
  } finally {
    await made.value.close();
  }
  return { dataFolder, environment, remove };
}
