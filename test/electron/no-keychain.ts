import type { KeychainAnswer } from '../../core/channel.ts';

/** A host that has no keychain. */
export async function noKeychain(): Promise<KeychainAnswer> {
  return { problem: 'There is no keychain.', masterKey: null, staged: null };
}
