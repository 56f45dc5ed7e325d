import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TlsIdentity } from '../../core/signers/http-exchange.ts';
import { lastingPort } from '../lasting-port.ts';
import { testAuthority } from '../tls/certificates.ts';
import { askParty } from './ask-party.ts';
import type { PartyConfig, PartyReady, PeerPort } from './party-config.ts';

const program = fileURLToPath(new URL('party-process.ts', import.meta.url));

/** How the signer is to be. */
export interface TwoPartyOptions {
  /** Where the parties keep their shares and certificates. */
  readonly folder: string;
  readonly dialect?: PartyConfig['dialect'];
  /** The deadline of a session between the parties. */
  readonly sessionTimeoutMs?: number;
  /** Whether a key is made at once; true where it is not said. */
  readonly makesKey?: boolean;
}

/** Files, PEM, of the client's side, for `PORTCULLIS_MPC_<0|1>_{CERT,KEY,CA}`. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** Two running parties. Never for funds. */
export interface TwoPartySigner {
  /** Control planes of party 0 and party 1. */
  readonly urls: readonly [string, string];
  /** What an operator's client needs for both; the pins are those of the two parties. */
  readonly tls: readonly [TlsIdentity, TlsIdentity];
  readonly tlsFiles: TlsFiles;
  readonly pins: readonly [string, string];
  /** EIP-55; '' when no key was made. */
  readonly address: string;
  /** Ends one party's process; `signal` SIGSTOP freezes it and SIGCONT lets it go on. */
  signal(party: 0 | 1, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** Starts a party that was ended, at its old port, with a change in its configuration. */
  restart(party: 0 | 1, change?: Partial<Pick<PartyConfig, 'fault'>>): Promise<void>;
  /** Removes a file of a party, as a lost disk does. */
  lose(party: 0 | 1, file: 'share.json'): void;
  /** Where a party keeps its share: it reads it anew for every request. */
  shareFile(party: 0 | 1): string;
  stop(): Promise<void>;
}

interface RunningParty {
  readonly config: PartyConfig;
  readonly child: ChildProcess;
  readonly gone: Promise<void>;
}

/** Makes certificates, starts both parties, and has them make a key. */
export async function startTwoPartySigner(options: TwoPartyOptions): Promise<TwoPartySigner> {
  const { folder, dialect = 'mpc-2p/1', sessionTimeoutMs = 3_000, makesKey = true } = options;
  const authority = testAuthority('Two-party test signer');
  const certificates = [0, 1].map((party) => authority.issue({ name: `party ${party}`, hosts: ['127.0.0.1'] }));
  const [first, second] = certificates;
  if (first === undefined || second === undefined) throw new Error('two certificates are made');
  const operator = authority.issue({ name: 'operator' });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const tlsFiles: TlsFiles = {
    cert: file('operator.crt', operator.cert),
    key: file('operator.key', operator.key),
    ca: file('ca.crt', authority.ca),
  };
  const configOf = async (party: 0 | 1, own: typeof first, other: typeof first): Promise<PartyConfig> => ({
    party,
    folder: join(folder, `party-${party}`),
    dialect,
    // The console is told it once: a party that is started again listens there again.
    controlPort: await lastingPort(),
    peerPort: 0,
    cert: own.cert,
    key: own.key,
    ca: authority.ca,
    operatorPins: [operator.pin],
    peerPin: other.pin,
    sessionTimeoutMs,
    fault: null,
  });
  const parties: [RunningParty, RunningParty] = [
    await startParty(await configOf(0, first, second)),
    await startParty(await configOf(1, second, first)),
  ];
  const introduce = async (): Promise<void> => {
    await tellPeerPort(parties[0].child, parties[1].config.peerPort);
    await tellPeerPort(parties[1].child, parties[0].config.peerPort);
  };
  await introduce();
  const scheme = dialect === 'legacy' ? 'http' : 'https';
  const identity = (pin: string): TlsIdentity => ({
    cert: operator.cert,
    key: operator.key,
    ca: authority.ca,
    pins: [pin],
  });
  const urls = parties.map(({ config }) => `${scheme}://127.0.0.1:${config.controlPort}`) as [string, string];
  const tls = [identity(first.pin), identity(second.pin)] as const;
  const made = makesKey
    ? await askParty(urls[0], tls[0], 'POST /dkg', { request_id: 'first', confirm: 'new-key' })
    : null;
  return {
    urls,
    tls,
    tlsFiles,
    pins: [first.pin, second.pin],
    address: made === null ? '' : String(made.body.address),
    async signal(party, signal) {
      const { child, gone } = parties[party];
      child.kill(signal);
      if (signal === 'SIGKILL') await gone;
    },
    async restart(party, change = {}) {
      const { config, child, gone } = parties[party];
      child.kill('SIGKILL');
      await gone;
      parties[party] = await startParty({ ...config, peerPort: 0, ...change });
      await introduce();
    },
    lose: (party, name) => rmSync(join(parties[party].config.folder, name)),
    shareFile: (party) => join(parties[party].config.folder, 'share.json'),
    async stop() {
      for (const { child } of parties) child.kill('SIGKILL');
      await Promise.all(parties.map(({ gone }) => gone));
    },
  };
}

/** Resolves once the party has heard it. */
function tellPeerPort(child: ChildProcess, port: number): Promise<void> {
  const heard = new Promise<void>((resolve) => child.once('message', () => resolve()));
  child.send({ kind: 'peer', port } satisfies PeerPort);
  return heard;
}

function startParty(config: PartyConfig): Promise<RunningParty> {
  mkdirSync(config.folder, { recursive: true, mode: 0o700 });
  const path = join(config.folder, 'config.json');
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  const child = fork(program, [path], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: {}, execArgv: [] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`party ${config.party} ended before it listened`)));
    child.once('message', ({ controlPort, peerPort }: PartyReady) => {
      resolve({ config: { ...config, controlPort, peerPort }, child, gone });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const signer = await startTwoPartySigner({ folder: process.argv[2] ?? 'two-party-test-signer' });
  process.stdout.write(`never for funds\n${JSON.stringify({ ...signer, tls: undefined }, null, 2)}\n`);
  process.once('SIGINT', () => void signer.stop());
}
