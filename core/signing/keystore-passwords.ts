import { basename, dirname, resolve } from 'node:path';
import type { Vault } from '../custody/vault.ts';
import { ok, type Result } from '../domain/result.ts';
import { digestOf, seenKeystore, usualFile } from './keystore-files.ts';

/** The vault's record of the password of the keystore that is made first. */
export const passwordIdentity = 'keystore-password';
/** What the vault keeps beside a password while its file is put under another: the new file's digest, and the new password. */
const nextMark = '-next';
const digestLength = 64;

/** The passwords of keystores, each for its own file: as set, as typed in this run, as the vault keeps them. */
export interface KeystorePasswords {
  /** The password in UTF-8: `KEYSTORE_PASSWORD`, else as typed in this run, else out of the vault. `vault-locked`, `not-found`. */
  of(file: string): Result<Uint8Array>;
  /** Whether the vault keeps one for this file; known while it is locked, too. `storage-failed`. */
  isKept(file: string): Result<boolean>;
  /** Keeps one in the vault; `vault-locked`, `storage-failed`. */
  keep(file: string, password: string): Result<void>;
  /** Remembers one for this run; null forgets it. */
  remember(file: string, password: Uint8Array | null): void;
  /**
   * Before a file is put under another password: what the vault keeps changes with the file and not before, so that a console that ends
   * in between opens what is there. Nothing where the vault keeps none; `vault-locked`, `storage-failed`: then nothing may be replaced.
   */
  stage(file: string, nextText: string, newPassword: string): Result<void>;
  /** After that, whichever file is there: the password that the vault keeps is the one of that file. */
  settle(file: string): void;
  /** Takes what is known of a file's password away, with the file. */
  drop(file: string): void;
  forgetAll(): void;
}

/** What passwords stand on. */
export interface PasswordParts {
  readonly dataFolder: string;
  /** `KEYSTORE_PASSWORD`, which counts before everything else. */
  readonly given: string | undefined;
  readonly vault: Pick<Vault, 'put' | 'take' | 'remove' | 'identities'>;
}

/** The passwords of the keystores of a data folder. */
export function keystorePasswords({ dataFolder, given, vault }: PasswordParts): KeystorePasswords {
  const typed = new Map<string, Uint8Array>();
  const isHere = (file: string): boolean => dirname(file) === resolve(dataFolder);

  const identityOf = (file: string): string => {
    if (file === usualFile(dataFolder)) return passwordIdentity;
    const name = isHere(file) ? basename(file, '.json') : digestOf(file).slice(0, 16);
    return `${passwordIdentity}-${name}`;
  };
  const has = (identity: string): Result<boolean> => {
    const all = vault.identities();
    return all.ok ? ok(all.value.includes(identity)) : all;
  };
  /** Where the password of a file lies. One that is named elsewhere had the first one's place before each had its own. */
  const placeOf = (file: string): Result<string> => {
    const own = identityOf(file);
    const isThere = has(own);
    if (!isThere.ok) return isThere;
    return ok(isThere.value || isHere(file) ? own : passwordIdentity);
  };
  const isKept: KeystorePasswords['isKept'] = (file) => {
    const place = placeOf(file);
    return place.ok ? has(place.value) : place;
  };

  const settle = (file: string): void => {
    const next = `${identityOf(file)}${nextMark}`;
    const isStaged = has(next);
    if (!isStaged.ok || !isStaged.value) return;
    const staged = vault.take(next);
    const seen = seenKeystore(file);
    if (!staged.ok || seen === null) return;
    const isReplaced = new TextDecoder().decode(staged.value.subarray(0, digestLength)) === seen.digest;
    const kept = isReplaced ? vault.put(identityOf(file), staged.value.slice(digestLength)) : ok(undefined);
    staged.value.fill(0);
    if (kept.ok) vault.remove(next);
  };

  const remember: KeystorePasswords['remember'] = (file, password) => {
    typed.get(file)?.fill(0);
    if (password === null) typed.delete(file);
    else typed.set(file, password);
  };

  return {
    of(file) {
      if (given !== undefined) return ok(bytesOf(given));
      const known = typed.get(file);
      if (known !== undefined) return ok(Uint8Array.from(known));
      settle(file);
      const place = placeOf(file);
      return place.ok ? vault.take(place.value) : place;
    },
    isKept,
    keep: (file, password) => vault.put(identityOf(file), bytesOf(password)),
    remember,
    stage(file, nextText, newPassword) {
      const kept = isKept(file);
      if (!kept.ok || !kept.value) return kept.ok ? ok(undefined) : kept;
      return vault.put(`${identityOf(file)}${nextMark}`, bytesOf(`${digestOf(nextText)}${newPassword}`));
    },
    settle,
    drop(file) {
      remember(file, null);
      vault.remove(identityOf(file));
    },
    forgetAll() {
      for (const file of [...typed.keys()]) remember(file, null);
    },
  };
}

/** A password as the derivation takes it. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
