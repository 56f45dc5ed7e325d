import type { Procedure } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import type { EmergencyTrigger } from '../domain/emergency-triggers.ts';
import { ok, type Result } from '../domain/result.ts';
import { beginDrill, beginEmergency } from '../procedures/emergency/begin-emergency.ts';
import { readEmergency } from '../procedures/emergency/emergency.ts';
import { mayUseInEmergency, mayWipeInEmergency } from '../procedures/emergency/emergency-guards.ts';
import { emergencyPlan } from '../procedures/emergency/emergency-plan.ts';
import { emergencyTitle } from '../procedures/emergency/emergency-words.ts';
import type { Procedures } from '../procedures/procedures.ts';
import { type Record as AuditRecord, betweenRows } from '../trading/record.ts';
import { type EmergencyParts, emergencyPorts } from './emergency-ports.ts';
import { type RotationKind, rotationKind } from './rotation-kind.ts';
import { type ReportFiles, writeReport } from './write-report.ts';

/** Emergencies, and drills of one. */
export interface OpenEmergencies {
  readonly kinds: Readonly<Record<'emergency' | 'drill', RotationKind>>;
  /**
   * Halts, and begins an emergency of a credential whatever else is under way, which is left; its first step is tried at once. `sinceMs` is
   * since when the trail is reviewed; null for as long as the credential has been known. It stays halted though it could not be begun.
   */
  start(
    credentialId: string,
    trigger: EmergencyTrigger,
    sinceMs: number | null,
    actor: string,
  ): Promise<Result<Procedure>>;
  /** Halts, and begins a drill. `conflict` while something else is under way: nothing is left for a drill. */
  startDrill(actor: string): Promise<Result<Procedure>>;
  /** Writes the report of an emergency or a drill as far as it is; `conflict` for another procedure. */
  writeReport(procedureId: string, actor: string): Promise<Result<ReportFiles>>;
}

/** What a drill is kept as: it is about no credential. */
const drillId = 'drill';

/** Emergencies over the procedures of a data folder, which are made of their plans and so are asked for later. */
export function openEmergencies(
  parts: EmergencyParts & { readonly record: AuditRecord },
  procedures: () => Procedures,
): OpenEmergencies {
  const { common, custody } = parts;
  const { clock } = parts.ports;
  const { rotation } = custody;

  const write = (procedureId: string): Result<ReportFiles> => {
    const found = procedures().find(procedureId);
    if (!found.ok) return found;
    const emergency = readEmergency(found.value.facts);
    if (emergency === null) {
      return conflict('only an emergency or a drill has a report');
    }
    return writeReport(parts.dataFolder, found.value.shown, emergency, clock.nowMs());
  };

  const writeOpen = (): Result<readonly string[]> => {
    const [open] = orNone(procedures().list(1));
    const written = write(open?.procedureId ?? '');
    return written.ok ? ok([written.value.markdown, written.value.html]) : written;
  };

  const ports = emergencyPorts(parts, writeOpen);
  const kindOf = (kind: 'emergency' | 'drill'): RotationKind =>
    rotationKind(
      {
        plan: emergencyPlan(kind, ports),
        begin: () => conflict('this is begun by its own method'),
        mayUse(facts, _stepId, credentialId) {
          const { key } = facts;
          return mayUseInEmergency(facts, credentialId, key !== null && rotation.isOf(credentialId, key.exchange));
        },
        mayWipe(facts, stepId, credentialId) {
          const { key } = facts;
          const counting = key === null ? ok(null) : rotation.counting(key.exchange);
          if (!counting.ok) return counting;
          return mayWipeInEmergency(facts, stepId, credentialId, counting.value === credentialId);
        },
      },
      'an emergency is not one',
    );

  /** The first step, which is the halt, is tried in the same act. */
  const halted = async (started: Result<Procedure>, actor: string): Promise<Result<Procedure>> => {
    if (!started.ok || started.value.currentStepId !== 'halt') return started;
    const { procedureId } = started.value;
    const tried = await procedures().step(procedureId, 'halt', { word: null, chosenId: null }, actor);
    return tried.ok ? tried : started;
  };

  return {
    kinds: { emergency: kindOf('emergency'), drill: kindOf('drill') },
    async start(credentialId, trigger, sinceMs, actor) {
      const credential = rotation.stored(credentialId);
      if (!credential.ok) {
        // A mistyped name halts nothing; what cannot be read does.
        if (credential.error.code !== 'not-found') common.halt.engage('Emergency: its credential cannot be read');
        return credential;
      }
      const begun = beginEmergency(credential.value, trigger, {
        nowMs: clock.nowMs(),
        sinceMs,
        address: ports.addressOf(credential.value),
        tokenMark: ports.tokens.mark(),
        hasWorked: hasWorked(rotation.passport(credential.value)),
      });
      if (!begun.ok) return begun;
      const title = emergencyTitle(begun.value);
      common.halt.engage(title);
      const { label } = credential.value;
      const about = { kind: 'emergency', credentialId, label, facts: JSON.stringify(begun.value) } as const;
      return halted(await procedures().startAtOnce(about, title, actor), actor);
    },
    async startDrill(actor) {
      const emergency = beginDrill(clock.nowMs());
      const label = emergencyTitle(emergency);
      const about = { kind: 'drill', credentialId: drillId, label, facts: JSON.stringify(emergency) } as const;
      return halted(await procedures().start(about, actor), actor);
    },
    writeReport: (procedureId, actor) =>
      betweenRows(
        { record: parts.record, ended: () => undefined },
        { eventType: 'report-written', actor, subject: procedureId },
        {},
        () => write(procedureId),
      ),
  };
}

function hasWorked(passport: Result<{ readonly readAtMs: number | null } | null>): boolean {
  return passport.ok && passport.value !== null && passport.value.readAtMs !== null;
}

function orNone<T>(found: Result<readonly T[]>): readonly T[] {
  return found.ok ? found.value : [];
}
