import type { CredentialKind, CredentialPlace, Evidence } from '../contract/shapes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { storageFailed, stored } from '../store/stored.ts';

/** Whether a credential is in use, kept for later, taken out of use, or known of and not there now. */
export type CredentialState = 'active' | 'standby' | 'retired' | 'missing';

/** A credential as the ledger keeps it; times in milliseconds since the epoch. Nothing in it is secret. */
export interface StoredCredential {
  readonly credentialId: string;
  readonly kind: CredentialKind;
  /** What it is found by, such as 'env:kraken'; null for what was entered here. */
  readonly slot: string | null;
  readonly subject: string | null;
  readonly label: string;
  readonly place: CredentialPlace;
  readonly fingerprint: string | null;
  readonly state: CredentialState;
  readonly createdAtMs: number | null;
  readonly enteredAtMs: number;
  readonly lastRotatedAtMs: number | null;
  /** When its certificate ends. */
  readonly notAfterMs: number | null;
  readonly intervalDays: number;
  readonly intervalReason: string | null;
  /** JSON of an `Attestation`. */
  readonly attested: string | null;
}

/** The credentials of an open console.db, with what is known of each. Every method may answer `storage-failed`. */
export interface CredentialsTable {
  /** All of them, in the order they came. */
  all(): Result<readonly StoredCredential[]>;
  find(credentialId: string): Result<StoredCredential | null>;
  /** Keeps one, new or in place of itself, with what happened to it: both or neither. */
  keep(credential: StoredCredential, evidence: readonly Evidence[]): Result<void>;
  /** Keeps several at once, as `keep`: all or none. */
  keepAll(all: readonly (readonly [StoredCredential, readonly Evidence[]])[]): Result<void>;
  /**
   * Runs `work`, which may write to console.db in other ways too (the vault's records lie there): where it answers an error, or what it
   * wrote cannot be kept, nothing of it is.
   */
  together<T>(work: () => Result<T>): Result<T>;
  /** The newest evidence, oldest first, after the very first piece. */
  evidence(credentialId: string): Result<readonly Evidence[]>;
}

/** How many pieces of evidence are kept of a credential; the trail has all. */
export const mostEvidence = 40;

const columns: Readonly<Record<keyof StoredCredential, string>> = {
  credentialId: 'credential_id',
  kind: 'kind',
  slot: 'slot',
  subject: 'subject',
  label: 'label',
  place: 'place',
  fingerprint: 'fingerprint',
  state: 'state',
  createdAtMs: 'created_at_ms',
  enteredAtMs: 'entered_at_ms',
  lastRotatedAtMs: 'last_rotated_at_ms',
  notAfterMs: 'not_after_ms',
  intervalDays: 'interval_days',
  intervalReason: 'interval_reason',
  attested: 'attested',
};

/** The table of an open console.db. */
export function createCredentialsTable(database: Database): CredentialsTable {
  const named = Object.entries(columns);
  const list = named.map(([name, column]) => `${column} AS ${name}`).join(', ');
  const select = `SELECT ${list} FROM credentials`;
  const selectAll = database.prepare<[], StoredCredential>(`${select} ORDER BY rowid`);
  const selectOne = database.prepare<[string], StoredCredential>(`${select} WHERE credential_id = ?`);
  const upsert = database.prepare(`INSERT INTO credentials (${named.map(([, column]) => column).join(', ')})
    VALUES (${named.map(([name]) => `@${name}`).join(', ')})
    ON CONFLICT (credential_id) DO UPDATE SET ${named.map(([, column]) => `${column} = excluded.${column}`).join(', ')}`);
  const addEvidence = database.prepare(
    'INSERT INTO credential_evidence (credential_id, at_ms, what, text) VALUES (?, ?, ?, ?)',
  );
  const cut = database.prepare(`DELETE FROM credential_evidence WHERE credential_id = @id
    AND id NOT IN (SELECT id FROM credential_evidence WHERE credential_id = @id ORDER BY id DESC LIMIT ${mostEvidence - 1})
    AND id <> (SELECT min(id) FROM credential_evidence WHERE credential_id = @id)`);
  const selectEvidence = database.prepare<[string], Evidence>(
    'SELECT at_ms AS atMs, what, text FROM credential_evidence WHERE credential_id = ? ORDER BY id',
  );

  const keepAll = database.transaction((all: readonly (readonly [StoredCredential, readonly Evidence[]])[]): void => {
    for (const [credential, evidence] of all) {
      upsert.run(credential);
      for (const { atMs, text, what } of evidence) addEvidence.run(credential.credentialId, atMs, what, text);
      if (evidence.length > 0) cut.run({ id: credential.credentialId });
    }
  });

  const table: CredentialsTable = {
    all: () => stored('the credentials could not be read', () => selectAll.all()),
    find: (credentialId) => stored('a credential could not be read', () => selectOne.get(credentialId) ?? null),
    keep: (credential, evidence) => table.keepAll([[credential, evidence]]),
    keepAll(all) {
      const kept = stored('a credential could not be kept', () => keepAll.immediate(all));
      return kept.ok ? ok(undefined) : kept;
    },
    together<T>(work: () => Result<T>): Result<T> {
      let done: Result<T> = err(storageFailed('a credential could not be kept'));
      const kept = stored('a credential could not be kept', () => {
        try {
          database
            .transaction(() => {
              done = work();
              if (!done.ok) throw undone;
            })
            .immediate();
        } catch (cause) {
          if (cause !== undone) throw cause;
        }
      });
      return kept.ok ? done : kept;
    },
    evidence: (credentialId) =>
      stored('the evidence of a credential could not be read', () => selectEvidence.all(credentialId)),
  };
  return table;
}

/** Takes a transaction back. */
const undone = new Error('taken back');
