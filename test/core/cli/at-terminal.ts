import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { largePages } from '../../../core/domain/large-pages.ts';

/** The command line as a person starts it; it builds what is older than its source. */
export const launcher = fileURLToPath(new URL('../../../core/portcullis.mjs', import.meta.url));
/** The command line as it was built. */
export const built = fileURLToPath(new URL('../../../out/core/cli.js', import.meta.url));

/** Builds the command line where it is older than its source. */
export function buildCommandLine(): void {
  execFileSync(process.execPath, [launcher, 'version'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** What a program said and how it ended. */
export interface Said {
  readonly code: number | null;
  readonly said: string;
}

/** What is typed at a prompt, or the signal that the program gets there. */
export type Answer = readonly [prompt: string, typed: string | { readonly signal: NodeJS.Signals }];

/** A program at a terminal of its own (util-linux's script), answered as its prompts come. */
export async function atTerminal(
  arguments_: readonly string[],
  environment: Readonly<Record<string, string>>,
  answers: readonly Answer[],
  program = built,
): Promise<Said> {
  const line = [process.execPath, program, ...arguments_].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qefc', line, '/dev/null'], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  const left = [...answers];
  let readTo = 0;
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString('utf8');
    const [next] = left;
    const at = next === undefined ? -1 : said.indexOf(next[0], readTo);
    if (next === undefined || at < 0) return;
    left.shift();
    readTo = at + next[0].length;
    const [, typed] = next;
    if (typeof typed === 'string') child.stdin.write(`${typed}\r`);
    else process.kill(youngest(child.pid ?? 0), typed.signal);
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { code, said };
}

/** The last of the processes that descend from one, each from the one before. */
function youngest(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return child === undefined || child === '' ? pid : youngest(Number(child));
}

/** A program whose input is a pipe with everything in it that a person would have typed. */
export async function fromPipe(
  arguments_: readonly string[],
  environment: Readonly<Record<string, string>>,
  input: string,
): Promise<Said> {
  const child = spawn(process.execPath, [built, ...arguments_], { env: environment, stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (said += part.toString('utf8')));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { code, said };
}

/** A console without a window on a data folder; it serves when this answers. Throws where it ends before. */
export async function serving(
  dataFolder: string,
  environment: Readonly<Record<string, string>>,
  program = built,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, 'serve', '--data', dataFolder], { env: environment, stdio: 'pipe' });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (part: Buffer) => {
        said += part.toString('utf8');
        if (said.includes('serves on paper')) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`the console ended with ${code}: ${said}`)));
  });
  return child;
}

/** Lets one end. */
export async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** A place of its own for a data folder, with the environment of what runs on it. */
export function terminalPlace(): {
  readonly dataFolder: string;
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  remove(): void;
} {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-terminal-'));
  return {
    root,
    dataFolder: join(root, 'data'),
    environment: {
      ...largePages(process.platform),
      PATH: process.env.PATH ?? '',
      HOME: root,
      XDG_RUNTIME_DIR: root,
      PORTCULLIS_HEAD_DIR: join(root, 'heads'),
      PORTCULLIS_API_PORT: '0',
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
