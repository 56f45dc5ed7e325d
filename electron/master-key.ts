import { readFileSync } from 'node:fs';
import type { KeychainAnswer } from '../core/channel.ts';
import { type FileSteps, writeWhole } from '../core/store/whole-file.ts';
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
  if (collection === 'locked') return 'The keychain is locked. Unlock it, then try again.';
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
  readonly steps: FileSteps;
}

const keyBytes = 32;

/**
 * The vault's master key: made once, kept sealed by the operating system's keychain in `file` (0600), and beside it the staged one of a
 * change that was cut off. A file that exists and cannot be opened is never replaced, for what it sealed would be lost. Never throws.
 */
export async function loadMasterKey(deps: MasterKeyDeps): Promise<KeychainAnswer> {
  try {
    const backend = deps.keychain.backend();
    const isReal = keychainRefusal({ platform: deps.platform, backend, collection: 'unlocked' }) === null;
    const collection = isReal && deps.platform === 'linux' ? await deps.collection() : 'unlocked';
    const refusal = keychainRefusal({ platform: deps.platform, backend, collection });
    if (refusal !== null) return none(refusal);
    if (!(await deps.keychain.isAvailable())) return none('The keychain is not available.');
    const sealed = readSealed(deps.file);
    const current = sealed === null ? await makeKey(deps) : await openKey(deps, deps.file, sealed);
    if (current.masterKey === null) return current;
    const next = readSealed(stagedFile(deps.file));
    const staged = next === null ? null : await openKey(deps, stagedFile(deps.file), next);
    return { ...current, staged: staged?.masterKey ?? null };
  } catch {
    return none('The keychain failed.');
  }
}

/** Where a staged master key lies until it is known which of the two counts. */
export function stagedFile(file: string): string {
  return `${file}.next`;
}

/** Nothing to be had, for a reason. */
export function none(problem: string): KeychainAnswer {
  return { problem, masterKey: null, staged: null };
}

function readSealed(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

async function openKey(deps: MasterKeyDeps, file: string, sealed: Buffer): Promise<KeychainAnswer> {
  const opened = await deps.keychain.open(sealed).catch(() => null);
  if (opened === null || Buffer.from(opened.text, 'base64').length !== keyBytes) {
    return none('The keychain cannot open the stored master key: it was sealed by another one.');
  }
  if (opened.shouldSealAgain) await sealMasterKey(deps, file, opened.text);
  return { masterKey: opened.text, staged: null, problem: null };
}

async function makeKey(deps: MasterKeyDeps): Promise<KeychainAnswer> {
  const masterKey = Buffer.from(deps.bytes(keyBytes)).toString('base64');
  const isKept = await sealMasterKey(deps, deps.file, masterKey);
  return isKept
    ? { masterKey, staged: null, problem: null }
    : none('The keychain does not give back what it was given.');
}

/** Seals a master key into `file`, durably, once the keychain has shown that it gives it back; false when it does not. Throws. */
export async function sealMasterKey(
  { keychain, steps }: Pick<MasterKeyDeps, 'keychain' | 'steps'>,
  file: string,
  masterKey: string,
): Promise<boolean> {
  const sealed = await keychain.seal(masterKey);
  const opened = await keychain.open(sealed).catch(() => null);
  if (opened?.text !== masterKey) return false;
  writeWhole(file, sealed, steps);
  return true;
}
