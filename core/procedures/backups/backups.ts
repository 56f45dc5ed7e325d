import { createHash } from 'node:crypto';
import type { BackupComponent, BackupRow, Backups as BackupsList } from '../../contract/shapes.ts';
import { canonicalText } from '../../domain/canonical.ts';
import { conflict } from '../../domain/conflict.ts';
import type { AppError } from '../../domain/errors.ts';
import { always, ifIt, type May } from '../../domain/may.ts';
import { err, type Result } from '../../domain/result.ts';
import type { Clock, Ids } from '../../ports.ts';
import { betweenRows, type Record } from '../../trading/record.ts';
import { readRegularFile } from '../recovery/read-file.ts';
import { backupComponents } from './backup-components.ts';
import { holdsShare, mayBeShare, notOpenedHere, problemOf, unreadable } from './backup-problems.ts';
import { createBackupRows, isKept } from './backup-rows.ts';
import type { BackupsTable, StoredBackup, StoredCheck } from './backups-table.ts';

/** The largest backup that is read. */
const mostFileBytes = 4_194_304;

/** What a person says of a new backup. */
export interface NewBackup
  extends Pick<
    StoredBackup,
    'component' | 'place' | 'encryption' | 'access' | 'twoPerson' | 'geographicSplit' | 'setId'
  > {
  readonly file: string | null;
}

/** How a backup is verified. */
export type Verification =
  | { readonly by: 'opening'; readonly backupId: string; readonly file: string; readonly passphrase: string | null }
  | { readonly by: 'attestation'; readonly backupId: string; readonly result: 'ok' | 'failed'; readonly text: string };

/** Opens the text of a file once and answers what that proved, in a sentence. Nothing of it is kept. */
export type OpenBackup = (
  component: BackupComponent,
  text: string,
  passphrase: string | null,
) => Promise<Result<string>>;

/** What the register stands on. */
export interface BackupParts {
  readonly table: BackupsTable;
  readonly open: OpenBackup;
  readonly record: Record;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly ids: Pick<Ids, 'next'>;
  readonly changed: () => void;
}

/** The register of backups: what there is, where, who can open it, and when it was last known to help. Every change leaves two rows. */
export interface Backups {
  /** `storage-failed`. */
  list(): Result<BackupsList>;
  /** `invalid-input`; `conflict` where the other party's backup is at the same place; `storage-failed`, `audit-failed`. */
  record(backup: NewBackup, actor: string): Promise<Result<BackupRow>>;
  /**
   * `not-found`; `not-offered` for opening what is not opened here; `conflict` where the file is not the one that was recorded, which
   * counts as a failed check; the errors of opening, of which a wrong passphrase is no check.
   */
  verify(verification: Verification, actor: string): Promise<Result<BackupRow>>;
  /**
   * Notes what an MPC party attests, with its pinned certificate, of this backup: its digest and, in `text`, the rest. `not-found`;
   * `conflict` where another digest was recorded.
   */
  partyAttested(backupId: string, digest: string, text: string, actor: string): Promise<Result<BackupRow>>;
  /** Notes a rehearsal at every kept backup of a set. `not-found` where there is none. */
  rehearsed(setId: string, result: 'ok' | 'failed', text: string, actor: string): Promise<Result<readonly BackupRow[]>>;
  /** `not-found`; `conflict` when it is retired already. */
  retire(backupId: string, reason: string, actor: string, may?: May): Promise<Result<BackupRow>>;
}

