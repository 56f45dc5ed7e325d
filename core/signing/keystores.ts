import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KeystoreFacts } from '../contract/shapes.ts';
import type { Vault } from '../custody/vault.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { exportFile } from '../exports-folder.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import {
  changeKeystorePassword,
  createKeystore,
  drawLots,
  type WrittenKeystore,
} from '../signers/keystore/create-keystore.ts';
import { derivationStrength, type Keystore, type KeystoreFault, readKeystore } from '../signers/keystore/keystore.ts';
import { readKeystoreFile, writeNewKeystoreFile } from '../signers/keystore/keystore-file.ts';
import { openKeystore } from '../signers/keystore/open-keystore.ts';
import { underData } from './make-signer.ts';

/** The vault's record of the keystore's password. */
const passwordIdentity = 'keystore-password';
const usualFile = 'keystore.json';

/** The console's keystore: its file, its password from wherever it is, and what a person can do with both. */
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
  /** Puts the same key under another password: the new file is opened once before it takes the old one's place. */
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
  readonly ids: Ids;
  readonly clock: Clock;
}

/** The keystore of a data folder. */
export function openKeystores({ clock, dataFolder, ids, settings, vault }: KeystoreParts): Keystores {
  const named = settings.values.KEYSTORE_PATH;
  const usual = join(dataFolder, usualFile);
  const place = named === undefined ? usual : underData(dataFolder, named);
  let typed: Uint8Array | null = null;

  const remember = (password: Uint8Array | null): void => {
    typed?.fill(0);
    typed = password;
  };

  const read = async (): Promise<Result<Keystore>> => {
    const file = await readKeystoreFile(place);
    const keystore = file.ok ? readKeystore(file.value.text) : file;
    return keystore.ok ? keystore : faultAsError(keystore.error);
  };

  const writeFirst = async (made: Result<WrittenKeystore, KeystoreFault>): Promise<Result<KeystoreFacts>> => {
    if (!made.ok) return faultAsError(made.error);
    const written = await writeNewKeystoreFile(place, made.value.text);
    return written.ok ? ok(factsOf(place, made.value.text)) : faultAsError(written.error);
  };

  const reencrypted = async (password: string, newPassword: string): Promise<Result<WrittenKeystore>> => {
    const keystore = await read();
    if (!keystore.ok) return keystore;
    const made = await withBytes([password, newPassword], ([old, next]) =>
      changeKeystorePassword(keystore.value, old, next, drawLots(ids), 'strong'),
    );
    return made.ok ? made : faultAsError(made.error);
  };

  const keystores: Keystores = {
    file: () => (named !== undefined || existsSync(usual) ? place : null),
    password() {
      const given = settings.values.KEYSTORE_PASSWORD;
      if (given !== undefined) return ok(new TextEncoder().encode(given));
      if (typed !== null) return ok(Uint8Array.from(typed));
      return vault.take(passwordIdentity);
    },
    async create(password) {
      if (existsSync(place)) return thereIsOne();
      const key = ids.bytes(32);
      const made = await withBytes([password], ([bytes]) => createKeystore(key, bytes, drawLots(ids), 'strong'));
      key.fill(0);
      return writeFirst(made);
    },
    async importText(text, password, newPassword) {
      if (existsSync(place)) return thereIsOne();
      const keystore = readKeystore(text);
      if (!keystore.ok) return faultAsError(keystore.error);
      return writeFirst(
        await withBytes([password, newPassword], ([old, next]) =>
          changeKeystorePassword(keystore.value, old, next, drawLots(ids), 'strong'),
        ),
      );
    },
    async exportCopy(password, newPassword) {
      const made = await reencrypted(password, newPassword);
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
      const made = await reencrypted(password, newPassword);
      if (!made.ok) return made;
      const next = `${place}.new`;
      rmSync(next, { force: true });
      const written = await writeNewKeystoreFile(next, made.value.text);
      if (!written.ok) return faultAsError(written.error);
      const tried = await tryPassword(next, newPassword);
      if (!tried.ok) return tried;
      renameSync(next, place);
      remember(null);
      if (vault.take(passwordIdentity).ok) {
        const kept = vault.put(passwordIdentity, new TextEncoder().encode(newPassword));
        if (!kept.ok) return kept;
      }
      return ok(factsOf(place, made.value.text));
    },
    async givePassword(password, keep) {
      const tried = await tryPassword(place, password);
      if (!tried.ok) return tried;
      const bytes = new TextEncoder().encode(password);
      if (keep) return vault.put(passwordIdentity, bytes);
      remember(bytes);
      return ok(undefined);
    },
    forget: () => remember(null),
  };
  return keystores;

  function thereIsOne(): Result<never> {
    return err({ code: 'conflict', retry: 'never', what: 'there is a keystore already' });
  }
}

async function tryPassword(file: string, password: string): Promise<Result<void>> {
  const read = await readKeystoreFile(file);
  const keystore = read.ok ? readKeystore(read.value.text) : read;
  if (!keystore.ok) return faultAsError(keystore.error);
  const opened = await withBytes([password], ([bytes]) => openKeystore(keystore.value, bytes));
  if (!opened.ok) return faultAsError(opened.error);
  opened.value.key.fill(0);
  return ok(undefined);
}

/** Runs `use` with texts as bytes and overwrites those. */
async function withBytes<T, Texts extends readonly string[]>(
  texts: readonly [...Texts],
  use: (bytes: { [K in keyof Texts]: Uint8Array }) => Promise<T>,
): Promise<T> {
  const bytes = texts.map((text) => new TextEncoder().encode(text));
  try {
    return await use(bytes as { [K in keyof Texts]: Uint8Array });
  } finally {
    for (const each of bytes) each.fill(0);
  }
}

function factsOf(file: string, text: string): KeystoreFacts {
  const keystore = readKeystore(text);
  const strength = keystore.ok ? derivationStrength(keystore.value) : { text: 'unreadable', isWeak: true };
  return { file, address: keystore.ok ? keystore.value.address : null, kdf: strength.text, isWeak: strength.isWeak };
}

function faultAsError({ state, why }: KeystoreFault): Result<never> {
  if (state === 'wrong-password') return err({ code: 'wrong-passphrase', retry: 'safe' });
  return err({ code: 'signer-unavailable', retry: 'safe', signer: 'keystore', state, why: `the keystore ${why}` });
}
