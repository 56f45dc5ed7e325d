import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { KeystoreFacts } from '../contract/shapes.ts';
import type { Vault } from '../custody/vault.ts';
import type { Address } from '../domain/address.ts';
import { createAlone } from '../domain/alone.ts';
import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { exportFile } from '../exports-folder.ts';
import type { Clock } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { keystoreChild } from '../signers/child/keystore-child.ts';
import { nodeChild, signerChildProgram } from '../signers/child/node-child.ts';
import type { WriteSource } from '../signers/child/protocol.ts';
import type { WrittenKeystore } from '../signers/keystore/create-keystore.ts';
import { readKeystoreFile, writeNewKeystoreFile } from '../signers/keystore/keystore-file.ts';
import { stored } from '../store/stored.ts';
import { replaceFile, writeWhole } from '../store/whole-file.ts';
import { deleteKeystores } from './delete-keystores.ts';
import {
  faultAsError,
  keystoreFactsOf,
  passwordFromEnvironment,
  sourceOf,
  thereIsNoKeystore,
  thereIsNoNode,
  thereIsOne,
} from './keystore-answers.ts';
import {
  besideFile,
  fileFor,
  keystoresIn,
  oldCopiesOf,
  oldCopyFile,
  type SeenKeystore,
  seenKeystore,
  usualFile,
} from './keystore-files.ts';
import { bytesOf, keystorePasswords } from './keystore-passwords.ts';
import { underData } from './under-data.ts';

/** For starting a child and two derivations of the strongest kind. */
const childTimeoutMs = 60_000;

/**
 * The console's keystores: the one in use, others beside it, their passwords from wherever they are, and what a person can do with them.
 * A key is only ever opened in a child of its own.
 */
export interface Keystores {
  /**
   * The file that counts where this address must sign, or the pinned one where none is given: `KEYSTORE_PATH`, else the one of that
   * address in the data folder, else keystore.json there; null where there is none.
   */
  file(pinned?: Address | null): string | null;
  /** The password in UTF-8 of that file: `KEYSTORE_PASSWORD`, else as typed in this run, else out of the vault. `vault-locked`, `not-found`. */
  password(pinned?: Address | null): Result<Uint8Array>;
  /** Whether the vault keeps the password of the file in use; known while it is locked. `storage-failed`. */
  isPasswordKept(): Result<boolean>;
  /** The keystores of the data folder that are not the one in use, as they lie there now. */
  others(): readonly SeenKeystore[];
  /** The copies of the file in use under old passwords, oldest first. */
  oldCopies(): readonly string[];
  /** Makes a key and a keystore of it where there is none yet, `conflict` else; `isBeside` beside the one in use, which stays as it is. */
  create(password: string, isBeside: boolean): Promise<Result<KeystoreFacts>>;
  /** Takes a keystore of others in, under a new password; where, as `create`. */
  importText(text: string, password: string, newPassword: string, isBeside: boolean): Promise<Result<KeystoreFacts>>;
  /** Writes the same key under another password to a new file in `exports` of the data folder. */
  exportCopy(password: string, newPassword: string): Promise<Result<KeystoreFacts>>;
  /**
   * Puts the same key under another password: the new file is opened once before it takes the old one's place, and what the vault keeps
   * is changed with it. With `keepsOld` a copy of the old file stays beside it. `conflict` for the same password, or where a setting
   * holds it; `vault-locked` where the locked vault keeps it: nothing was changed then. `storage-failed`: the file is the old one or the
   * new one, whole.
   */
  changePassword(password: string, newPassword: string, keepsOld: boolean): Promise<Result<KeystoreFacts>>;
  /** Tries a password on the keystore in use and on those beside it; where it is right, remembers it for this run, or with `keep` in the vault. */
  givePassword(password: string, keep: boolean): Promise<Result<void>>;
  /** Opens a file once with the password that counts for it: the address of its key. As `password`, `wrong-passphrase`, `signer-unavailable`. */
  opens(file: string): Promise<Result<Address>>;
  /** As `deleteKeystores`, by what is typed; what is known of the passwords of those deleted is forgotten. */
  deleteFiles(files: () => Result<readonly string[]>, password: string): Promise<Result<readonly string[]>>;
  /** Forgets what was typed. */
  forget(): void;
}

