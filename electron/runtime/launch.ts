import type { ChildProcess } from 'node:child_process';
import type { ElectronDist } from './resolve-electron.ts';
import { spawnWithSecrets } from './spawn-with-secrets.ts';
import { electronArguments } from './start-arguments.ts';

/** What is started, where it shows itself, and with which arguments. */
export interface Launch {
  readonly dist: ElectronDist;
  readonly application: string;
  /** A virtual display, such as ':3'; null for the person's own. */
  readonly virtualDisplay: string | null;
  readonly passed: readonly string[];
  /** Secrets of the environment that this process has withdrawn from its own. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Starts the console's window process on the terminal of this one. */
export function launch({ dist, application, virtualDisplay, passed, secrets }: Launch): ChildProcess {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const args = electronArguments({ isRoot, isVirtual: virtualDisplay !== null, application, passed });
  return spawnWithSecrets(dist.program, args, launchEnvironment(process.env, dist, virtualDisplay), secrets);
}

/**
 * The environment of the window process: this one's, with the pinned Node for the core, where the Electron came from, and the virtual
 * display; without what would make an Electron run as plain Node.
 */
export function launchEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  dist: Pick<ElectronDist, 'kind' | 'folder'>,
  virtualDisplay: string | null,
): Record<string, string | undefined> {
  const { ELECTRON_RUN_AS_NODE: _asNode, WAYLAND_DISPLAY: wayland, ...kept } = environment;
  return {
    ...kept,
    ...(virtualDisplay === null ? { WAYLAND_DISPLAY: wayland } : { DISPLAY: virtualDisplay }),
    PORTCULLIS_NODE: process.execPath,
    PORTCULLIS_RUNTIME: dist.kind,
  };
}
