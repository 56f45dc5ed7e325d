import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linkTree } from './link-tree.ts';
import type { Mutation } from './mutation.ts';
import { mutated, mutations } from './mutations.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What is not source, and is not copied. */
const leftBehind = new Set(['node_modules', '.git', 'out', 'dist']);
/** No single one takes longer; one that does has not failed, it hangs, and that is told. */
const longestMs = 300_000;

type Outcome = 'noticed' | 'NOT NOTICED' | 'HUNG';

/**
 * `npm run mutation [words]`: in a copy of the tree, breaks one protection after the other and runs the tests that should notice. Words
 * choose by name. Answers 1 unless each was noticed by a test that fails.
 */
export function runMutations(words: readonly string[], say: (line: string) => void): number {
  const chosen = mutations.filter(({ name }) => words.every((word) => name.includes(word)));
  if (chosen.length === 0) {
    say('No mutation has such a name.');
    return 1;
  }
  // Beside the build, on the disk of the packages: those are linked. A signer's child reads no link that leads out of its own tree.
  mkdirSync(join(root, 'out'), { recursive: true });
  const copy = mkdtempSync(join(root, 'out', 'mutation-'));
  try {
    for (const name of readdirSync(root).filter((each) => !leftBehind.has(each))) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    linkTree(realpathSync(join(root, 'node_modules')), join(copy, 'node_modules'));
    const tests = [...new Set(chosen.flatMap((mutation) => mutation.tests))];
    if (tested(copy, tests, longestMs * 3) !== 'passed') {
      say('The tests do not pass as things are: nothing can be told of what is switched off.');
      return 1;
    }
    const outcomes = chosen.map((mutation) => {
      const outcome = tried(copy, mutation);
      say(`${outcome.padEnd(12)} ${mutation.name}`);
      return outcome;
    });
    const missed = outcomes.filter((outcome) => outcome !== 'noticed').length;
    say(`${outcomes.length - missed} of ${outcomes.length} were noticed.`);
    return missed === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function tried(copy: string, mutation: Mutation): Outcome {
  const file = join(copy, mutation.file);
  const source = readFileSync(file, 'utf8');
  writeFileSync(file, mutated(source, mutation));
  const outcome = tested(copy, mutation.tests, longestMs);
  writeFileSync(file, source);
  if (outcome === 'hung') return 'HUNG';
  return outcome === 'failed' ? 'noticed' : 'NOT NOTICED';
}

/** Runs these tests in the copy, up to the first that fails. */
function tested(copy: string, tests: readonly string[], timeoutMs: number): 'passed' | 'failed' | 'hung' {
  const vitest = join(copy, 'node_modules', 'vitest', 'vitest.mjs');
  const passed = [
    '--config',
    join('test', 'vitest.config.ts'),
    '--project',
    'unit',
    '--bail',
    '1',
    '--reporter',
    'dot',
  ];
  const { error, status } = spawnSync(process.execPath, [vitest, 'run', ...passed, ...tests], {
    cwd: copy,
    stdio: 'ignore',
    timeout: timeoutMs,
    env: { ...process.env, PATH: [join(copy, 'node_modules', '.bin'), process.env.PATH].join(delimiter) },
  });
  if (error !== undefined) return 'hung';
  return status === 0 ? 'passed' : 'failed';
}
