import type { Procedure, ProcedureKind, Proof } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import type { AppError } from '../domain/errors.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Record } from '../trading/record.ts';
import type { AnyPlan } from './any-plan.ts';
import { type About, begun, keepRecorded, leftFor, rowOf } from './procedure-changes.ts';
import type { ProceduresTable, StoredProcedure } from './procedures-table.ts';
import { showProcedure } from './show-procedure.ts';
import type { Said, Tried } from './step.ts';

/** What procedures stand on. */
export interface ProcedureParts {
  readonly table: ProceduresTable;
  readonly planOf: (kind: ProcedureKind) => AnyPlan;
  readonly record: Record;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly ids: Pick<Ids, 'next'>;
  /** A procedure is another than before. */
  readonly changed: () => void;
}

/** The procedure that is under way: its facts as kept text, where it stands, and whether the halt may be released. */
export interface UnderWay {
  readonly kind: ProcedureKind;
  readonly facts: string;
  readonly stepId: string;
  /** Whether its first step, the halt, is done, or where it stands is not known. */
  readonly isHalted: boolean;
  readonly isValidated: boolean;
}

/**
 * Guided procedures: one is under way at a time, each step is kept before it is tried and after, so that a crash at any point resumes at
 * the same step, and each leaves a row before and after.
 */
export interface Procedures {
  /** `storage-failed`. */
  list(limit: number): Result<Procedure[]>;
  /** The one that is under way; `storage-failed`. */
  underWay(): Result<UnderWay | null>;
  /** `conflict` while another is under way. */
  start(about: About, actor: string): Promise<Result<Procedure>>;
  /**
   * Begins one whatever is under way: that is left for the reason given, in the same act, also while a step of it is being tried. One of the
   * same kind and credential goes on instead, until it is validated: what comes after that is another case.
   */
  startAtOnce(about: About, reason: string, actor: string): Promise<Result<Procedure>>;
  /** One with the facts of its plan; `not-found`, `storage-failed`. */
  find(procedureId: string): Result<{ readonly shown: Procedure; readonly facts: string }>;
  /**
   * Tries the step that the procedure stands at. `conflict` where it stands at another, is being tried, may not be tried yet, or has
   * ended; else as the step's own try. A step that is not done answers ok, and says so.
   */
  step(procedureId: string, stepId: string, said: Said, actor: string): Promise<Result<Procedure>>;
  /** Says of a step that the last run of the console began and did not end that it is tried again; called once, at the start. */
  recover(): Promise<void>;
  /** Leaves it where it stands: nothing is wiped or released. */
  leave(procedureId: string, reason: string, actor: string): Promise<Result<Procedure>>;
}

