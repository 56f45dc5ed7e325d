import { execFile } from 'node:child_process';
import type { CollectionState } from './master-key.ts';

const service = 'org.freedesktop.secrets';
const collectionPath = '/org/freedesktop/secrets/aliases/default';
const collectionInterface = 'org.freedesktop.Secret.Collection';
const timeoutMs = 1_500;

/** The two programs that can ask, both at once; they only read, and reading a property never prompts. */
const probes: readonly (readonly [program: string, ...rest: string[]])[] = [
  [
    'gdbus',
    ...['call', '--session', '--timeout', '1', '--dest', service, '--object-path', collectionPath],
    ...['--method', 'org.freedesktop.DBus.Properties.Get', collectionInterface, 'Locked'],
  ],
  ['busctl', '--user', '--timeout=1', 'get-property', service, collectionPath, collectionInterface, 'Locked'],
];

/** What a probe printed: gdbus says `(<false>,)`, busctl `b false`; anything else is no answer. */
export function readProbe(output: string): CollectionState {
  const text = output.trim();
  if (text === '(<false>,)' || text === 'b false') return 'unlocked';
  if (text === '(<true>,)' || text === 'b true') return 'locked';
  return 'unknown';
}

/**
 * Whether the default collection of the secret service is locked (Secret Service API, property `Locked`), asked over the session bus
 * with a short time-out. 'unknown' when nobody answers: to be treated as locked.
 */
export async function probeCollection(): Promise<CollectionState> {
  const states = await Promise.all(probes.map(async ([program, ...rest]) => readProbe(await run(program, rest))));
  // Where the two do not agree, the one that blocks nothing counts.
  if (states.includes('locked')) return 'locked';
  return states.includes('unlocked') ? 'unlocked' : 'unknown';
}

function run(program: string, rest: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout: timeoutMs, killSignal: 'SIGKILL' as const, encoding: 'utf8' as const };
    execFile(program, [...rest], options, (error, stdout) => resolve(error === null ? stdout : ''));
  });
}
