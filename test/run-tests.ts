import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { largePages } from '../core/domain/large-pages.ts';
import { ended } from '../electron/runtime/ended.ts';
import { prepareTests } from './e2e/prepare-tests.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * `npm test`: builds, finds an Electron and what the tests need of the system, then runs all of them. `--long` gives property tests their
 * full size, `--pictures` takes the pictures of the windows anew; everything else passes to vitest. Answers the exit code.
 */
export async function runTests(argv: readonly string[]): Promise<number> {
  const prepared = await prepareTests();
  if (!prepared.ok) {
    process.stderr.write(`${prepared.error}\n`);
    return 1;
  }
  const isLong = argv.includes('--long');
  const isPictured = argv.includes('--pictures');
  const passed = argv.filter((argument) => argument !== '--long' && argument !== '--pictures');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(root, 'test', 'vitest.config.ts');
  return ended(
    spawn(process.execPath, [vitest, 'run', '--config', config, ...passed], {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        ...prepared.value,
        ...largePages(process.platform),
        // Whatever a test starts as `node` is the pinned one.
        PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
        ...(isLong ? { PORTCULLIS_LONG: '1' } : {}),
        ...(isPictured ? { PORTCULLIS_PICTURES: '1' } : {}),
      },
    }),
  );
}
