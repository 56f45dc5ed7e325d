import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KeystoreFacts } from '../contract/shapes.ts';
import type { Vault } from '../custody/vault.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { exportFile } from '../exports-folder.ts';
import type { Clock } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { type KeystoreChildFault, keystoreChild } from '../signers/child/keystore-child.ts';
import { nodeChild, signerChildProgram } from '../signers/child/node-child.ts';
import type { KeystoreSource, WriteSource } from '../signers/child/protocol.ts';
import type { WrittenKeystore } from '../signers/keystore/create-keystore.ts';
import { derivationStrength, type KeystoreFault, readKeystore } from '../signers/keystore/keystore.ts';
import { readKeystoreFile, writeNewKeystoreFile } from '../signers/keystore/keystore-file.ts';
import { stored } from '../store/stored.ts';
import { replaceFile } from '../store/whole-file.ts';
import { noNode, underData } from './make-signer.ts';

/** The vault's record of the keystore's password. */
export const passwordIdentity = 'keystore-password';
const usualFile = 'keystore.json';
/** For starting a child and two derivations of the strongest kind. */
const childTimeoutMs = 60_000;

/**
 * The console's keystore: its file, its password from wherever it is, and what a person can do with both. Its key is only ever opened in
 * a child of its own.
 */
export interface Keystores {
  /** The file: `KEYSTORE_PATH`, else keystore.json of the data folder where there is one; null where there is none. */
  file(): string | null;
  /** The password in UTF-8: `KEYSTORE_PASSWORD`, else as typed in this run, else out of the vault. `vault-locked`, `not-found`. */
  password(): Result<Uint8Array>;
  /** Makes a key and a keystore of it where there is none yet; `conflict` else. */
  create(password: string): Promise<Result<KeystoreFacts>>;
  /** Takes a keystore of others in, under a new password; `conflict` where there is one already. */
  importText(text: string, password: string, newPassword: string): Promise<Result<KeystoreFacts>>;
  /** Writes the same key under another password to a new file in `exports` of the data folder. */
  exportCopy(password: string, newPassword: string): Promise<Result<KeystoreFacts>>;
  /**
   * Puts the same key under another password: the new file is opened once before it takes the old one's place, and what the vault keeps
   * is changed with it. `conflict` for the same password, or where a setting holds it; `vault-locked` where the locked vault keeps it:
   * nothing was changed then. `storage-failed`: the file is the old one or the new one, whole.
   */
  changePassword(password: string, newPassword: string): Promise<Result<KeystoreFacts>>;
  /** Tries a password and, if it is right, remembers it for this run, or with `keep` in the vault. */
  givePassword(password: string, keep: boolean): Promise<Result<void>>;
  /** Forgets a password that was typed. */
  forget(): void;
}

/** What keystores stand on. */
export interface KeystoreParts {
  readonly settings: Settings;
  readonly dataFolder: string;
  readonly vault: Vault;
  readonly clock: Clock;
  /** The program that a key's own process runs; null where there is none. */
  readonly node: string | null;
}

