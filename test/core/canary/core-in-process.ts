import { join } from 'node:path';
import { methods } from '../../../core/contract/methods.ts';
import { type Core, createCore } from '../../../core/core.ts';
import { openLog } from '../../../core/log.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import type { Ids, Log, Ports } from '../../../core/ports.ts';
import { systemSignerPorts } from '../../../core/signer-ports.ts';
import type { Canary } from './forms.ts';
import type { Ask } from './session.ts';

/** A core in this process: what it writes to its log is seen before it is redacted, and so is every secret that it draws itself. */
export interface RecordedCore {
  readonly core: Core;
  readonly ask: Ask;
  /** Secrets that the core drew, by the file that drew them. */
  readonly drawn: readonly Canary[];
  /** Everything that crossed the door or went to a log so far, as JSON lines. */
  crossed(): readonly (readonly [string, string])[];
}

/** Which file of the core draws which secret; what other files draw is public. */
const drawers: readonly (readonly [RegExp, string])[] = [
  [/foundations\.ts/, "the key of the audit trail's seals"],
  [/api-tokens\.ts/, 'the token of the local API'],
  [/custody\/vault\.ts/, "the vault's master key"],
  [/person-account\.ts/, 'a key of the practice exchange'],
];

/** Starts one under `root`, which must be there. */
export async function recordedCore(
  root: string,
  environment: Readonly<Record<string, string>>,
  masterKey: Uint8Array | null = null,
): Promise<RecordedCore> {
  const dataFolder = join(root, 'data');
  const crossed: [string, string][] = [];
  const drawn: Canary[] = [];
  const file = openLog({ file: join(dataFolder, 'logs', 'core.log'), stderr: false, name: 'core' });
  const write =
    (level: keyof Log): Log[keyof Log] =>
    (message, facts) => {
      // As JSON and as an object with errors in it: what redaction would have to catch.
      crossed.push([`a ${level} line of the log`, `${message} ${JSON.stringify(facts ?? {})} ${inWords(facts)}`]);
      file[level](message, facts);
    };
  const ports: Ports = {
    clock: systemClock,
    ids: recordingIds(drawn),
    fetch: (url, init) => fetch(url, init),
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    arming: { isArmed: () => false },
    signers: systemSignerPorts(),
    masterKey,
  };
  const made = await createCore(ports, {
    dataFolder,
    environment,
    runtime: 'canary',
    previousCrash: false,
    serveApi: true,
  });
  if (!made.ok) throw new Error(made.error.code);
  const core = made.value;
  core.on((announcement) => crossed.push([`the announcement ${announcement.topic}`, JSON.stringify(announcement)]));
  return {
    core,
    drawn,
    crossed: () => crossed,
    async ask(method, input, face) {
      const answer = await core.call(face, method, input);
      crossed.push([`an answer to ${face} of ${method in methods ? method : 'no method'}`, JSON.stringify(answer)]);
      return answer;
    },
  };
}

function inWords(facts: unknown): string {
  return Object.values(facts ?? {})
    .map((fact) => (fact instanceof Error ? `${fact.stack} ${String(fact.cause)}` : String(fact)))
    .join(' ');
}

function recordingIds(drawn: Canary[]): Ids {
  const keep = (value: string | Uint8Array): void => {
    const caller = new Error('who draws').stack?.split('\n')[3] ?? '';
    const kind = drawers.find(([pattern]) => pattern.test(caller))?.[1];
    if (kind !== undefined) drawn.push({ kind, value: typeof value === 'string' ? value : Uint8Array.from(value) });
  };
  return {
    next() {
      const id = systemIds.next();
      keep(id);
      return id;
    },
    bytes(length) {
      const bytes = systemIds.bytes(length);
      if (length >= 32) keep(bytes);
      return bytes;
    },
  };
}
