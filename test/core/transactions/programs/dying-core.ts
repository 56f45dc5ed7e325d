import { readFileSync } from 'node:fs';
import { createCore } from '../../../../core/core.ts';
import { systemClock, systemIds } from '../../../../core/node-ports.ts';
import { systemSignerPorts } from '../../../../core/signer-ports.ts';

/** What a core that is to be killed is started with. */
export interface DyingCore {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Previewed and submitted at once. */
  readonly draft: object;
}

// A core in a process of its own that submits one transaction. Whoever started it kills it while the signer has that.
const { dataFolder, draft, environment } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as DyingCore;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const made = await createCore(
  {
    clock: systemClock,
    ids: systemIds,
    fetch,
    log: quiet,
    arming: { isArmed: () => false },
    signers: systemSignerPorts(),
    masterKey: null,
  },
  { dataFolder, environment, runtime: 'test', previousCrash: false, serveApi: false },
);
if (!made.ok) throw new Error(JSON.stringify(made.error));
const shown = (await made.value.call('console', 'transactions.preview', draft)) as { value?: { previewId: string } };
await made.value.call('console', 'transactions.submit', { previewId: shown.value?.previewId });
process.exit(1);
