import type { Address } from '../../domain/address.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, Ids, Log } from '../../ports.ts';
import type { TlsIdentity } from '../http-exchange.ts';
import type { HaltWord, Seen } from './failure-table.ts';

/** The control plane of one party: `PORTCULLIS_MPC_<0|1>_{URL,CERT,KEY,CA,PIN}`, or `MPC_SIGNER_URL` for party 0. */
export interface MpcParty {
  /** http or https; what follows the host is put in front of every path. */
  readonly url: string;
  readonly tls: TlsIdentity;
}

/** Why the signer is halted, kept over a restart. */
export interface MpcHalt {
  readonly seen: Seen;
  /** What a person must say to end it. */
  readonly until: HaltWord;
  readonly why: string;
  readonly atMs: number;
}

/** What outlives this process about one pinned address. */
export interface MpcMarks {
  readonly address: Address;
  /** The highest epoch that the parties ever answered with; null where none was, as by the older service. */
  readonly highestEpoch: number | null;
  readonly halt: MpcHalt | null;
}

/** Where the marks are kept. Writing ends only when they are safe. */
export interface Marks {
  /** Null where none were ever written. */
  read(): Result<MpcMarks | null>;
  write(marks: MpcMarks): Result<void>;
}

/** What the signer stands on. */
export interface MpcOptions {
  /** The leader, which is asked for signatures. */
  readonly party0: MpcParty;
  /** The follower, asked only to attest; null where it cannot be reached from here. */
  readonly party1: MpcParty | null;
  /** The address that every answer must be by. Another pin begins with fresh marks. */
  readonly pinned: Address;
  /** Live: refused over anything but mutual TLS with a pin, unless the host is a literal loopback address. */
  readonly isLive: boolean;
  readonly marks: Marks;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Told when the signer halts, and with null when that halt is over; not of one that an earlier run left. */
  readonly onHalt?: (halt: MpcHalt | null) => void;
  readonly timing?: Partial<MpcTiming>;
}

/** How long it waits, in milliseconds. */
export interface MpcTiming {
  /** For questions that change nothing. */
  readonly readMs: number;
  /** For one attempt at a signature. */
  readonly signMs: number;
  /** For a refresh and for settling one. */
  readonly refreshMs: number;
  /** Before each repetition of a request that may be repeated; as many repetitions as there are waits. */
  readonly backoffMs: readonly number[];
}

/** The waits of the design: 10 s for a signature, 60 s for a refresh, three repetitions. */
export const defaultTiming: MpcTiming = {
  readMs: 5_000,
  signMs: 10_000,
  refreshMs: 60_000,
  backoffMs: [250, 500, 1_000],
};
