import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { err, ok } from '../../../core/domain/result.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { anyPlan } from '../../../core/procedures/any-plan.ts';
import type { CommonPorts } from '../../../core/procedures/common-steps.ts';
import { createProcedures, type Procedures, type UnderWay } from '../../../core/procedures/procedures.ts';
import { createProceduresTable } from '../../../core/procedures/procedures-table.ts';
import type { Plan } from '../../../core/procedures/step.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import type { Record as Rows } from '../../../core/trading/record.ts';
import type { ManualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

/** The halt and the practice order of a world in the hands of a test. */
export interface WalkedConsole {
  readonly halt: WalkedHalt;
  /** How often a practice order was placed. */
  trades: number;
  readonly common: CommonPorts;
}

/** Whether a console is halted, and whether for a rotation. */
export interface WalkedHalt {
  state: 'active' | 'halted';
  isOurs: boolean;
}

/** The halt as the steps of a procedure see it, over one in the hands of a test. */
export function haltOver(halt: () => WalkedHalt): CommonPorts['halt'] {
  return {
    engage() {
      halt().state = 'halted';
      halt().isOurs = true;
    },
    state: () => ({
      state: halt().state,
      sinceMs: 0,
      locked: null,
      reasons: halt().isOurs ? [{ source: 'automatic', code: 'rotation', text: '', atMs: 0, resolved: false }] : [],
    }),
  };
}

/** A console that is not halted. */
export function walkedConsole(): WalkedConsole {
  const own: WalkedConsole = {
    halt: { state: 'active', isOurs: false },
    trades: 0,
    common: {
      halt: haltOver(() => own.halt),
      async tradeOnPaper() {
        own.trades += 1;
        return ok('traded');
      },
    },
  };
  return own;
}

/** A console.db for walks; it ends with the running test. What a crash of the machine does to a disk is not looked at in them. */
export function walkedDatabase(): Database {
  const database = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
  database.pragma('synchronous = OFF');
  onTestFinished(() => {
    database.close();
  });
  return database;
}

/** A procedure that is under way, in the hands of a test. */
export interface WalkedProcedure {
  shown(): Procedure;
  /** Tries the step that it stands at. */
  step(word?: string | null): Promise<Procedure>;
  underWay(): UnderWay | null;
  /** What was found last in a step. */
  found(stepId: string): { readonly strength: string; readonly text: string } | undefined;
  /** The console ends and starts again. */
  crash(): Promise<void>;
  /** Tries the step, and the console ends before it keeps what that did. */
  stepCutOff(): Promise<void>;
  /** Releases the halt as far as the console lets a person. */
  release(own: WalkedConsole): void;
}

/** Begins one of a plan, with these facts. */
export async function walkedProcedure<Facts>(
  database: Database,
  clock: ManualClock,
  plan: Plan<Facts>,
  facts: Facts,
): Promise<WalkedProcedure> {
  let isCutOff = false;
  database.exec('DELETE FROM procedure_proofs; DELETE FROM procedures;');
  const record: Rows = { before: async () => ok(1), after: async () => undefined, always: () => undefined };
  const table = createProceduresTable(database);
  const any = anyPlan(plan);
  const open = (): Procedures =>
    createProcedures({
      table: {
        ...table,
        // Cut off: what the step did is done, and that it did it is not kept.
        keep: (procedure, found) =>
          isCutOff && procedure.isDoing === 0
            ? err({ code: 'storage-failed', retry: 'after-checking', what: 'cut off' })
            : table.keep(procedure, found),
      },
      planOf: () => any,
      record,
      clock,
      ids: systemIds,
      changed: () => undefined,
    });
  let procedures = open();
  const about = { kind: plan.kind, credentialId: 'credential', label: 'Label', facts: JSON.stringify(facts) };
  unwrap(await procedures.start(about, 'test'));
  const shown = (): Procedure => unwrap(procedures.list(1))[0] as Procedure;
  const walked: WalkedProcedure = {
    shown,
    async step(word = null) {
      const { currentStepId, procedureId } = shown();
      await procedures.step(procedureId, currentStepId ?? '', { word, chosenId: null }, 'test');
      return shown();
    },
    underWay: () => unwrap(procedures.underWay()),
    found: (stepId) =>
      shown()
        .steps.find((one) => one.stepId === stepId)
        ?.proofs.at(-1),
    async crash() {
      procedures = open();
      await procedures.recover();
    },
    async stepCutOff() {
      isCutOff = true;
      await walked.step();
      isCutOff = false;
      await walked.crash();
    },
    release(own) {
      const underWay = walked.underWay();
      if (underWay?.isHalted && !underWay.isValidated) return;
      own.halt.isOurs = false;
      own.halt.state = 'active';
    },
  };
  return walked;
}
