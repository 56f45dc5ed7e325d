import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';

const root = fileURLToPath(new URL('../..', import.meta.url));
const windowTimeoutMs = 60_000;
const launchTimeoutMs = 40_000;
/** As the launcher starts it there: no GPU, and none that a page could wait for. */
const onVirtualDisplay = process.platform === 'linux' ? ['--disable-gpu'] : [];

/** How to start the built console for a test. What is not given is new, temporary and removed by `close`. */
export interface LaunchOptions {
  readonly dataFolder?: string;
  /** The folder of the application, where it is not the one that was built here. */
  readonly application?: string;
  /** Added to the few variables of this process that a console needs; nothing else of the environment reaches it. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** A running console. */
export interface LaunchedConsole {
  readonly app: ElectronApplication;
  readonly dataFolder: string;
  /** The port its local API was told to take. */
  readonly apiPort: number;
  /** The console's window, or an approval's; fails with what the process wrote to standard error if it does not come within a minute. */
  window(kind: 'console' | 'approval'): Promise<Page>;
  /** What the processes have written to standard error so far. */
  errors(): string;
  /** Ends the console as a person would, and removes what was made for it. */
  close(): Promise<void>;
}

/** Starts the built console on the display and the Electron that the global set-up has prepared. */
export async function launchConsole(options: LaunchOptions = {}): Promise<LaunchedConsole> {
  const made = mkdtempSync(join(tmpdir(), 'portcullis-e2e-'));
  const dataFolder = options.dataFolder ?? join(made, 'data');
  const apiPort = await freePort();
  const app = await started({
    executablePath: electronProgram(),
    args: [
      options.application ?? root,
      ...onVirtualDisplay,
      `--user-data-dir=${join(made, 'user')}`,
      '--data',
      dataFolder,
      ...(options.args ?? []),
    ],
    env: { ...neededEnvironment(), PORTCULLIS_API_PORT: `${apiPort}`, ...options.environment },
  });
  let errors = '';
  app.process().stderr?.on('data', (bytes: Buffer) => {
    errors += bytes.toString('utf8');
  });
  return {
    app,
    dataFolder,
    apiPort,
    window: (kind) =>
      findWindow(app, `app://${kind}/`, () => `${errors}${lastLines(join(made, 'user', 'logs', 'host.log'))}`),
    errors: () => errors,
    close: async () => {
      await app.close();
      rmSync(made, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * Starts it. Once in some hundred starts on a busy machine Playwright does not get to speak with the process at all, long before anything
 * of ours is looked at: that one is ended and another started, and the run's output says so.
 */
async function started(how: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  const launch = (): Promise<ElectronApplication> => _electron.launch({ ...how, timeout: launchTimeoutMs });
  try {
    return await launch();
  } catch (error) {
    console.warn(`Electron was started a second time: ${String(error).slice(0, 400)}`);
    return launch();
  }
}

async function findWindow(app: ElectronApplication, address: string, errors: () => string): Promise<Page> {
  const deadline = Date.now() + windowTimeoutMs;
  while (Date.now() < deadline && app.process().exitCode === null) {
    const page = app.windows().find((candidate) => candidate.url().startsWith(address));
    if (page !== undefined) return page;
    await sleep(25);
  }
  throw new Error(`No window came at ${address}. The process wrote:\n${errors()}`);
}

/** The end of the window process's own log: it also holds what was written before anyone listened. */
function lastLines(log: string): string {
  return existsSync(log) ? `\n${log}:\n${readFileSync(log, 'utf8').slice(-4_000)}` : '';
}

/** Electron's program, as the electron package itself would find it with ELECTRON_OVERRIDE_DIST_PATH. */
export function electronProgram(): string {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (folder === undefined) throw new Error('The global set-up has not prepared an Electron.');
  if (process.platform === 'darwin') return join(folder, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

const neededNames =
  /^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|DISPLAY|DBUS_SESSION_BUS_ADDRESS|PORTCULLIS_NODE|PORTCULLIS_RUNTIME)$/;

/** A console under test must not read the settings of whoever runs the tests. */
export function neededEnvironment(): Record<string, string> {
  const needed: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && (process.platform === 'win32' || neededNames.test(name))) needed[name] = value;
  }
  return needed;
}

/** A port of this machine that nothing listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
