import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { err, ok } from '../../../core/domain/result.ts';
import { type RuntimeWays, resolveElectron } from '../../../electron/runtime/resolve-electron.ts';

let folder = '';
let tried: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-resolve-'));
  tried = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function dist(name: string, program = 'electron'): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, program), '');
  writeFileSync(join(path, 'version'), 'v40.1.2\n');
  return path;
}

function ways(given: Partial<RuntimeWays>): RuntimeWays {
  return {
    override: undefined,
    platform: 'linux',
    arch: 'x64',
    say: () => undefined,
    official: async () => err('offline'),
    fallback: async () => err('offline'),
    ...given,
  };
}

function way(name: string, path: string): RuntimeWays['official'] {
  return async () => {
    tried.push(name);
    return ok(path);
  };
}

test('the folder that the environment names is taken before anything is asked for', async () => {
  const override = dist('own');
  const found = await resolveElectron(ways({ override, official: way('official', dist('official')) }));
  const program = join(override, 'electron');
  expect(found).toEqual({ ok: true, value: { kind: 'override', folder: override, program, version: '40.1.2' } });
  expect(tried).toEqual([]);
});

test('a named folder without the program fails loudly, although another Electron could be had', async () => {
  const override = join(folder, 'not-there');
  const others = { official: way('official', dist('official')), fallback: way('fallback', dist('fallback')) };
  const found = await resolveElectron(ways({ override, ...others }));
  expect(found).toEqual({ ok: false, error: `ELECTRON_OVERRIDE_DIST_PATH is ${override}, which holds no electron.` });
  expect(tried).toEqual([]);
});

test('the official binary is taken before the fallback', async () => {
  const others = { official: way('official', dist('official')), fallback: way('fallback', dist('fallback')) };
  expect(await resolveElectron(ways(others))).toMatchObject({ ok: true, value: { kind: 'official' } });
  expect(tried).toEqual(['official']);
});

test('without the official binary the fallback is taken, and the person is told why and what it means', async () => {
  const said: string[] = [];
  const found = await resolveElectron(
    ways({ fallback: way('fallback', dist('fallback')), say: (line) => said.push(line) }),
  );
  expect(found).toMatchObject({ ok: true, value: { kind: 'fallback' } });
  expect(said.join()).toMatch(/could not be fetched \(offline\).*paper trading only/);
});

test('an official folder without the program is no Electron', async () => {
  const found = await resolveElectron(
    ways({ official: way('official', folder), fallback: way('fallback', dist('fallback')) }),
  );
  expect(found).toMatchObject({ ok: true, value: { kind: 'fallback' } });
});

test.each([
  ['darwin', 'arm64'],
  ['win32', 'x64'],
  ['linux', 'arm64'],
])('on %s %s there is no fallback, and the answer says so', async (platform, arch) => {
  const found = await resolveElectron(ways({ platform, arch, fallback: way('fallback', dist('fallback')) }));
  expect(found).toMatchObject({ ok: false, error: expect.stringContaining('no fallback for this system') });
  expect(tried).toEqual([]);
});

test('when nothing can be had, the reason of the last way is given', async () => {
  expect(await resolveElectron(ways({}))).toEqual({ ok: false, error: 'No Electron: offline' });
});
