import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { ClosingCounts } from './closing-counts.ts';
import { LongFirst } from './long-first.ts';
import { seed, someOf } from './some-of.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const ccxtSources = fileURLToPath(new URL('../node_modules/ccxt/js/src', import.meta.url));

/** The longest walks in the window: one of them is drawn by PORTCULLIS_SEED, all are in a long run, and whoever names one gets it. */
const walks = ['custody', 'going-live', 'ledger', 'signers', 'signing'];
const drawn = someOf(walks, 1);
const isNamed = (name: string): boolean => process.argv.some((argument) => argument.includes(name));
/**
 * What an ordinary run has not the time for; the whole console is packaged and driven by `npm run test:long -- packaged`, and each halt while
 * live is waited for in the window by `npm run test:long -- halts-by-itself`.
 */
const isLong = process.env.PORTCULLIS_LONG !== undefined;
const longOnly = isLong
  ? []
  : [
      'packaged',
      ...['halts-by-itself', 'halts-by-itself-services'].filter((name) => !isNamed(name)),
      ...walks.filter((name) => !drawn.includes(name) && !isNamed(name)),
    ];
if (longOnly.length > 0) process.stdout.write(`Not in this run (PORTCULLIS_SEED=${seed}): ${longOnly.join(', ')}\n`);

export default defineConfig({
  root,
  resolve: { alias: { 'ccxt-src': ccxtSources } },
  test: {
    // Many tests wait for a chain, a process or a device: one more than the cores of a small machine keeps those busy.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // A condition that is waited for may come late on a busy machine; patience costs nothing where it comes.
    expect: { poll: { timeout: 30_000, interval: 20 } },
    reporters: ['default', new ClosingCounts()],
    projects: [
      {
        extends: true,
        test: {
          name: 'architecture',
          include: ['test/architecture.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{core,electron,mutation,renderer}/**/*.test.{ts,tsx}'],
          // A process loads the libraries once and runs file after file; each file is held to leaving it as it was.
          isolate: false,
          setupFiles: ['test/leaves-nothing.ts'],
          // Keys are derived, processes and chains started: a busy machine takes its time; and property tests of full size take minutes.
          testTimeout: isLong ? 900_000 : 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...longOnly.map((name) => `test/e2e/${name}.test.ts`)],
          globalSetup: ['test/e2e/global-setup.ts'],
          setupFiles: ['test/e2e/own-display.ts'],
          // A console mostly waits, for a person's hold or a block; more than three, and Chromium takes its own processes for hung.
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