/** The procedures over their table. */
export function createProcedures(parts: ProcedureParts): Procedures {
  const { clock, planOf, record, table } = parts;
  const trying = new Set<string>();

  const view = (procedure: StoredProcedure): Result<Procedure> => {
    const proofs = table.proofs(procedure.procedureId);
    if (!proofs.ok) return proofs;
    return ok(showProcedure(planOf(procedure.kind), procedure, proofs.value, trying.has(procedure.procedureId)));
  };

  const known = (procedureId: string): Result<StoredProcedure> => {
    const found = table.find(procedureId);
    if (!found.ok) return found;
    return found.value === null ? err({ code: 'not-found', retry: 'never', what: 'this procedure' }) : ok(found.value);
  };

  const isOpen = (procedureId: string): Result<StoredProcedure> => {
    const found = known(procedureId);
    if (!found.ok) return found;
    return found.value.outcome === 'open' ? ok(found.value) : conflict('this procedure has ended');
  };

  /** Keeps what was begun or left; the answer is the last of it. */
  const changed = async (changes: readonly StoredProcedure[], actor: string): Promise<Result<Procedure>> => {
    const kept = await keepRecorded(parts, changes, actor);
    const last = kept.ok ? known(changes.at(-1)?.procedureId ?? '') : kept;
    return last.ok ? view(last.value) : last;
  };

  const begin = (about: About): StoredProcedure =>
    begun(about, parts.ids.next(), planOf(about.kind).steps[0]?.stepId ?? '', clock.nowMs());

  /** Whether a procedure stands behind the step after which the halt may be released. */
  const isValidated = ({ kind, stepId }: StoredProcedure): boolean => {
    const { steps, validatedBy } = planOf(kind);
    const place = (wanted: string) => steps.findIndex((step) => step.stepId === wanted);
    return place(stepId) > place(validatedBy);
  };

  /** What is kept of a procedure after a try: an emergency may have left it meanwhile, and then it stays left. */
  const unlessLeft = (next: StoredProcedure): StoredProcedure => {
    const now = table.find(next.procedureId);
    return now.ok && now.value !== null && now.value.outcome === 'left' ? now.value : next;
  };

  /** Does something with a procedure while nothing else is done with it. */
  const alone = <T>(procedureId: string, work: () => Promise<T>): Promise<T> => {
    trying.add(procedureId);
    return work().finally(() => {
      trying.delete(procedureId);
      parts.changed();
    });
  };

  /** Where the procedure stands after a try. */
  const after = (procedure: StoredProcedure, { againAtMs, facts, isDone }: Tried<string>): StoredProcedure => {
    const kept = { ...procedure, facts, isDoing: 0, againAtMs } as const;
    if (!isDone) return kept;
    const { steps } = planOf(procedure.kind);
    const at = steps.findIndex(({ stepId }) => stepId === procedure.stepId);
    const next = steps.slice(at + 1).find((step) => step.isFor(facts));
    return next === undefined
      ? { ...kept, outcome: 'completed', endedAtMs: clock.nowMs() }
      : { ...kept, stepId: next.stepId };
  };

  const tryStep = async (procedure: StoredProcedure, said: Said, actor: string): Promise<Result<StoredProcedure>> => {
    const step = planOf(procedure.kind).steps.find(({ stepId }) => stepId === procedure.stepId);
    if (step === undefined) {
      return err({ code: 'storage-failed', retry: 'after-checking', what: 'a procedure is not one' });
    }
    const { about, ...entry } = rowOf(procedure, actor, step.stepId);
    const failed = (error: AppError): Promise<void> =>
      record.after({ ...entry, level: 'warn', status: 'failed', body: { ...about, error: error.code } });
    // Kept before the first row and until after the last: wherever the console is ended, the next start tells of a row without an end.
    const kept = table.keep({ ...procedure, isDoing: 1 }, []);
    if (!kept.ok) return kept;
    const before = await record.before({ ...entry, status: 'requested', body: { ...about, word: said.word } });
    const still = before.ok ? isOpen(procedure.procedureId) : before;
    parts.changed();
    const tried = still.ok ? await step.try(procedure.facts, said) : still;
    if (!tried.ok) {
      if (before.ok) await failed(tried.error);
      table.keep(unlessLeft({ ...procedure, isDoing: 0 }), []);
      return tried;
    }
    const proofs = tried.value.found.map((found): Proof => ({ ...found, stepId: step.stepId, atMs: clock.nowMs() }));
    await record.after({
      ...entry,
      level: tried.value.isDone ? 'info' : 'warn',
      status: tried.value.isDone ? 'ok' : 'failed',
      body: { ...about, found: proofs.map(({ strength, text }) => `${strength}: ${text}`).join(' ') },
    });
    const next = unlessLeft(after(procedure, tried.value));
    const ended = table.keep(next, proofs);
    if (!ended.ok) await failed(ended.error);
    return ended.ok ? ok(next) : ended;
  };

  return {
    list(limit) {
      const found = table.list(limit);
      if (!found.ok) return found;
      const all: Procedure[] = [];
      for (const procedure of found.value) {
        const shown = view(procedure);
        if (!shown.ok) return shown;
        all.push(shown.value);
      }
      return ok(all);
    },
    underWay() {
      const open = table.open();
      if (!open.ok) return open;
      if (open.value === null) return ok(null);
      const { facts, kind, stepId } = open.value;
      const isHalted = planOf(kind).steps[0]?.stepId !== stepId;
      return ok({ kind, facts, stepId, isHalted, isValidated: isValidated(open.value) });
    },
    async start(about, actor) {
      const open = table.open();
      if (!open.ok) return open;
      if (open.value !== null) return conflict(`'${open.value.label}' is being rotated: finish that, or leave it`);
      const started = await changed([begin(about)], actor);
      parts.changed();
      return started;
    },
    async startAtOnce(about, reason, actor) {
      const open = table.open();
      if (!open.ok) return open;
      const before = open.value;
      const isSame = before?.kind === about.kind && before.credentialId === about.credentialId;
      if (before !== null && isSame && !isValidated(before)) return view(before);
      const left = before === null ? [] : [leftFor(before, reason, clock.nowMs())];
      const started = await changed([...left, begin(about)], actor);
      parts.changed();
      return started;
    },
    find(procedureId) {
      const found = known(procedureId);
      if (!found.ok) return found;
      const shown = view(found.value);
      return shown.ok ? ok({ shown: shown.value, facts: found.value.facts }) : shown;
    },
    async step(procedureId, stepId, said, actor) {
      const found = isOpen(procedureId);
      if (!found.ok) return found;
      if (found.value.stepId !== stepId) return conflict('this procedure stands at another step');
      if (trying.has(procedureId)) return conflict('this step is being tried');
      const { againAtMs } = found.value;
      // The person's word may end what is being waited for.
      if (said.word === null && againAtMs !== null && clock.nowMs() < againAtMs) {
        return conflict('this step may not be tried again yet');
      }
      const tried = await alone(procedureId, () => tryStep(found.value, said, actor));
      return tried.ok ? view(tried.value) : tried;
    },
    async recover() {
      const open = table.open();
      if (!open.ok || open.value === null || open.value.isDoing === 0) return;
      const text = 'The console ended while this step was being tried. It is tried again from its beginning.';
      const { procedureId, stepId } = open.value;
      table.keep({ ...open.value, isDoing: 0 }, [{ stepId, atMs: clock.nowMs(), strength: 'failed', text }]);
      const { about, ...entry } = rowOf(open.value, 'core', stepId);
      await record.after({ ...entry, level: 'warn', status: 'recovered', body: { ...about, procedure: procedureId } });
    },
    async leave(procedureId, reason, actor) {
      const found = isOpen(procedureId);
      if (!found.ok) return found;
      if (trying.has(procedureId)) return conflict('this step is being tried');
      return alone(procedureId, () => changed([leftFor(found.value, reason, clock.nowMs())], actor));
    },
  };
}
