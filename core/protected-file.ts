import { readCopy, writeCopy } from './custody/vault-copy.ts';
import type { Address } from './domain/address.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { Clock, Ids } from './ports.ts';
import { type KeystoreChildFault, keystoreChild } from './signers/child/keystore-child.ts';
import { nodeChild, signerChildProgram } from './signers/child/node-child.ts';
import type { KeystoreSource } from './signers/child/protocol.ts';

/** For starting a child and two derivations of the strongest kind. */
const childTimeoutMs = 60_000;

/** The kinds of file that a passphrase of their own opens. */
export type ProtectedKind = 'vault' | 'keystore';

/** What can be done with a file that has a passphrase of its own, wherever it lies. The vault and the keystore in use are not touched. */
export interface ProtectedFiles {
  /**
   * Opens a file's text once and forgets what was in it: whose key it holds, null for a copy of a vault. `wrong-passphrase`,
   * `invalid-input`, `signer-unavailable`. A keystore is opened in a process of its own.
   */
  tryOpen(kind: ProtectedKind, text: string, passphrase: string): Promise<Result<Address | null>>;
  /** The text of the same under another passphrase; errors likewise. */
  rewrap(kind: ProtectedKind, text: string, passphrase: string, next: string): Promise<Result<string>>;
}

/** `node` is the program that a keystore's own process runs; null where there is none. */
export function protectedFiles(parts: {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly node: string | null;
}): ProtectedFiles {
  const { clock, node } = parts;
  const child = node === null ? null : keystoreChild(nodeChild(signerChildProgram(node)), clock, childTimeoutMs);
  return {
    async tryOpen(kind, text, passphrase) {
      if (kind === 'keystore') {
        if (child === null) return noNode;
        const opened = await child.tryOpen(sourceOf(text, passphrase));
        return opened.ok ? opened : faultAsError(opened.error);
      }
      const records = await readCopy(text, passphrase);
      if (!records.ok) return records;
      for (const { bytes } of records.value) bytes.fill(0);
      return ok(null);
    },
    async rewrap(kind, text, passphrase, next) {
      if (kind === 'keystore') {
        if (child === null) return noNode;
        const written = await child.write(sourceOf(text, passphrase), new TextEncoder().encode(next), 'strong');
        return written.ok ? ok(written.value.text) : faultAsError(written.error);
      }
      const records = await readCopy(text, passphrase);
      if (!records.ok) return records;
      const copy = await writeCopy(records.value, next, parts);
      for (const { bytes } of records.value) bytes.fill(0);
      return ok(copy);
    },
  };
}

function sourceOf(text: string, passphrase: string): KeystoreSource {
  return { from: 'keystore', text, password: new TextEncoder().encode(passphrase) };
}

function faultAsError({ state, why }: KeystoreChildFault): Result<never> {
  if (state === 'wrong-password') return err({ code: 'wrong-passphrase', retry: 'safe' });
  return err({ code: 'signer-unavailable', retry: 'safe', signer: 'keystore', state, why: `the keystore ${why}` });
}

const noNode: Result<never> = err({
  code: 'signer-unavailable',
  retry: 'safe',
  signer: 'keystore',
  state: 'not-set-up',
  why: 'there is no Node for the process that a key is opened in',
});
