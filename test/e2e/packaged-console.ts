import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { packageConsole } from '../../electron/runtime/package-console.ts';
import type { RuntimeKind } from '../../electron/runtime/resolve-electron.ts';
import { type ProgramEnd, runProgram } from '../../electron/runtime/run-program.ts';
import { electronProgram } from './launch.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const windowTimeoutMs = 60_000;

/** An unpacked package for Linux, as it would lie in /opt, and a person who has nothing but it. */
export interface PackagedConsole {
  readonly program: string;
  readonly resources: string;
  /** Whatever it is started with: a home of its own, no Node but one that fails. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs its command line to the end. */
  portcullis(args: readonly string[], more?: Readonly<Record<string, string>>): Promise<ProgramEnd>;
}

/** Packages the built console into a folder of `place`, around the Electron that the global set-up has prepared. */
export async function packagedIn(place: string): Promise<PackagedConsole> {
  const electron = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
  const made = await packageConsole({
    root,
    dist: {
      kind: process.env.PORTCULLIS_RUNTIME as RuntimeKind,
      folder: electron,
      program: electronProgram(),
      version: readFileSync(join(electron, 'version'), 'utf8').trim().replace(/^v/, ''),
    },
    passed: [],
    output: join(place, 'dist'),
    isShown: false,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  if (!made.ok) throw new Error(made.error);
  const folder = join(place, 'dist', 'linux-unpacked');
  const resources = join(folder, 'resources');
  const environment = environmentIn(place);
  return {
    program: join(folder, 'portcullis-console'),
    resources,
    environment,
    portcullis: (args, more = {}) =>
      runProgram(join(resources, 'bin', 'portcullis'), args, { environment: { ...environment, ...more } }),
  };
}

function environmentIn(place: string): Record<string, string> {
  const [home, programs] = [join(place, 'home'), join(place, 'programs')];
  for (const folder of [home, programs]) mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(programs, 'node'), '#!/bin/sh\nexit 99\n');
  chmodSync(join(programs, 'node'), 0o755);
  const display = process.env.DISPLAY ?? '';
  return { HOME: home, XDG_RUNTIME_DIR: home, PATH: `${programs}:/usr/bin:/bin`, LANG: 'C.UTF-8', DISPLAY: display };
}

/** A packaged console whose window is open. */
export interface OpenedConsole {
  readonly page: Page;
  /** Asks it to end, as a desktop does when the person logs out. Answers its exit code. */
  end(): Promise<number | null>;
}

/**
 * Starts a packaged console and finds its window. Playwright's own way to drive an Electron asks the program for `--inspect`, which a fuse of
 * the package shuts, and waits without end for it: so the window is reached by Chromium's debugging port, which shows pages and none of the
 * program. (A console that was started with it says so on Go live, and is not armed.)
 */
export async function openPackaged(
  { environment, program }: PackagedConsole,
  more: Readonly<Record<string, string>>,
): Promise<OpenedConsole> {
  const isRoot = process.getuid?.() === 0;
  const args = [...(isRoot ? ['--no-sandbox'] : []), '--ozone-platform=x11', '--disable-gpu'];
  const child = spawn(program, [...args, '--remote-debugging-port=0'], {
    env: { ...environment, ...more },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  try {
    const address = await debuggerOf(child, () => errors);
    await consoleShown(new URL(address).host);
    const browser = await chromium.connectOverCDP(address);
    const pages = browser.contexts().flatMap((context) => context.pages());
    const page = pages.find((each) => isConsole(each.url()));
    if (page === undefined) throw new Error('no page of the console came');
    return {
      page,
      async end() {
        await browser.close();
        child.kill('SIGTERM');
        return ended;
      },
    };
  } catch (cause) {
    child.kill('SIGKILL');
    throw new Error(`The packaged console did not open its window. It wrote:\n${errors}`, { cause });
  }
}

const isConsole = (address: string) => address.startsWith('app://console/');

/** Where Chromium says that its debugger listens. */
function debuggerOf(child: ChildProcess, errors: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it did not come in time')), windowTimeoutMs);
    const look = () => {
      const address = /DevTools listening on (ws:\S+)/.exec(errors())?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    };
    child.stderr?.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${code}`));
    });
  });
}

/** Waits for the page by what the debugger lists: Playwright may wait without end for one that is made while it connects. */
async function consoleShown(host: string): Promise<void> {
  const deadline = Date.now() + windowTimeoutMs;
  while (Date.now() < deadline) {
    const listed = (await (await fetch(`http://${host}/json/list`)).json()) as readonly { readonly url: string }[];
    if (listed.some(({ url }) => isConsole(url))) return;
    await sleep(25);
  }
  throw new Error('no page of the console came');
}
