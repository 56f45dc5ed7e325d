import { err, ok } from '../../../core/domain/result.ts';
import type { HostKeychain, KeychainKeys } from '../../../core/ports.ts';

/** A host's keychain in memory, which outlives the vaults that ask it; it answers in a later turn, as over the channel. */
export interface FakeKeychain {
  keys: { current: Uint8Array; staged: Uint8Array | null };
  isLocked: boolean;
  /** Steps that fail from now on. */
  broken: 'stage' | 'settle' | null;
  readonly host: HostKeychain;
}

/** One that holds `current`. */
export function fakeKeychain(current: Uint8Array): FakeKeychain {
  const failed = err({ code: 'keychain-unavailable', retry: 'safe', why: 'The keychain is locked.' } as const);
  const keychain: FakeKeychain = {
    keys: { current, staged: null },
    isLocked: false,
    broken: null,
    host: {
      read: async () => (keychain.isLocked ? failed : ok<KeychainKeys>({ ...keychain.keys })),
      async stage(key) {
        if (keychain.isLocked || keychain.broken === 'stage') return failed;
        if (keychain.keys.staged !== null) throw new Error('staged over an unsettled key');
        keychain.keys.staged = new Uint8Array(key);
        return ok(undefined);
      },
      async settle(counts) {
        if (keychain.isLocked || keychain.broken === 'settle') return failed;
        const { current: held, staged } = keychain.keys;
        keychain.keys = { current: counts === 'new' && staged !== null ? staged : held, staged: null };
        return ok(undefined);
      },
    },
  };
  return keychain;
}
