import { afterAll, vi } from 'vitest';

/** What a test may have started, as Node names it: a file that leaves one behind disturbs the next file in the same process. */
const started = new Set(['ProcessWrap', 'TCPServerWrap', 'PipeServerWrap']);
/** Set by vitest itself from file to file. */
const ofTheRunner = /^VITEST/;
/** Registries that libraries keep from when they are loaded. */
const ofLibraries = /^__/;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const before = stateOfProcess();

/**
 * The files of the unit tests share a few processes, so that each loads the libraries once. This is what makes that safe: every file must
 * leave its process as it found it, or fails. What ends by itself in a moment is waited for.
 */
afterAll(async () => {
  await vi.waitFor(
    () => {
      const left = differences(before, stateOfProcess());
      if (left.length > 0) throw new Error(`This file leaves its process changed: ${left.join(', ')}`);
    },
    { timeout: 10_000, interval: 20 },
  );
});

function stateOfProcess(): ReadonlyMap<string, string | number> {
  const state = new Map<string, string | number>([['the folder it works in', process.cwd()]]);
  for (const [name, value] of Object.entries(process.env)) {
    if (!ofTheRunner.test(name)) state.set(`the variable ${name}`, value ?? '');
  }
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!ofLibraries.test(name)) state.set(`the global ${name}`, 'there');
  }
  for (const name of signals) state.set(`who listens for ${name}`, process.listenerCount(name));
  for (const name of process.getActiveResourcesInfo()) {
    if (started.has(name)) state.set(`a running ${name}`, Number(state.get(`a running ${name}`) ?? 0) + 1);
  }
  return state;
}

function differences(
  one: ReadonlyMap<string, string | number>,
  other: ReadonlyMap<string, string | number>,
): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
}
