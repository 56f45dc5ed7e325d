import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemIds } from '../../core/node-ports.ts';
import { fileSteps } from '../../core/store/whole-file.ts';
import { readProbe } from '../../electron/collection-probe.ts';
import { type Keychain, keychainOf } from '../../electron/keychain.ts';
import { keychainRefusal, loadMasterKey, type MasterKeyDeps } from '../../electron/master-key.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-key-'));
  file = join(folder, 'data', 'master-key.sealed');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A keychain that reverses text under a mark of its own. */
function reversing(mark: string, over: Partial<Keychain> = {}): Keychain {
  const reverse = (text: string) => [...text].reverse().join('');
  return {
    backend: () => 'gnome_libsecret',
    isAvailable: async () => true,
    seal: async (text) => Buffer.from(mark + reverse(text)),
    open: async (sealed) => {
      const text = sealed.toString();
      if (!text.startsWith(mark)) throw new Error('not mine');
      return { text: reverse(text.slice(mark.length)), shouldSealAgain: false };
    },
    ...over,
  };
}

function deps(over: Partial<MasterKeyDeps> = {}): MasterKeyDeps {
  return {
    platform: 'linux',
    keychain: reversing('k1:'),
    collection: async () => 'unlocked',
    file,
    bytes: systemIds.bytes,
    steps: fileSteps,
    ...over,
  };
}

const fails = () => Promise.reject(new Error('must not be asked'));
const untouchable = { isAvailable: fails, seal: fails, open: fails };

describe('whether the keychain may be asked', () => {
  it.each([
    ['linux', 'basic_text', 'unlocked', 'This desktop offers no keychain that protects a key.'],
    ['linux', 'unknown', 'unlocked', 'This desktop offers no keychain that protects a key.'],
    ['linux', null, 'unlocked', 'This desktop offers no keychain that protects a key.'],
    ['linux', 'gnome_libsecret', 'locked', 'The keychain is locked. Unlock it, then try again.'],
    ['linux', 'kwallet6', 'unknown', 'The keychain does not answer whether it is locked.'],
    ['linux', 'gnome_libsecret', 'unlocked', null],
    ['linux', 'kwallet5', 'unlocked', null],
    ['darwin', null, 'unknown', null],
    ['win32', null, 'unknown', null],
  ] as const)('on %s with %s and a collection that is %s', (platform, backend, collection, expected) => {
    expect(keychainRefusal({ platform, backend, collection })).toBe(expected);
  });

  it('reads both programs that can tell, and takes everything else as no answer', () => {
    expect(['(<false>,)\n', 'b false\n'].map(readProbe)).toEqual(['unlocked', 'unlocked']);
    expect(['(<true>,)\n', 'b true\n'].map(readProbe)).toEqual(['locked', 'locked']);
    expect(['', 'false', '(false,)', 'Error: timeout'].map(readProbe)).toEqual(Array(4).fill('unknown'));
  });
});

describe('the master key', () => {
  it('is made once, 32 bytes, kept sealed for this user alone, and opened again', async () => {
    const first = await loadMasterKey(deps());
    expect(Buffer.from(first.masterKey ?? '', 'base64')).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain(first.masterKey);
    expect(await loadMasterKey(deps())).toEqual(first);
  });

  it('is not asked for where the collection is locked: the call would block', async () => {
    const answer = await loadMasterKey(
      deps({ keychain: reversing('k1:', untouchable), collection: async () => 'locked' }),
    );
    expect(answer).toEqual({
      masterKey: null,
      staged: null,
      problem: 'The keychain is locked. Unlock it, then try again.',
    });
  });

  it('is not made where the password of the store is in the program, and the bus is not asked', async () => {
    const keychain = reversing('k1:', { ...untouchable, backend: () => 'basic_text' });
    const answer = await loadMasterKey(deps({ keychain, collection: fails }));
    expect(answer.problem).toBe('This desktop offers no keychain that protects a key.');
  });

  it('is not replaced when another keychain sealed it', async () => {
    await loadMasterKey(deps({ keychain: reversing('k0:') }));
    const before = readFileSync(file);
    const answer = await loadMasterKey(deps());
    expect(answer).toEqual({
      masterKey: null,
      staged: null,
      problem: 'The keychain cannot open the stored master key: it was sealed by another one.',
    });
    expect(readFileSync(file)).toEqual(before);
  });

  it('is refused when what was sealed is not 32 bytes', async () => {
    await loadMasterKey(deps());
    writeFileSync(file, await reversing('k1:').seal('c2hvcnQ='));
    expect((await loadMasterKey(deps())).masterKey).toBeNull();
  });

  it('is not used when the keychain does not give back what it was given', async () => {
    const keychain = reversing('k1:', { open: async () => ({ text: 'other', shouldSealAgain: false }) });
    expect(await loadMasterKey(deps({ keychain }))).toMatchObject({ masterKey: null });
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('is sealed again when the system has renewed its key', async () => {
    const first = await loadMasterKey(deps());
    const renewing = reversing('k1:', {
      open: async (sealed) => {
        const mark = sealed.toString().slice(0, 3);
        return { ...(await reversing(mark).open(sealed)), shouldSealAgain: mark === 'k1:' };
      },
      seal: async (text) => reversing('k2:').seal(text),
    });
    expect(await loadMasterKey(deps({ keychain: renewing }))).toEqual(first);
    expect(readFileSync(file, 'utf8').startsWith('k2:')).toBe(true);
  });

  it('is absent with a reason when the keychain is not available or throws', async () => {
    const none = reversing('k1:', { isAvailable: async () => false });
    expect(await loadMasterKey(deps({ keychain: none }))).toEqual({
      masterKey: null,
      staged: null,
      problem: 'The keychain is not available.',
    });
    const throwing = reversing('k1:', { isAvailable: fails });
    expect(await loadMasterKey(deps({ keychain: throwing }))).toEqual({
      masterKey: null,
      staged: null,
      problem: 'The keychain failed.',
    });
  });
});

describe('the keychain over both generations of safeStorage', () => {
  const older = {
    isEncryptionAvailable: () => true,
    encryptString: (text: string) => Buffer.from(`sync:${text}`),
    decryptString: (sealed: Buffer) => sealed.toString().slice(5),
    getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  };

  it('uses the calls that block where there are no others', async () => {
    const keychain = keychainOf(older, 'linux');
    expect(await keychain.isAvailable()).toBe(true);
    expect(await keychain.open(await keychain.seal('x'))).toEqual({ text: 'x', shouldSealAgain: false });
  });

  it('uses the asynchronous calls where they exist, and believes their no', async () => {
    const newer = {
      ...older,
      isAsyncEncryptionAvailable: async () => false,
      encryptStringAsync: async (text: string) => Buffer.from(`async:${text}`),
      decryptStringAsync: async (sealed: Buffer) => ({ result: sealed.toString().slice(6), shouldReEncrypt: true }),
    };
    const keychain = keychainOf(newer, 'linux');
    expect(await keychain.isAvailable()).toBe(false);
    expect((await keychain.seal('x')).toString()).toBe('async:x');
    expect(await keychain.open(Buffer.from('async:x'))).toEqual({ text: 'x', shouldSealAgain: true });
  });

  it('asks for the backend on Linux only', () => {
    expect(keychainOf(older, 'linux').backend()).toBe('gnome_libsecret');
    expect(keychainOf(older, 'darwin').backend()).toBeNull();
  });
});
