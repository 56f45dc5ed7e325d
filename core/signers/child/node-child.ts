import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { largePages } from '../../domain/large-pages.ts';
import type { FromChild, ToChild } from './protocol.ts';

/** The line to a running child. */
export interface ChildLink {
  readonly pid: number | null;
  send(message: ToChild): void;
  /** Closes the channel: the child overwrites its key and ends. */
  close(): void;
  kill(): void;
}

/** Who hears a child. */
export interface ChildEars {
  onMessage(message: FromChild): void;
  /** Once, when it has ended, or could not be started at all. */
  onEnd(): void;
}

/** Starts one child. */
export type StartChild = (ears: ChildEars) => ChildLink;

/** The program that a signer child is. */
export interface ChildProgram {
  /** A Node of version 24 or newer: inside Electron not the running program itself. */
  readonly nodePath: string;
  readonly entry: string;
  /** The only files it may read: its own code. Folders end in `/*`. */
  readonly readable: readonly string[];
}

/**
 * Where the child's code is, seen from `here`: beside this file in the source tree, or where the build puts it, `core/signer-child.js`
 * beside the folder of chunks.
 */
export function signerChildProgram(nodePath: string, here: string = import.meta.url): ChildProgram {
  const beside = (path: string): string => fileURLToPath(new URL(path, here));
  if (here.endsWith('.ts')) {
    const noble = dirname(dirname(createRequire(here).resolve('@noble/hashes/sha3.js')));
    return { nodePath, entry: beside('main.ts'), readable: [`${beside('../..')}*`, `${noble}/*`] };
  }
  const entry = beside('../core/signer-child.js');
  return { nodePath, entry, readable: [entry, `${beside('../chunks/')}*`] };
}

/** Node's arguments: a child reads its own code and nothing else, starts nothing, is not debugged, and evaluates no text. */
function childArguments({ readable }: ChildProgram): readonly string[] {
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    '--disable-sigusr1',
    '--disallow-code-generation-from-strings',
    '--no-addons',
  ];
}

/** Arguments beside the usual ones, for Node and for the program; tests look into a child by them. */
export interface MoreArguments {
  readonly node?: readonly string[];
  readonly program?: readonly string[];
}

/**
 * A child as a process of its own: nothing of our environment, no input or output, only the channel. `spawn` and not `fork`: Electron's `fork`
 * marks the child's environment.
 */
export function nodeChild(program: ChildProgram, more: MoreArguments = {}): StartChild {
  return (ears) => {
    const args = [...childArguments(program), ...(more.node ?? []), program.entry, ...(more.program ?? [])];
    const child = spawn(program.nodePath, args, {
      env: childEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      windowsHide: true,
    });
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      ears.onEnd();
    };
    child.on('message', (message) => ears.onMessage(message as FromChild));
    child.on('error', () => {
      if (child.pid === undefined) end();
    });
    child.on('exit', end);
    return {
      pid: child.pid ?? null,
      send: (message) => {
        if (child.connected) child.send(message, () => undefined);
      },
      close: () => {
        if (child.connected) child.disconnect();
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}

/** Nothing of this process's own; but Windows starts no program properly that does not know where Windows is. */
function childEnvironment(): Record<string, string> {
  const root = process.platform === 'win32' ? process.env.SystemRoot : undefined;
  return { ...largePages(process.platform), ...(root === undefined ? {} : { SystemRoot: root }) };
}
