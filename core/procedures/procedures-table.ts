import type { Procedure, Proof } from '../contract/shapes.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { stored } from '../store/stored.ts';

/** A procedure as it is kept. `facts` is text that only its plan can read; nothing in it is secret. */
export interface StoredProcedure {
  readonly procedureId: string;
  readonly kind: Procedure['kind'];
  readonly credentialId: string;
  readonly label: string;
  readonly facts: string;
  /** The step it stands at; the last one where it has ended. */
  readonly stepId: string;
  /** Whether the step was begun and its end is not known: it is tried again from its beginning. */
  readonly isDoing: 0 | 1;
  readonly againAtMs: number | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly outcome: Procedure['outcome'];
  readonly reason: string | null;
}

/** The procedures of an open console.db. Every method may answer `storage-failed`. */
export interface ProceduresTable {
  find(procedureId: string): Result<StoredProcedure | null>;
  /** The one that is under way. */
  open(): Result<StoredProcedure | null>;
  /** The open one first, then the newest first. */
  list(limit: number): Result<readonly StoredProcedure[]>;
  /** Keeps one, new or in place of itself, with what was found: both or neither. */
  keep(procedure: StoredProcedure, found: readonly Proof[]): Result<void>;
  /** Keeps several, new or in place of themselves, in this order: all or none. */
  keepAll(procedures: readonly StoredProcedure[]): Result<void>;
  /** When one of this kind was completed last; null where none was. */
  lastCompletedAtMs(kind: StoredProcedure['kind']): Result<number | null>;
  /** What was found in all its steps, in order. */
  proofs(procedureId: string): Result<readonly Proof[]>;
}

/** How many findings are kept of a step that is tried over and over; the trail has all. */
const mostProofs = 12;

const columns: Readonly<Record<keyof StoredProcedure, string>> = {
  procedureId: 'procedure_id',
  kind: 'kind',
  credentialId: 'credential_id',
  label: 'label',
  facts: 'facts',
  stepId: 'step_id',
  isDoing: 'is_doing',
  againAtMs: 'again_at_ms',
  startedAtMs: 'started_at_ms',
  endedAtMs: 'ended_at_ms',
  outcome: 'outcome',
  reason: 'reason',
};

/** The tables of an open console.db. */
export function createProceduresTable(database: Database): ProceduresTable {
  const named = Object.entries(columns);
  const select = `SELECT ${named.map(([name, column]) => `${column} AS ${name}`).join(', ')} FROM procedures`;
  const selectOne = database.prepare<[string], StoredProcedure>(`${select} WHERE procedure_id = ?`);
  const selectOpen = database.prepare<[], StoredProcedure>(`${select} WHERE outcome = 'open'`);
  const selectAll = database.prepare<[number], StoredProcedure>(
    `${select} ORDER BY outcome <> 'open', started_at_ms DESC, rowid DESC LIMIT ?`,
  );
  const upsert = database.prepare(`INSERT INTO procedures (${named.map(([, column]) => column).join(', ')})
    VALUES (${named.map(([name]) => `@${name}`).join(', ')})
    ON CONFLICT (procedure_id) DO UPDATE SET ${named.map(([, column]) => `${column} = excluded.${column}`).join(', ')}`);
  const addProof = database.prepare(
    'INSERT INTO procedure_proofs (procedure_id, step_id, at_ms, strength, text) VALUES (?, ?, ?, ?, ?)',
  );
  const cut = database.prepare(`DELETE FROM procedure_proofs WHERE procedure_id = @id AND step_id = @step
    AND id NOT IN (SELECT id FROM procedure_proofs WHERE procedure_id = @id AND step_id = @step
      ORDER BY id DESC LIMIT ${mostProofs})`);
  const selectProofs = database.prepare<[string], Proof>(
    'SELECT step_id AS stepId, at_ms AS atMs, strength, text FROM procedure_proofs WHERE procedure_id = ? ORDER BY id',
  );
  const keep = database.transaction((procedure: StoredProcedure, found: readonly Proof[]): void => {
    upsert.run(procedure);
    for (const { atMs, stepId, strength, text } of found) {
      addProof.run(procedure.procedureId, stepId, atMs, strength, text);
      cut.run({ id: procedure.procedureId, step: stepId });
    }
  });
  const keepAll = database.transaction((procedures: readonly StoredProcedure[]): void => {
    for (const procedure of procedures) upsert.run(procedure);
  });
  const selectLast = database
    .prepare<[string], number | null>(
      "SELECT max(ended_at_ms) FROM procedures WHERE kind = ? AND outcome = 'completed'",
    )
    .pluck();
  const what = 'the procedures could not be read';
  return {
    find: (procedureId) => stored(what, () => selectOne.get(procedureId) ?? null),
    open: () => stored(what, () => selectOpen.get() ?? null),
    list: (limit) => stored(what, () => selectAll.all(limit)),
    keep(procedure, found) {
      const kept = stored('a procedure could not be kept', () => keep.immediate(procedure, found));
      return kept.ok ? ok(undefined) : kept;
    },
    keepAll(procedures) {
      const kept = stored('a procedure could not be kept', () => keepAll.immediate(procedures));
      return kept.ok ? ok(undefined) : kept;
    },
    lastCompletedAtMs: (kind) => stored(what, () => selectLast.get(kind) ?? null),
    proofs: (procedureId) => stored(what, () => selectProofs.all(procedureId)),
  };
}
