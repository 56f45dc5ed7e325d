import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takePipedSecrets } from '../core/secret-pipe.ts';
import { withdrawSecrets } from '../core/settings/withdraw-secrets.ts';
import { buildIfStale } from './runtime/build.ts';
import { develop } from './runtime/develop.ts';
import { ended } from './runtime/ended.ts';
import { launch } from './runtime/launch.ts';
import { packageConsole } from './runtime/package-console.ts';
import { type ElectronDist, resolveElectron, waysOfThisMachine } from './runtime/resolve-electron.ts';
import { spawnWithSecrets } from './runtime/spawn-with-secrets.ts';
import { parseStartArguments, placeToShow } from './runtime/start-arguments.ts';
import { ensureSystem } from './runtime/system-libraries.ts';
import { startXvfb } from './runtime/xvfb.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line: string) => void process.stderr.write(`${line}\n`);

/**
 * `npm start`: finds an Electron and what it needs of the system, builds what is stale, and opens the window; without a display it says
 * so and serves headless. `--xvfb` opens the window on a virtual display, `--dev` builds and opens it again at every change,
 * `--package` makes the application's folder. Everything else passes to the console. Answers the exit code.
 */
export async function start(argv: readonly string[]): Promise<number> {
  // Before anything else: neither the build nor Chromium inherits them.
  const secrets = { ...withdrawSecrets(process.env), ...takePipedSecrets(process.env) };
  const { task, isVirtual, passed } = parseStartArguments(argv);
  const place = placeToShow({ platform: process.platform, isVirtual, environment: process.env });
  const built = await buildIfStale(say);
  if (!built.ok) return fail(built.error);
  if (place === 'nowhere' && task !== 'package') return serve(passed, secrets);

  const electron = await resolveElectron(waysOfThisMachine(root, say));
  if (!electron.ok) return fail(electron.error);
  if (task === 'package') {
    const packaged = await packageConsole({ root, dist: electron.value, passed, isShown: true, say });
    return packaged.ok ? 0 : fail(packaged.error);
  }
  const programs = place === 'virtual' ? ['Xvfb'] : [];
  const system = await ensureSystem({ linked: [electron.value.program], libraries: [], programs }, say);
  if (!system.ok) return fail(system.error);

  const virtual = place === 'virtual' ? await startXvfb() : null;
  if (virtual !== null && !virtual.ok) return fail(virtual.error);
  const virtualDisplay = virtual?.value.display ?? null;
  announce(electron.value, virtualDisplay);
  const open = () => launch({ dist: electron.value, application: root, virtualDisplay, passed, secrets });
  try {
    return task === 'develop' ? await develop(open, say) : await ended(open());
  } finally {
    virtual?.value.stop();
  }
}

function announce({ kind, version }: ElectronDist, virtualDisplay: string | null): void {
  say(`Electron ${version} (${kind})${kind === 'official' ? '' : ': paper trading only'}.`);
  if (virtualDisplay !== null) say(`The window is on the virtual display ${virtualDisplay}.`);
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say('Running as root: Electron starts without its sandbox. Use an ordinary user for anything but a trial.');
  }
}

function serve(passed: readonly string[], secrets: Readonly<Record<string, string>>): Promise<number> {
  say('There is no display. Serving headless; `npm start -- --xvfb` opens the window on a virtual display.');
  const args = [join(root, 'out', 'core', 'cli.js'), 'serve', ...passed];
  return ended(spawnWithSecrets(process.execPath, args, process.env, secrets));
}

function fail(sentence: string): number {
  say(sentence);
  return 1;
}
