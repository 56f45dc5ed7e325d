import { fileURLToPath } from 'node:url';
import { ok, type Result } from '../../core/domain/result.ts';
import { buildIfStale } from '../../electron/runtime/build.ts';
import { resolveElectron, waysOfThisMachine } from '../../electron/runtime/resolve-electron.ts';
import { ensureSystem } from '../../electron/runtime/system-libraries.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const say = (line: string) => void process.stderr.write(`${line}\n`);

/** The variables by which tests find what was prepared for them. */
export interface PreparedEnvironment extends Readonly<Record<string, string>> {
  readonly ELECTRON_OVERRIDE_DIST_PATH: string;
  readonly PORTCULLIS_NODE: string;
  readonly PORTCULLIS_RUNTIME: string;
}

/** Builds what is stale, finds an Electron, and makes sure that the system has what the tests start. The error is for the person. */
export async function prepareTests(): Promise<Result<PreparedEnvironment, string>> {
  const built = await buildIfStale(say);
  if (!built.ok) return built;
  const electron = await resolveElectron(waysOfThisMachine(root, say));
  if (!electron.ok) return electron;
  const { kind, folder, program, version } = electron.value;
  const system = await ensureSystem(
    {
      linked: [program],
      libraries: ['libsecret-1.so.0'],
      programs: ['Xvfb', 'xdotool', 'sqlite3', 'dbus-daemon', 'dbus-send', 'gnome-keyring-daemon'],
    },
    say,
  );
  if (!system.ok) return system;
  say(`The tests of the window run on Electron ${version} (${kind}).`);
  return ok({ ELECTRON_OVERRIDE_DIST_PATH: folder, PORTCULLIS_NODE: process.execPath, PORTCULLIS_RUNTIME: kind });
}
