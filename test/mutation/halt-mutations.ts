import type { Mutation } from './mutation.ts';

/** Every cause by which the console halts by itself, and where it is provoked. */
export const haltCauses: Readonly<Record<string, readonly string[]>> = {
  'audit-broken': ['test/core/halts-of-the-machine.test.ts'],
  'audit-failed': ['test/core/full-disk.test.ts', 'test/core/golive/halts-while-live.test.ts'],
  'clock-jumped': ['test/core/halts-of-the-machine.test.ts'],
  'core-crashed': ['test/core/core.test.ts'],
  'day-loss': ['test/core/golive/halts-while-live.test.ts'],
  'disk-full': ['test/core/halts-by-itself.test.ts', 'test/core/golive/halts-while-live.test.ts'],
  'market-stale': ['test/core/halts-of-the-machine.test.ts'],
  'passport-wider': ['test/core/golive/halts-while-live.test.ts'],
  'keyshares-mixed': ['test/core/golive/halts-while-live.test.ts'],
  'keyshares-stale': ['test/core/golive/halts-while-live.test.ts'],
  'refused-submits': ['test/core/halts-by-itself.test.ts', 'test/core/golive/halts-while-live.test.ts'],
  'settings-problem': ['test/core/core.test.ts'],
  'signature-mismatch': ['test/core/trading/transactions', 'test/core/golive/halts-while-live.test.ts'],
  'signer-changed': ['test/core/signing', 'test/core/golive/halts-while-live.test.ts'],
  'store-failed': ['test/core/trading'],
  'unexplained-change': ['test/core/golive/halts-while-live.test.ts'],
  'vault-failed': ['test/core/golive/halts-while-live.test.ts'],
};

/** Each of them, heard by nobody. */
export const haltMutations: readonly Mutation[] = Object.entries(haltCauses).map(([code, tests]) => ({
  name: `the console does not halt by itself for ${code}`,
  file: 'core/halt/halt.ts',
  find: '  const engage = (cause: HaltCause): void => {\n',
  replace: `  const engage = (cause: HaltCause): void => {\n    if (cause.code === '${code}') return;\n`,
  tests,
}));