/** What keystores stand on. */
export interface KeystoreParts {
  readonly settings: Settings;
  readonly dataFolder: string;
  readonly vault: Vault;
  readonly clock: Clock;
  /** The address that is pinned for the keystore; null where none is. */
  readonly pinned: () => Address | null;
  /** The program that a key's own process runs; null where there is none. */
  readonly node: string | null;
}

/** The keystores of a data folder. */
export function openKeystores({ clock, dataFolder, node, settings, vault, ...parts }: KeystoreParts): Keystores {
  const { KEYSTORE_PASSWORD, KEYSTORE_PATH, PORTCULLIS_SIGNER_ADDRESS } = settings.values;
  const named = KEYSTORE_PATH === undefined ? null : underData(dataFolder, KEYSTORE_PATH);
  const child = node === null ? null : keystoreChild(nodeChild(signerChildProgram(node)), clock, childTimeoutMs);
  const passwords = keystorePasswords({ dataFolder, given: KEYSTORE_PASSWORD, vault });
  const pinnedNow = (): Address | null => parts.pinned() ?? PORTCULLIS_SIGNER_ADDRESS ?? null;
  const file = (pinned: Address | null = null): string | null => named ?? fileFor(dataFolder, pinned ?? pinnedNow());

  const write = async (source: WriteSource, newPassword: string): Promise<Result<WrittenKeystore>> => {
    if (child === null) return thereIsNoNode();
    const made = await child.write(source, bytesOf(newPassword), 'strong');
    return made.ok ? made : faultAsError(made.error);
  };

  const others = (): readonly SeenKeystore[] => {
    const found = keystoresIn(dataFolder).filter((one) => one !== file());
    return found.flatMap((one) => seenKeystore(one) ?? []);
  };

  /** Why no keystore may be made in this place now. */
  const mayMake = (newPassword: string, isBeside: boolean): Result<void> => {
    const inUse = file();
    const isThere = inUse !== null && existsSync(inUse);
    if (!isBeside) return isThere ? thereIsOne() : ok(undefined);
    if (!isThere) return thereIsNoKeystore();
    const password = passwords.of(inUse);
    const isSame = password.ok && Buffer.from(bytesOf(newPassword)).equals(password.value);
    if (password.ok) password.value.fill(0);
    return isSame ? conflict('the new password is the one of the keystore in use') : ok(undefined);
  };

  const make = async (source: WriteSource, newPassword: string, isBeside: boolean): Promise<Result<KeystoreFacts>> => {
    const may = mayMake(newPassword, isBeside);
    if (!may.ok) return may;
    const made = await write(source, newPassword);
    if (!made.ok) return made;
    const { address, text } = made.value;
    const inUse = file();
    const known = [...others(), ...(inUse === null ? [] : [seenKeystore(inUse)])];
    if (isBeside && known.some((one) => one?.address === address)) return conflict('there is a keystore of this key');
    const target = isBeside ? besideFile(dataFolder, address) : (named ?? usualFile(dataFolder));
    const written = await writeNewKeystoreFile(target, text);
    if (!written.ok) return faultAsError(written.error);
    // Beside the one in use it is needed before it could be asked for by itself.
    if (isBeside) passwords.remember(target, bytesOf(newPassword));
    return ok(keystoreFactsOf(target, text));
  };

  const rewrite = async (place: string, password: string, newPassword: string): Promise<Result<WrittenKeystore>> => {
    const read = await readKeystoreFile(place);
    return read.ok ? write(sourceOf(read.value.text, bytesOf(password)), newPassword) : faultAsError(read.error);
  };

  const tryPassword = async (place: string, password: Uint8Array): Promise<Result<Address>> => {
    if (child === null) return thereIsNoNode();
    const read = await readKeystoreFile(place);
    const opened = read.ok ? await child.tryOpen(sourceOf(read.value.text, password)) : read;
    return opened.ok ? ok(opened.value) : faultAsError(opened.error);
  };

  /** All at once, so that nobody asks for the password in between: what the vault keeps follows the file that is there afterwards. */
  const putInPlace = (
    next: string,
    place: string,
    text: string,
    newPassword: string,
    keepsOld: boolean,
  ): Result<void> => {
    const staged = passwords.stage(place, text, newPassword);
    if (!staged.ok) return staged;
    const replaced = stored('the keystore could not be replaced', () => {
      if (keepsOld) writeWhole(oldCopyFile(place, clock.nowMs()), readFileSync(place));
      replaceFile(next, place);
    });
    passwords.settle(place);
    return replaced;
  };

  const alone = createAlone('the password of the keystore is being changed already');
  const changePassword: Keystores['changePassword'] = async (password, newPassword, keepsOld) => {
    if (KEYSTORE_PASSWORD !== undefined) return passwordFromEnvironment();
    if (password === newPassword) return conflict('the new password is the old one');
    const place = file() ?? usualFile(dataFolder);
    const before = passwords.isKept(place);
    if (!before.ok) return before;
    if (before.value && vault.state() !== 'open') return err({ code: 'vault-locked', retry: 'never' });
    const made = await rewrite(place, password, newPassword);
    if (!made.ok) return made;
    const next = `${place}.new`;
    rmSync(next, { force: true });
    const written = await writeNewKeystoreFile(next, made.value.text);
    const tried = written.ok ? await tryPassword(next, bytesOf(newPassword)) : faultAsError(written.error);
    const put = tried.ok ? putInPlace(next, place, made.value.text, newPassword, keepsOld) : tried;
    if (!put.ok) {
      rmSync(next, { force: true });
      return put;
    }
    passwords.remember(place, null);
    return ok(keystoreFactsOf(place, made.value.text));
  };

  return {
    file,
    password(pinned) {
      return passwords.of(file(pinned) ?? usualFile(dataFolder));
    },
    isPasswordKept: () => passwords.isKept(file() ?? usualFile(dataFolder)),
    others,
    oldCopies: () => oldCopiesOf(file() ?? usualFile(dataFolder)),
    create: (password, isBeside) => make({ from: 'new' }, password, isBeside),
    importText: (text, password, newPassword, isBeside) =>
      make(sourceOf(text, bytesOf(password)), newPassword, isBeside),
    async exportCopy(password, newPassword) {
      const made = await rewrite(file() ?? usualFile(dataFolder), password, newPassword);
      if (!made.ok) return made;
      const target = exportFile(dataFolder, clock, `keystore-${made.value.address.toLowerCase()}`, 'json');
      const written = await writeNewKeystoreFile(target, made.value.text);
      return written.ok ? ok(keystoreFactsOf(target, made.value.text)) : faultAsError(written.error);
    },
    changePassword: (...asked) => alone(() => changePassword(...asked)),
    async givePassword(password, keep) {
      const place = file() ?? usualFile(dataFolder);
      const places = [place, ...others().map((one) => one.file)];
      for (const one of places) {
        const tried = await tryPassword(one, bytesOf(password));
        if (!tried.ok && tried.error.code === 'wrong-passphrase' && one !== places.at(-1)) continue;
        if (!tried.ok) return tried;
        if (keep) return passwords.keep(one, password);
        passwords.remember(one, bytesOf(password));
        return ok(undefined);
      }
      return thereIsNoKeystore();
    },
    async opens(place) {
      const password = passwords.of(place);
      return password.ok ? tryPassword(place, password.value) : password;
    },
    deleteFiles: (files, password) =>
      deleteKeystores(
        {
          inUse: () => file(),
          pinned: pinnedNow,
          opens: (place) => tryPassword(place, bytesOf(password)),
          deleted: passwords.drop,
        },
        files,
      ),
    forget: passwords.forgetAll,
  };
}
