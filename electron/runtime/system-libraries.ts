import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { err, ok, type Result, unreachable } from '../../core/domain/result.ts';
import { runProgram } from './run-program.ts';
import { decideSystem, missingInLdd, type SystemFacts } from './system-needs.ts';

/** What a start needs of the system. */
export interface Wanted {
  /** Programs whose libraries must be there. */
  readonly linked: readonly string[];
  readonly libraries: readonly string[];
  readonly programs: readonly string[];
}

/**
 * Makes sure that the system has what is wanted: installs it where that is nobody else's business (see `decideSystem`), else answers
 * with the line to paste. Does nothing outside Linux.
 */
export async function ensureSystem(wanted: Wanted, say: (line: string) => void): Promise<Result<null, string>> {
  if (process.platform !== 'linux') return ok(null);
  const decision = decideSystem(await factsOf(wanted));
  switch (decision.kind) {
    case 'nothing-missing':
      return ok(null);
    case 'tell':
      return err(decision.line);
    case 'install':
      say(decision.line);
      return install(decision.packages);
    default:
      return unreachable(decision);
  }
}

async function install(packages: readonly string[]): Promise<Result<null, string>> {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const steps = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ];
  for (const step of steps) {
    const args = ['-o', 'Acquire::Retries=2', '-o', 'DPkg::Lock::Timeout=120', ...step];
    const { exitCode, stdout, stderr } = await runProgram('apt-get', args, { environment });
    if (exitCode !== 0) return err(`apt-get ${step[0]} failed:\n${`${stdout}${stderr}`.trim().slice(-2_000)}`);
  }
  return ok(null);
}

async function factsOf(wanted: Wanted): Promise<SystemFacts> {
  const missing = new Set<string>();
  for (const program of wanted.linked) {
    const { stdout } = await runProgram('ldd', [program]);
    for (const library of missingInLdd(stdout)) missing.add(library);
  }
  const known = wanted.libraries.length === 0 ? '' : (await runProgram('/sbin/ldconfig', ['-p'])).stdout;
  for (const library of wanted.libraries) if (!known.includes(`\t${library} `)) missing.add(library);
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const { env } = process;
  return {
    missingLibraries: [...missing],
    missingPrograms: wanted.programs.filter((program) => !isOnPath(program)),
    isRoot: process.getuid?.() === 0,
    isDebian: existsSync('/usr/bin/apt-get') && /^ID(_LIKE)?=.*debian/m.test(release),
    hasTime64Names: hasTime64Names(release),
    hasDesktop: [env.DISPLAY, env.WAYLAND_DISPLAY, env.XDG_CURRENT_DESKTOP].some((value) => value),
  };
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Debian 13 and Ubuntu 24.04 are the first with the new names; what has no number (testing, unstable) has them too. */
function hasTime64Names(release: string): boolean {
  const version = Number.parseInt(/^VERSION_ID="?(\d+)/m.exec(release)?.[1] ?? '', 10);
  return Number.isNaN(version) || version >= (/^ID=ubuntu/m.test(release) ? 24 : 13);
}
