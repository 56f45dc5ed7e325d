import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../electron/runtime/fallback-dist.ts';
import { runProgram } from '../../electron/runtime/run-program.ts';

/** Prometheus' own checker comes with Debian's package, which is unpacked and never installed. */
export const hasDebian = process.platform === 'linux' && existsSync('/usr/bin/apt-get');

/** The program `promtool`: of the cache outside every repository, unpacked there from Debian's package the first time. */
export async function promtool(): Promise<string> {
  const folder = join(cacheFolder(process.env), 'promtool');
  const program = join(folder, 'promtool');
  if (existsSync(program)) return program;
  const place = mkdtempSync(join(tmpdir(), 'portcullis-promtool-'));
  try {
    const download = () => done('apt-get', ['-o', 'Acquire::Retries=2', 'download', '-qq', 'prometheus'], place);
    // A fresh system has no lists of packages yet.
    await download().catch(async () => {
      await done('apt-get', ['update', '-qq'], place);
      await download();
    });
    const [file = 'nothing'] = readdirSync(place);
    const unpack = 'dpkg-deb --fsys-tarfile "$1" | tar -x ./usr/bin/promtool';
    await done('sh', ['-c', unpack, 'sh', file], place);
    mkdirSync(folder, { recursive: true });
    await done('cp', [join(place, 'usr', 'bin', 'promtool'), `${program}.new`], place);
    renameSync(`${program}.new`, program);
    return program;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function done(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, stderr, stdout } = await runProgram(program, [...args], { cwd, timeoutMs: 240_000 });
  if (exitCode !== 0) throw new Error(`${program}: ${stdout}${stderr}`);
}
