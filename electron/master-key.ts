import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Keychain } from './keychain.ts';

/** Whether the default collection of the Linux secret service can be used without asking the person. */
export type CollectionState = 'unlocked' | 'locked' | 'unknown';

/** What is known of the keychain before anything that could block is called. */
export interface KeychainFacts {
  readonly platform: string;
  /** The store that Electron chose on Linux; null elsewhere. */
  readonly backend: string | null;
  readonly collection: CollectionState;
}

const realBackends: ReadonlySet<string> = new Set(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']);

/**
 * Why the keychain may not even be asked, as a sentence, or null when it may. On Linux a store that keeps its password in the program
 * is none, and a locked collection blocks the whole application until somebody answers a prompt.
 */
export function keychainRefusal({ platform, backend, collection }: KeychainFacts): string | null {
  if (platform !== 'linux') return null;
  if (backend === null || !realBackends.has(backend)) return 'This desktop offers no keychain that protects a key.';
  if (collection === 'locked') return 'The keychain is locked. Unlock it and start again.';
  if (collection === 'unknown') return 'The keychain does not answer whether it is locked.';
  return null;
}

/** What the master key is read or made with. */
export interface MasterKeyDeps {
  readonly platform: string;
  readonly keychain: Keychain;
  readonly collection: () => Promise<CollectionState>;
  /** `<data>/master-key.sealed`. */
  readonly file: string;
  /** Unpredictable bytes. */
  readonly bytes: (length: number) => Uint8Array;
}

/** The master key, base64 of 32 bytes, or why there is none. Exactly one of the two is null. */
export type MasterKeyAnswer =
  | { readonly masterKey: string; readonly problem: null }
  | { readonly masterKey: null; readonly problem: string };

const keyBytes = 32;

/**
 * The vault's master key: made once, kept sealed by the operating system's keychain in `file` (0600). A file that exists and cannot be
 * opened is never replaced, for what it sealed would be lost. Never throws.
 */
export async function loadMasterKey(deps: MasterKeyDeps): Promise<MasterKeyAnswer> {
  try {
    const backend = deps.keychain.backend();
    const isReal = keychainRefusal({ platform: deps.platform, backend, collection: 'unlocked' }) === null;
    const collection = isReal && deps.platform === 'linux' ? await deps.collection() : 'unlocked';
    const refusal = keychainRefusal({ platform: deps.platform, backend, collection });
    if (refusal !== null) return none(refusal);
    if (!(await deps.keychain.isAvailable())) return none('The keychain is not available.');
    const sealed = readSealed(deps.file);
    return sealed === null ? await makeKey(deps) : await openKey(deps, sealed);
  } catch {
    return none('The keychain failed.');
  }
}

function none(problem: string): MasterKeyAnswer {
  return { masterKey: null, problem };
}

function readSealed(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

async function openKey(deps: MasterKeyDeps, sealed: Buffer): Promise<MasterKeyAnswer> {
  const opened = await deps.keychain.open(sealed).catch(() => null);
  if (opened === null || Buffer.from(opened.text, 'base64').length !== keyBytes) {
    return none('The keychain cannot open the stored master key: it was sealed by another one.');
  }
  if (opened.shouldSealAgain) writeSealed(deps.file, await deps.keychain.seal(opened.text));
  return { masterKey: opened.text, problem: null };
}

async function makeKey(deps: MasterKeyDeps): Promise<MasterKeyAnswer> {
  const masterKey = Buffer.from(deps.bytes(keyBytes)).toString('base64');
  const sealed = await deps.keychain.seal(masterKey);
  const opened = await deps.keychain.open(sealed);
  if (opened.text !== masterKey) return none('The keychain does not give back what it was given.');
  writeSealed(deps.file, sealed);
  return { masterKey, problem: null };
}

/** Whole or not at all, and on the disk before the key is used for anything. */
function writeSealed(file: string, sealed: Uint8Array): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fresh = `${file}.new`;
  rmSync(fresh, { force: true });
  const handle = openSync(fresh, 'wx', 0o600);
  try {
    writeSync(handle, sealed);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
  if (process.platform === 'win32') return;
  const folderHandle = openSync(folder, 'r');
  fsyncSync(folderHandle);
  closeSync(folderHandle);
}
