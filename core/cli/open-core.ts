import type { CoreOptions } from '../core-options.ts';
import { openingSwitches } from '../golive/opening-switches.ts';
import type { AskOptions } from './ask.ts';

/** How a core is opened from the command line: where it logs to, null for nowhere, and what it is for. */
export interface OpenOptions extends AskOptions, Pick<CoreOptions, 'runtime' | 'serveApi'> {
  readonly logFile: string | null;
}

/**
 * Opens a core on a data folder, as `createCore`. Its code is loaded only here: what is asked of a console that runs, a halt above all, does
 * not wait for it.
 */
export async function openCore({ dataFolder, environment, logFile, runtime, serveApi }: OpenOptions) {
  const [{ createCore }, { headlessPorts }, { officialNodes }] = await Promise.all([
    import('../core.ts'),
    import('./headless-ports.ts'),
    import('../version.ts'),
  ]);
  const host = {
    isOfficial: officialNodes.includes(process.versions.node),
    openings: openingSwitches(process.execArgv, environment),
  };
  const options = { dataFolder, environment, runtime, host, previousCrash: false, serveApi };
  return createCore(headlessPorts(logFile), options);
}
