// Stands where Electron's program is looked for, and starts the real one as the launcher does: what is secret in the environment goes over
// a pipe. Playwright's own arguments must come before the application's, so this is not the launcher itself.
import { withdrawSecrets } from '../../core/settings/withdraw-secrets.ts';
import { ended } from '../../electron/runtime/ended.ts';
import { spawnWithSecrets } from '../../electron/runtime/spawn-with-secrets.ts';

const secrets = withdrawSecrets(process.env);
const program = process.env.CANARY_ELECTRON ?? '';
process.exitCode = await ended(spawnWithSecrets(program, process.argv.slice(2), process.env, secrets));
