import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { address } from '../../../core/domain/address.ts';
import { err, ok } from '../../../core/domain/result.ts';
import { besideFile, fileFor, oldCopiesOf, oldCopyFile, usualFile } from '../../../core/signing/keystore-files.ts';
import { keystorePasswords, passwordIdentity } from '../../../core/signing/keystore-passwords.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { published } from '../signers/keystore/vectors.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const oldText = JSON.stringify(published.pbkdf2);
const newText = JSON.stringify(published.scrypt);
const first = address('0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b');
const second = address('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266');

/** A vault that keeps what it is given, or is locked. */
function vaultOf(records = new Map<string, Uint8Array>()) {
  const vault = {
    records,
    isLocked: false,
    put(identity: string, bytes: Uint8Array) {
      if (vault.isLocked) return err({ code: 'vault-locked', retry: 'never' } as const);
      records.set(identity, Uint8Array.from(bytes));
      return ok(undefined);
    },
    take(identity: string) {
      if (vault.isLocked) return err({ code: 'vault-locked', retry: 'never' } as const);
      const found = records.get(identity);
      return found === undefined
        ? err({ code: 'not-found', retry: 'never', what: identity } as const)
        : ok(Uint8Array.from(found));
    },
    remove(identity: string) {
      records.delete(identity);
      return ok(undefined);
    },
    identities: () => ok([...records.keys()].sort()),
  };
  return vault;
}

function place() {
  const dataFolder = temporaryFolder();
  const file = usualFile(dataFolder);
  writeFileSync(file, oldText);
  const vault = vaultOf();
  const open = (given?: string) => keystorePasswords({ dataFolder, given, vault });
  const told = (at = file) => {
    const password = open().of(at);
    return password.ok ? new TextDecoder().decode(password.value) : password.error.code;
  };
  return { dataFolder, file, vault, open, told };
}

describe('the password that the vault keeps, while its file is put under another', () => {
  it('is the one of the file that is there, wherever the console ends in between', () => {
    const { file, open, told, vault } = place();
    unwrap(open().keep(file, 'old'));
    unwrap(open().stage(file, newText, 'new'));
    expect(told()).toBe('old');
    expect([...vault.records.keys()]).toEqual([passwordIdentity]);
    unwrap(open().stage(file, newText, 'new'));
    writeFileSync(file, newText);
    expect(told()).toBe('new');
    expect([...vault.records.keys()]).toEqual([passwordIdentity]);
  });

  it('waits for a locked vault, and is settled once that opens', () => {
    const { file, open, told, vault } = place();
    unwrap(open().keep(file, 'old'));
    unwrap(open().stage(file, newText, 'new'));
    writeFileSync(file, newText);
    vault.isLocked = true;
    expect(told()).toBe('vault-locked');
    vault.isLocked = false;
    expect(told()).toBe('new');
  });

  it('is not made where the vault kept none, and nothing is replaced where it cannot be', () => {
    const { file, open, vault } = place();
    unwrap(open().stage(file, newText, 'new'));
    expect(vault.records.size).toBe(0);
    unwrap(open().keep(file, 'old'));
    vault.isLocked = true;
    expect(open().stage(file, newText, 'new')).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
  });
});

describe('the passwords of two keystores', () => {
  it('are kept and taken away apart', () => {
    const { dataFolder, file, open, told, vault } = place();
    const other = besideFile(dataFolder, second);
    unwrap(open().keep(file, 'old'));
    expect(told(other)).toBe('not-found');
    unwrap(open().keep(other, 'new'));
    expect([told(file), told(other)]).toEqual(['old', 'new']);
    open().drop(file);
    expect([told(file), told(other)]).toEqual(['not-found', 'new']);
    expect([...vault.records.keys()]).toEqual([`${passwordIdentity}-keystore-${second.toLowerCase()}`]);
  });

  it('of a file that is named elsewhere is found where all were kept before, until it has its own place', () => {
    const { dataFolder, file, open, told } = place();
    const named = join(dataFolder, 'elsewhere', 'mine.json');
    unwrap(open().keep(file, 'first'));
    expect(told(named)).toBe('first');
    unwrap(open().keep(named, 'own'));
    expect([told(named), told(file)]).toEqual(['own', 'first']);
  });

  it('count after the one that is set, and one that is typed before the vault', () => {
    const { file, open } = place();
    const passwords = open();
    unwrap(passwords.keep(file, 'kept'));
    passwords.remember(file, new TextEncoder().encode('typed'));
    expect(new TextDecoder().decode(unwrap(passwords.of(file)))).toBe('typed');
    passwords.forgetAll();
    expect(new TextDecoder().decode(unwrap(passwords.of(file)))).toBe('kept');
    expect(new TextDecoder().decode(unwrap(open('set').of(file)))).toBe('set');
  });
});

describe('the keystore that counts', () => {
  it('is the one of the pinned address, else the first one, else the only one', () => {
    const folder = temporaryFolder();
    expect(fileFor(folder, first)).toBeNull();
    writeFileSync(besideFile(folder, first), oldText);
    expect(fileFor(folder, null)).toBe(besideFile(folder, first));
    writeFileSync(besideFile(folder, second), newText);
    expect(fileFor(folder, null)).toBeNull();
    expect(fileFor(folder, second)).toBe(besideFile(folder, second));
    writeFileSync(usualFile(folder), oldText);
    expect([fileFor(folder, null), fileFor(folder, second)]).toEqual([usualFile(folder), besideFile(folder, second)]);
  });

  it('has its copies under other passwords beside it, also what was cut off, which count as no keystore', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'x'));
    const file = usualFile(folder);
    const copies = [`${file}.new`, oldCopyFile(file, 1_000), oldCopyFile(file, 2_000), `${file}.partial`];
    writeFileSync(`${file}.bak`, oldText);
    for (const copy of [...copies].reverse()) writeFileSync(copy, oldText);
    expect(oldCopiesOf(file)).toEqual(copies);
    expect(fileFor(folder, null)).toBeNull();
    expect(copies, 'a copy of the same moment is not written over').not.toContain(oldCopyFile(file, 1_000));
  });
});