/** The register of an open console.db. */
export function createBackups(parts: BackupParts): Backups {
  const { clock, record, table } = parts;
  const rows = createBackupRows(table, clock);

  /** Does something between two rows. Where a backup lies stays out of the trail, which may be exported: its digest stands there. */
  const between = async <T>(
    what: string,
    subject: string,
    actor: string,
    act: () => Promise<Result<T>> | Result<T>,
    outcome: (done: T) => { readonly [name: string]: string | null } = () => ({}),
  ): Promise<Result<T>> => {
    const about = { eventType: 'backup', actor, subject };
    return betweenRows({ record, ended: parts.changed }, about, { what }, act, outcome);
  };

  const checked = (backup: StoredBackup, check: StoredCheck): Result<BackupRow> => {
    const kept = table.keep(backup, check);
    return kept.ok ? rows.row(backup.backupId) : kept;
  };

  async function verifyByOpening({
    backupId,
    file,
    passphrase,
  }: Extract<Verification, { by: 'opening' }>): Promise<Result<BackupRow>> {
    const found = rows.kept(backupId);
    if (!found.ok) return found;
    const backup = found.value;
    if (!backupComponents[backup.component].isOpenedHere) return notOpenedHere;
    const bytes = readRegularFile(file, mostFileBytes);
    if (bytes === null) return unreadable;
    const check = { atMs: clock.nowMs(), by: 'opened' } as const;
    const digest = digestOf(bytes);
    if (backup.digest !== null && backup.digest !== digest) {
      bytes.fill(0);
      const text = 'The file is not the one that was recorded: its digest differs.';
      const kept = checked(backup, { ...check, result: 'failed', text });
      return kept.ok ? conflict('the file is not the one that was recorded: its digest differs') : kept;
    }
    const opened = await parts.open(backup.component, bytes.toString('utf8'), passphrase);
    bytes.fill(0);
    // It was waited for: meanwhile it may have been retired.
    const still = rows.kept(backupId);
    if (!still.ok) return still;
    if (opened.ok) return checked({ ...still.value, digest }, { ...check, result: 'ok', text: opened.value });
    if (isOfNoUse(opened.error)) {
      const kept = checked(still.value, { ...check, result: 'failed', text: 'The file is not what it should be.' });
      if (!kept.ok) return kept;
    }
    return opened;
  }

  return {
    list: rows.list,
    record: (backup, actor) =>
      between(
        'record',
        backup.component,
        actor,
        () => {
          const all = table.all();
          if (!all.ok) return all;
          const problem = problemOf(backup, all.value.filter(isKept));
          if (problem !== null) return problem;
          const bytes = backup.file === null ? null : readRegularFile(backup.file, mostFileBytes);
          if (backup.file !== null && bytes === null) return unreadable;
          const digest = bytes === null ? null : digestOf(bytes);
          bytes?.fill(0);
          const { file: _file, ...told } = backup;
          const made: StoredBackup = {
            ...told,
            backupId: parts.ids.next(),
            digest,
            recordedAtMs: clock.nowMs(),
            retiredAtMs: null,
            retiredReason: null,
          };
          const kept = table.keep(made, null);
          return kept.ok ? rows.row(made.backupId) : kept;
        },
        ({ access, backupId, digest, encryption, geographicSplit, place, setId, twoPerson }) => ({
          backupId,
          digest,
          setId,
          said: digestOf(Buffer.from(canonicalText({ place, encryption, access, twoPerson, geographicSplit }))),
        }),
      ),
    verify: (verification, actor) =>
      between(
        `verify by ${verification.by}`,
        verification.backupId,
        actor,
        () => {
          if (verification.by === 'opening') return verifyByOpening(verification);
          const { backupId, result, text } = verification;
          if (mayBeShare(text)) return holdsShare('text');
          const found = rows.kept(backupId);
          return found.ok ? checked(found.value, { atMs: clock.nowMs(), by: 'attested', result, text }) : found;
        },
        ({ digest, lastCheck }) => ({ digest, result: lastCheck?.result ?? null }),
      ),
    partyAttested: (backupId, digest, text, actor) =>
      between(
        'verify by attestation of its party',
        backupId,
        actor,
        () => {
          const found = rows.kept(backupId);
          if (!found.ok) return found;
          const recorded = found.value.digest;
          if (recorded !== null && recorded !== digest) {
            return conflict('the file that was recorded is not the backup that its party attests');
          }
          return checked({ ...found.value, digest }, { atMs: clock.nowMs(), by: 'attested', result: 'ok', text });
        },
        (row) => ({ digest: row.digest }),
      ),
    rehearsed: (setId, result, text, actor) =>
      between(`rehearsal: ${result}`, setId, actor, (): Result<readonly BackupRow[]> => {
        const all = table.all();
        if (!all.ok) return all;
        if (mayBeShare(text)) return holdsShare('text');
        const ofSet = all.value.filter((backup) => isKept(backup) && backup.setId === setId);
        if (ofSet.length === 0) return err({ code: 'not-found', retry: 'never', what: 'a kept backup of this set' });
        const backupIds = ofSet.map(({ backupId }) => backupId);
        const kept = table.check(backupIds, { atMs: clock.nowMs(), by: 'rehearsed', result, text });
        return kept.ok ? rows.ofSet(setId) : kept;
      }),
    retire: (backupId, reason, actor, may = always) =>
      between('retire', backupId, actor, () => {
        if (mayBeShare(reason)) return holdsShare('reason');
        const found = rows.kept(backupId);
        if (!found.ok) return found;
        return ifIt(may, () => {
          const kept = table.keep({ ...found.value, retiredAtMs: clock.nowMs(), retiredReason: reason }, null);
          return kept.ok ? rows.row(backupId) : kept;
        });
      }),
  };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Whether an error says that the file is bad, and not that something was mistyped or could not be asked. */
function isOfNoUse(error: AppError): boolean {
  if (error.code === 'signer-unavailable') return error.state === 'bad-file' || error.state === 'address-differs';
  return error.code === 'invalid-input';
}
