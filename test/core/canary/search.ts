import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Canary, type Form, formsOf } from './forms.ts';

/** Looks for secrets in whatever it is shown, and remembers where it found one. */
export interface Search {
  /** Looks in a text or in bytes; `place` names them in what is found. */
  look(place: string, content: string | Uint8Array): void;
  /** Looks in every file under a folder, and in every name; `except` are paths under it that may hold one. */
  lookUnder(folder: string, except?: readonly string[]): void;
  /** Looks in the environment and the command of a running process. */
  lookInProcess(pid: number): void;
  /** What was found: the place, the kind of secret, and its form; never the secret. */
  readonly found: readonly string[];
  /** How many places were looked in. */
  readonly places: number;
}

/** A search for these secrets, in all their forms. */
export function searchFor(canaries: readonly Canary[]): Search {
  const wanted = canaries.map((canary) => ({ kind: canary.kind, forms: formsOf(canary) }));
  const found = new Set<string>();
  let places = 0;
  const look: Search['look'] = (place, content) => {
    places += 1;
    const bytes = Buffer.from(content);
    for (const { kind, forms } of wanted) {
      const form = forms.find((each: Form) => bytes.includes(each.bytes));
      if (form !== undefined) found.add(`${place}: ${kind}, ${form.name}`);
    }
  };
  return {
    look,
    lookUnder(folder, except = []) {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const path = join(folder, name);
        look(`the name of ${name}`, name);
        if (lstatSync(path).isFile() && !except.includes(relative(folder, path))) look(name, readFileSync(path));
      }
    },
    lookInProcess(pid) {
      for (const part of ['environ', 'cmdline']) {
        look(`${part} of process ${pid} (${commandOf(pid)})`, readFileSync(`/proc/${pid}/${part}`));
      }
    },
    get found() {
      return [...found];
    },
    get places() {
      return places;
    },
  };
}

/** What a process was started as: its program and the last of its arguments. */
export function commandOf(pid: number): string {
  const parts = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    .split('\0')
    .filter((part) => part !== '');
  return `${parts[0] ?? '?'} … ${parts.at(-1) ?? ''}`;
}

/** The processes that descend from one, as the system lists them now. */
export function descendantsOf(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))?.[1];
      parents.set(Number(entry), Number(parent));
    } catch {
      // It ended between the listing and the reading.
    }
  }
  const below = (root: number): readonly number[] =>
    [...parents].filter(([, parent]) => parent === root).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}
