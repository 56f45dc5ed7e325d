import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** The processes in which a console opens its keys, each with its key, seen from beside it as Linux shows them; elsewhere none is seen. */
export interface SignerChildren {
  /** Stops the next one that is started once `isMeant` says so, before it can have derived anything; whether it was. */
  holdNext(isMeant?: () => boolean): () => boolean;
  /** Lets the one that was stopped go on. */
  letGo(): void;
  /** Remembers those that run now: they must have ended when this console has. */
  remember(): void;
  /** Throws unless all of consoles that were ended have ended, too. */
  expectGone(): Promise<void>;
}

/** Without their console they overwrite what they have and end, on a busy machine as well. */
const patience = { timeout: 30_000, interval: 20 } as const;

/** Those of the console that serves on a data folder, whichever process that is just then. */
export function signerChildren(dataFolder: string): SignerChildren {
  const remembered = new Set<number>();
  let stopped: number | null = null;
  const serving = (): number | null => {
    const wanted = ['serve', '--data', dataFolder].join('\0');
    return processes().find((pid) => argumentsOf(pid).includes(wanted)) ?? null;
  };
  const running = (console: number | null): readonly number[] =>
    console === null ? [] : childrenOf(console).filter(isSignerChild);

  return {
    holdNext(isMeant = () => true) {
      const console = serving();
      const before = new Set(running(console));
      let wasStopped = false;
      return () => {
        const next = wasStopped || !isMeant() ? undefined : running(console).find((pid) => !before.has(pid));
        if (next === undefined || !signalled(next, 'SIGSTOP')) return wasStopped;
        stopped = next;
        remembered.add(next);
        wasStopped = true;
        return true;
      };
    },
    letGo() {
      if (stopped !== null) signalled(stopped, 'SIGCONT');
      stopped = null;
    },
    remember() {
      for (const pid of running(serving())) remembered.add(pid);
    },
    async expectGone() {
      await expect.poll(() => [...remembered].filter(isSignerChild), patience).toEqual([]);
      remembered.clear();
    },
  };
}

function isSignerChild(pid: number): boolean {
  return argumentsOf(pid).includes('signer-child');
}

function processes(): readonly number[] {
  return existsSync('/proc') ? readdirSync('/proc').map(Number).filter(Number.isInteger) : [];
}

function childrenOf(pid: number): readonly number[] {
  const listed = readNow(`/proc/${pid}/task/${pid}/children`).trim();
  return listed === '' ? [] : listed.split(' ').map(Number);
}

/** With what a process was started, a null byte after each; nothing of one that has ended. */
function argumentsOf(pid: number): string {
  return readNow(`/proc/${pid}/cmdline`);
}

function readNow(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
