import type { MaintenanceWindow } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import type { AttestedShares, KeysharePorts } from '../../../core/procedures/keyshare-ports.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { haltOver, type WalkedHalt } from './walked-procedure.ts';

/** How the next refresh ends: as it should, without a sure answer in one of three ways, or with the end of the console in the middle of it. */
export type RefreshEnd = 'sure' | 'committed' | 'not-begun' | 'half' | 'console-dies';

/** A backup of a share, wherever it lies. */
interface ShareBackup {
  readonly party: 0 | 1;
  readonly epoch: number;
  readonly sha256: string;
  isDestroyed: boolean;
}

/** A row of the backup register. */
interface Row {
  readonly backupId: string;
  readonly party: 0 | 1;
  readonly recordedAtMs: number;
  digest: string | null;
  isRetired: boolean;
}

/** Two parties, their backups and the console's register, in the hands of a test. */
export interface KeyshareWorld {
  readonly clock: ManualClock;
  readonly ports: KeysharePorts;
  /** The epoch of each party's share, and whether a refresh is pending there. */
  readonly parties: [{ epoch: number; isPending: boolean }, { epoch: number; isPending: boolean }];
  isUp: boolean;
  address: string;
  nextEnd: RefreshEnd;
  /** Whether the signer is halted since a refresh had no sure answer. */
  isInDoubt: boolean;
  /** Whether both shares stay as they are, whatever epoch is said. */
  keepsShares: boolean;
  /** How often a refresh was asked for, and how often while another was not settled. */
  asked: number;
  askedBlind: number;
  readonly backups: ShareBackup[];
  readonly rows: Row[];
  readonly windows: MaintenanceWindow[];
  /** What was written at each keyshare, oldest first. */
  readonly written: { readonly points: readonly [string, string] | null; readonly atMs: number }[];
  readonly halt: WalkedHalt;
  backUp(party: 0 | 1, sha256?: string): void;
  recordBackup(party: 0 | 1, digest?: string | null): void;
}

/** The address of its key. */
export const keyAddress = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

/** One at epoch 0, with a backup of each share. */
export function keyshareWorld(): KeyshareWorld {
  const clock = manualClock();
  const away = unavailable('party-down');
  const attested = (): Result<AttestedShares> => {
    if (!world.isUp) return err(away);
    const [first, second] = world.parties;
    if (first.epoch !== second.epoch) return err({ ...mismatch, what: 'the parties attest different epochs' });
    const point = (party: 0 | 1) => `point ${party} of ${world.keepsShares ? 0 : first.epoch}`;
    const backupOf = (party: 0 | 1) => {
      const last = world.backups.findLast((one) => one.party === party);
      return last === undefined ? null : { epoch: last.epoch, sha256: last.sha256, verifiedAt: 'now' };
    };
    return ok({
      address: world.address,
      epoch: first.epoch,
      sharePoints: [point(0), point(1)],
      backups: [backupOf(0), backupOf(1)],
    });
  };
  const commit = (party: 0 | 1): void => {
    world.parties[party].epoch += 1;
    world.parties[party].isPending = false;
  };

  const world: KeyshareWorld = {
    clock,
    parties: [
      { epoch: 0, isPending: false },
      { epoch: 0, isPending: false },
    ],
    isUp: true,
    address: keyAddress,
    nextEnd: 'sure',
    isInDoubt: false,
    keepsShares: false,
    asked: 0,
    askedBlind: 0,
    backups: [],
    rows: [],
    windows: [],
    written: [],
    halt: { state: 'active', isOurs: false },
    backUp(party, sha256 = `${party}${world.backups.length}`.padEnd(64, '0')) {
      world.backups.push({ party, epoch: world.parties[party].epoch, sha256, isDestroyed: false });
    },
    recordBackup(party, digest = null) {
      const backupId = `backup ${world.rows.length}`;
      world.rows.push({ backupId, party, recordedAtMs: clock.nowMs(), digest, isRetired: false });
    },
    ports: {
      clock,
      halt: haltOver(() => world.halt),
      tradeOnPaper: async () => ok('traded'),
      shares: {
        attest: async () => attested(),
        async settle() {
          if (!world.isUp) return err(away);
          const [first, second] = world.parties;
          if (first.isPending && second.epoch > first.epoch) commit(0);
          first.isPending = false;
          world.isInDoubt = false;
          return attested();
        },
        async refresh(fromEpoch) {
          if (!world.isUp) return err(away);
          if (world.isInDoubt) return err(unavailable('halted'));
          const [first, second] = world.parties;
          if (first.isPending || first.epoch !== second.epoch) world.askedBlind += 1;
          if (first.epoch !== fromEpoch) return err({ code: 'conflict', retry: 'never', what: 'another epoch' });
          world.asked += 1;
          const end = world.nextEnd;
          world.nextEnd = 'sure';
          if (end === 'sure') {
            commit(0);
            commit(1);
            return attested();
          }
          if (end !== 'not-begun') {
            commit(1);
            first.isPending = true;
          }
          if (end === 'committed') commit(0);
          if (end === 'console-dies') throw new Error('the console ended');
          world.isInDoubt = true;
          return err({
            ...mismatch,
            code: 'signer-failed',
            retry: 'after-checking',
            signerCode: 'x',
            why: 'no answer',
          });
        },
        async proveSigning() {
          const now = attested();
          if (!now.ok) return now;
          return world.isInDoubt ? err(unavailable('halted')) : ok(world.address);
        },
      },
      windows: () => ok(world.windows),
      refreshed(points, sinceMs) {
        if ((world.written.at(-1)?.atMs ?? -1) < sinceMs) world.written.push({ points, atMs: clock.nowMs() });
        return ok(undefined);
      },
      register: {
        recordedSince: (party, sinceMs) =>
          ok(
            world.rows.findLast((row) => row.party === party && !row.isRetired && row.recordedAtMs >= sinceMs) ?? null,
          ),
        async note(backupId, sha256) {
          const row = world.rows.find((one) => one.backupId === backupId);
          if (row === undefined || (row.digest !== null && row.digest !== sha256)) {
            return err({ code: 'conflict', retry: 'never', what: 'another digest' });
          }
          row.digest = sha256;
          return ok(undefined);
        },
      },
    },
  };
  for (const party of [0, 1] as const) world.backUp(party);
  return world;
}

/** Whether a lost share can be brought back: both backups of one epoch are there. */
export function hasGoodPair({ backups }: KeyshareWorld): boolean {
  const kept = (party: 0 | 1) => backups.filter((one) => one.party === party && !one.isDestroyed);
  return kept(0).some(({ epoch }) => kept(1).some((other) => other.epoch === epoch));
}

const mismatch = { code: 'signature-mismatch', retry: 'never', signer: 'cb_mpc_2pc', what: '' } as const;

function unavailable(state: string): AppError {
  return { code: 'signer-unavailable', retry: 'safe', signer: 'cb_mpc_2pc', state, why: 'away' };
}
