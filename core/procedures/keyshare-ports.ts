import type { MaintenanceWindow } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { CommonPorts } from './common-steps.ts';

/** A backup that a party attests, with its pinned certificate, to have made and read back. */
export interface AttestedShareBackup {
  readonly epoch: number;
  /** Of the backup's text, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly verifiedAt: string;
}

/** What both parties attest, and was found to fit together: one address and epoch, and points that add up to the key. */
export interface AttestedShares {
  readonly address: string;
  readonly epoch: number;
  readonly sharePoints: readonly [string, string];
  readonly backups: readonly [AttestedShareBackup | null, AttestedShareBackup | null];
}

/** What a refresh of keyshares asks of the console. No share is ever here. */
export interface KeysharePorts extends CommonPorts {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly shares: {
    /** Both parties attest now; nothing is changed. */
    attest(): Promise<Result<AttestedShares>>;
    /**
     * What a refresh left open is brought to one end by the parties, which then attest and sign a text of the console; changes nothing
     * where nothing is open.
     */
    settle(): Promise<Result<AttestedShares>>;
    /**
     * New shares of the same key, believed only with everything that proves them; `conflict` where the parties are at another epoch. An
     * error whose `retry` is 'after-checking' says that it may be committed.
     */
    refresh(fromEpoch: number): Promise<Result<AttestedShares>>;
    /** Has a text of the console signed and proves it; the address that signed. */
    proveSigning(): Promise<Result<string>>;
  };
  /** The planned maintenance windows, soonest first. */
  windows(): Result<readonly MaintenanceWindow[]>;
  /**
   * Writes at both keyshares that they are new; `sharePoints` null where no point is known. Does nothing for one that was written so at
   * `sinceMs` or later.
   */
  refreshed(sharePoints: readonly [string, string] | null, sinceMs: number): Result<void>;
  readonly register: {
    /** The newest backup of this party that is kept and was recorded at `sinceMs` or later; null where there is none. */
    recordedSince(party: 0 | 1, sinceMs: number): Result<{ readonly backupId: string } | null>;
    /** Notes at a backup what its party attests of it, once; `conflict` where another digest was recorded, or it is retired. */
    note(backupId: string, sha256: string, text: string): Promise<Result<void>>;
  };
}
