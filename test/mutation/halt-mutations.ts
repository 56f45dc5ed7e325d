import type { Mutation } from './mutation.ts';

/** Every cause by which the console halts by itself, and where it is provoked. */
export const haltCauses: Readonly<Record<string, readonly string[]>> = {
  'audit-broken': ['test/core/audit'],
  'audit-failed': ['test/core/full-disk.test.ts'],
  'clock-jumped': ['test/core/halt', 'test/core/halts-by-itself.test.ts'],
  'core-crashed': ['test/core/core.test.ts'],
  'disk-full': ['test/core/halt', 'test/core/halts-by-itself.test.ts'],
  'market-stale': ['test/core/halt', 'test/core/halts-by-itself.test.ts'],
  'refused-submits': ['test/core/halt', 'test/core/halts-by-itself.test.ts'],
  'settings-problem': ['test/core/core.test.ts'],
  'signature-mismatch': ['test/core/trading/transactions'],
  'signer-changed': ['test/core/signing'],
  'store-failed': ['test/core/trading'],
};

/** Each of them, heard by nobody. */
export const haltMutations: readonly Mutation[] = Object.entries(haltCauses).map(([code, tests]) => ({
  name: `the console does not halt by itself for ${code}`,
  file: 'core/halt/halt.ts',
  find: '  const engage = (cause: HaltCause): void => {\n',
  replace: `  const engage = (cause: HaltCause): void => {\n    if (cause.code === '${code}') return;\n`,
  tests,
}));
