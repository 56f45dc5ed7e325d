import type { Mutation } from './mutation.ts';

/** Every item of going live, by its id. */
export const checklistItemIds = [
  'build-known',
  'chain-verified',
  'real-keychain',
  'settings-taken',
  'clock-right',
  'exchange-clocks',
  'official-program',
  'nothing-open',
  'no-plain-secrets',
  'halt-tested',
  'self-tested',
  'disk-encrypted',
  'no-environment-key',
  'withdrawal-off',
  'bound-to-addresses',
  'transaction-rules',
  'order-limits',
  'paper-record',
  'nothing-overdue',
  'calendar-written',
  'emergency-rehearsed',
  'backups-verified',
  'contacts-reviewed',
  'signer-ready',
  'signer-verified',
  'ledger-app',
  'signer-over-tls',
  'keyshares-attested',
] as const;

/** Each item, met whatever is so. */
export const checklistMutations: readonly Mutation[] = checklistItemIds.map((itemId) => ({
  name: `the checklist always finds ${itemId} met`,
  file: 'core/golive/checklist.ts',
  find: '  const items = judged.map(',
  replace: `  const items = judged.map((one) => (one.itemId === '${itemId}' ? { ...one, state: 'met' as const, fix: null } : one)).map(`,
  tests: ['test/core/golive'],
}));
