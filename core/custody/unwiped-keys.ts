import type { Result } from '../domain/result.ts';
import { type ChangeParts, retireKey } from './change-keys.ts';
import type { StoredCredential } from './credentials-table.ts';

/** Keys that the person has wiped and whose wipe cannot be kept yet, as on a full disk. */
export interface UnwipedKeys {
  /** Whether a key counts as wiped though it is still there: it is used for nothing any more while this run lasts. */
  has(credentialId: string): boolean;
  /** Wipes a key; see `retireKey`. Where that cannot be kept it counts as wiped from now on, and is tried again. */
  wipe(credential: StoredCredential, reason: string): Result<StoredCredential>;
  /** It was to be wiped, and not even that could be written down. */
  hold(credentialId: string, reason: string): void;
  /** Tries all of them again; answers those that are wiped now. */
  retry(): readonly StoredCredential[];
}

/** None yet. Where the console ends before a wipe could be kept, the key is there again at the next start: the person was told so. */
export function createUnwipedKeys(parts: ChangeParts): UnwipedKeys {
  const held = new Map<string, string>();
  return {
    has: (credentialId) => held.has(credentialId),
    wipe(credential, reason) {
      const done = retireKey(parts, credential, reason);
      if (!done.ok && done.error.code === 'storage-failed') held.set(credential.credentialId, reason);
      else if (done.ok) held.delete(credential.credentialId);
      return done;
    },
    hold: (credentialId, reason) => void held.set(credentialId, reason),
    retry() {
      const wiped: StoredCredential[] = [];
      for (const [credentialId, reason] of held) {
        const found = parts.table.find(credentialId);
        if (!found.ok) continue;
        const done = found.value === null ? null : retireKey(parts, found.value, reason);
        if (done?.ok === true) wiped.push(done.value);
        // What is gone, or was never in the vault, needs no wiping.
        if (done === null || done.ok || done.error.code === 'conflict') held.delete(credentialId);
      }
      return wiped;
    },
  };
}
