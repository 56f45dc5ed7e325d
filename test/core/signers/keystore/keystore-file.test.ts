import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeystoreFile, writeNewKeystoreFile } from '../../../../core/signers/keystore/keystore-file.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const refused = (state: string) => ({ ok: false, error: { state, why: expect.any(String) } });
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keystore-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a keystore file', () => {
  it('is written for this user only, once, and read back', async () => {
    expect(await writeNewKeystoreFile(at('new'), '{"version":3}\n')).toEqual({ ok: true, value: undefined });
    expect(statSync(at('new')).mode & 0o777).toBe(0o600);
    expect(await readKeystoreFile(at('new'))).toEqual({ ok: true, value: { text: '{"version":3}\n', warning: null } });
    expect(await writeNewKeystoreFile(at('new'), '{}')).toMatchObject(refused('bad-file'));
    expect(await readKeystoreFile(at('new'))).toMatchObject({ value: { text: '{"version":3}\n' } });
    expect(await writeNewKeystoreFile(at('no-folder/new'), '{}')).toMatchObject(refused('bad-file'));
  });

  it("is there whole or not at all: what is on its way lies beside it, and what was left of that is in nobody's way", async () => {
    writeFileSync(at('cut-off.partial'), '{"vers', { mode: 0o644 });
    expect(await writeNewKeystoreFile(at('cut-off'), '{"version":3}')).toMatchObject({ ok: true });
    expect(await readKeystoreFile(at('cut-off'))).toEqual({
      ok: true,
      value: { text: '{"version":3}', warning: null },
    });
    expect(existsSync(at('cut-off.partial'))).toBe(false);
    mkdirSync(at('in-the-way.partial'));
    expect(await writeNewKeystoreFile(at('in-the-way'), '{}')).toMatchObject(refused('bad-file'));
    expect(existsSync(at('in-the-way'))).toBe(false);
    expect(await writeNewKeystoreFile(at('cut-off'), '{}')).toMatchObject(refused('bad-file'));
    expect(existsSync(at('cut-off.partial'))).toBe(false);
  });

  it('is warned of when others could read or change it', async () => {
    writeFileSync(at('open'), '{}');
    for (const [mode, warning] of [
      [0o640, /read by other users/],
      [0o604, /read by other users/],
      [0o660, /changed by other users/],
      [0o602, /changed by other users/],
    ] as const) {
      chmodSync(at('open'), mode);
      expect(await readKeystoreFile(at('open'))).toMatchObject({
        ok: true,
        value: { warning: expect.stringMatching(warning) },
      });
    }
  });

  it('is said to be missing when it is', async () => {
    expect(await readKeystoreFile(at('nowhere'))).toMatchObject(refused('no-file'));
    expect(await readKeystoreFile(at('nowhere/in/it'))).toMatchObject(refused('no-file'));
    writeFileSync(at('plain'), '{}');
    expect(await readKeystoreFile(at('plain/in/it'))).toMatchObject(refused('no-file'));
  });

  it('is read up to 64 KiB and no further', async () => {
    writeFileSync(at('longest'), 'x'.repeat(65_536));
    expect(await readKeystoreFile(at('longest'))).toMatchObject({ ok: true });
    writeFileSync(at('too-long'), 'x'.repeat(65_537));
    expect(await readKeystoreFile(at('too-long'))).toMatchObject(refused('bad-file'));
    expect(await readKeystoreFile('/dev/zero')).toMatchObject(refused('bad-file'));
  });

  it('is a regular file: no link, folder, pipe or socket, and nobody is waited for', async () => {
    writeFileSync(at('target'), '{}');
    symlinkSync(at('target'), at('link'));
    expect(await readKeystoreFile(at('link'))).toEqual({ ok: false, error: { state: 'bad-file', why: 'is a link' } });
    linkSync(at('target'), at('second-name'));
    expect(await readKeystoreFile(at('second-name'))).toMatchObject({ ok: true });
    mkdirSync(at('folder'));
    expect(await readKeystoreFile(at('folder'))).toMatchObject(refused('bad-file'));
    execFileSync('mkfifo', [at('pipe')]);
    expect(await readKeystoreFile(at('pipe'))).toMatchObject(refused('bad-file'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
    expect(await readKeystoreFile(at('socket'))).toMatchObject(refused('bad-file'));
    await new Promise((resolve) => server.close(resolve));
  });

  it('is text', async () => {
    writeFileSync(at('bytes'), Buffer.of(0x7b, 0xff, 0x7d));
    expect(await readKeystoreFile(at('bytes'))).toMatchObject(refused('bad-file'));
  });
});