/** The keystore of a data folder. */
export function openKeystores({ clock, dataFolder, node, settings, vault }: KeystoreParts): Keystores {
  const named = settings.values.KEYSTORE_PATH;
  const usual = join(dataFolder, usualFile);
  const place = named === undefined ? usual : underData(dataFolder, named);
  const child = node === null ? null : keystoreChild(nodeChild(signerChildProgram(node)), clock, childTimeoutMs);
  let typed: Uint8Array | null = null;

  const remember = (password: Uint8Array | null): void => {
    typed?.fill(0);
    typed = password;
  };

  const write = async (source: WriteSource, newPassword: string): Promise<Result<WrittenKeystore>> => {
    if (child === null) return thereIsNoNode();
    const made = await child.write(source, bytesOf(newPassword), 'strong');
    return made.ok ? made : faultAsError(made.error);
  };

  const writeFirst = async (source: WriteSource, newPassword: string): Promise<Result<KeystoreFacts>> => {
    if (existsSync(place)) return thereIsOne();
    const made = await write(source, newPassword);
    if (!made.ok) return made;
    const written = await writeNewKeystoreFile(place, made.value.text);
    return written.ok ? ok(factsOf(place, made.value.text)) : faultAsError(written.error);
  };

  const rewrite = async (password: string, newPassword: string): Promise<Result<WrittenKeystore>> => {
    const file = await readKeystoreFile(place);
    return file.ok ? write(sourceOf(file.value.text, password), newPassword) : faultAsError(file.error);
  };

  const tryPassword = async (file: string, password: string): Promise<Result<void>> => {
    if (child === null) return thereIsNoNode();
    const read = await readKeystoreFile(file);
    const opened = read.ok ? await child.tryOpen(sourceOf(read.value.text, password)) : read;
    return opened.ok ? ok(undefined) : faultAsError(opened.error);
  };

  /** Whether the vault keeps the password; `vault-locked` where it does and cannot be changed now. */
  const keptInVault = (): Result<boolean> => {
    const records = vault.identities();
    if (!records.ok || !records.value.includes(passwordIdentity)) return records.ok ? ok(false) : records;
    const kept = vault.take(passwordIdentity);
    if (!kept.ok) return kept;
    kept.value.fill(0);
    return ok(true);
  };

  /** The vault first, which may have been locked meanwhile; where the file cannot follow it has the old password again. */
  const putInPlace = (next: string, password: string, newPassword: string): Result<void> => {
    const kept = keptInVault();
    if (!kept.ok) return kept;
    const changed = kept.value ? vault.put(passwordIdentity, bytesOf(newPassword)) : ok(undefined);
    if (!changed.ok) return changed;
    const replaced = stored('the keystore could not be replaced', () => replaceFile(next, place));
    // A name that is not durable yet is the new file all the same.
    if (!replaced.ok && existsSync(next) && kept.value) vault.put(passwordIdentity, bytesOf(password));
    return replaced;
  };

  return {
    file: () => (named !== undefined || existsSync(usual) ? place : null),
    password() {
      const given = settings.values.KEYSTORE_PASSWORD;
      if (given !== undefined) return ok(bytesOf(given));
      if (typed !== null) return ok(Uint8Array.from(typed));
      return vault.take(passwordIdentity);
    },
    create: (password) => writeFirst({ from: 'new' }, password),
    importText: (text, password, newPassword) => writeFirst(sourceOf(text, password), newPassword),
    async exportCopy(password, newPassword) {
      const made = await rewrite(password, newPassword);
      if (!made.ok) return made;
      const target = exportFile(dataFolder, clock, `keystore-${made.value.address.toLowerCase()}`, 'json');
      const written = await writeNewKeystoreFile(target, made.value.text);
      return written.ok ? ok(factsOf(target, made.value.text)) : faultAsError(written.error);
    },
    async changePassword(password, newPassword) {
      if (settings.values.KEYSTORE_PASSWORD !== undefined) {
        const what = 'the password is held by KEYSTORE_PASSWORD; take it out there first';
        return err({ code: 'conflict', retry: 'never', what });
      }
      if (password === newPassword) {
        return err({ code: 'conflict', retry: 'never', what: 'the new password is the old one' });
      }
      const before = keptInVault();
      if (!before.ok) return before;
      const made = await rewrite(password, newPassword);
      if (!made.ok) return made;
      const next = `${place}.new`;
      rmSync(next, { force: true });
      const written = await writeNewKeystoreFile(next, made.value.text);
      const tried = written.ok ? await tryPassword(next, newPassword) : faultAsError(written.error);
      const put = tried.ok ? putInPlace(next, password, newPassword) : tried;
      if (!put.ok) {
        rmSync(next, { force: true });
        return put;
      }
      remember(null);
      return ok(factsOf(place, made.value.text));
    },
    async givePassword(password, keep) {
      const tried = await tryPassword(place, password);
      if (!tried.ok) return tried;
      const bytes = bytesOf(password);
      if (keep) return vault.put(passwordIdentity, bytes);
      remember(bytes);
      return ok(undefined);
    },
    forget: () => remember(null),
  };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function sourceOf(text: string, password: string): KeystoreSource {
  return { from: 'keystore', text, password: bytesOf(password) };
}

function thereIsOne(): Result<never> {
  return err({ code: 'conflict', retry: 'never', what: 'there is a keystore already' });
}

function thereIsNoNode(): Result<never> {
  return err({ code: 'signer-unavailable', retry: 'safe', signer: 'keystore', state: 'not-set-up', why: noNode });
}

function factsOf(file: string, text: string): KeystoreFacts {
  const keystore = readKeystore(text);
  const strength = keystore.ok ? derivationStrength(keystore.value) : { text: 'unreadable', isWeak: true };
  return { file, address: keystore.ok ? keystore.value.address : null, kdf: strength.text, isWeak: strength.isWeak };
}

function faultAsError({ state, why }: KeystoreFault | KeystoreChildFault): Result<never> {
  if (state === 'wrong-password') return err({ code: 'wrong-passphrase', retry: 'safe' });
  return err({ code: 'signer-unavailable', retry: 'safe', signer: 'keystore', state, why: `the keystore ${why}` });
}
