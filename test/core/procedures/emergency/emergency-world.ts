import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CredentialKind, Procedure } from '../../../../core/contract/shapes.ts';
import type { EmergencyTrigger } from '../../../../core/domain/emergency-triggers.ts';
import { err, ok } from '../../../../core/domain/result.ts';
import { systemIds } from '../../../../core/node-ports.ts';
import { anyPlan } from '../../../../core/procedures/any-plan.ts';
import { beginEmergency } from '../../../../core/procedures/emergency/begin-emergency.ts';
import { type Emergency, readEmergency } from '../../../../core/procedures/emergency/emergency.ts';
import { emergencyPlan } from '../../../../core/procedures/emergency/emergency-plan.ts';
import type { EmergencyPorts, GateAnswer } from '../../../../core/procedures/emergency/emergency-ports.ts';
import { reviewOf } from '../../../../core/procedures/emergency/review.ts';
import { createProcedures, type Procedures } from '../../../../core/procedures/procedures.ts';
import { createProceduresTable, type ProceduresTable } from '../../../../core/procedures/procedures-table.ts';
import type { TokenAnswer } from '../../../../core/procedures/rotate-api-token.ts';
import { keyRotationPlan } from '../../../../core/procedures/rotate-exchange-key.ts';
import { consoleMigrations } from '../../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../../core/store/database.ts';
import { unwrap } from '../../audit/temporary-audit.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';
import { keptKey, type RotationWorld, rotationWorld } from '../rotation-world.ts';

/** The world of a rotation, with what an emergency asks of the console beside it. */
export interface EmergencyWorld extends RotationWorld {
  readonly emergency: EmergencyPorts;
  readonly table: ProceduresTable;
  /** A try is cut off: what it did is done, and that it did it is not kept. */
  isCutOff: boolean;
  readonly rows: string[];
  procedures: Procedures;
  gate: GateAnswer;
  isClear: boolean;
  address: string | null;
  /** What the signer in use answers when it is to sign a test text: it signs, signs no texts, or cannot be asked. */
  signer: 'signs' | 'signs-no-texts' | 'locked';
  oldToken: TokenAnswer;
  /** The mark of the token in its file. */
  token: string;
  hasOldSecret: boolean;
  reports: number;
  told: number;
  /** What is under way. */
  shown(): Procedure;
  facts(): Emergency;
  step(word?: string | null): Promise<Procedure>;
  /** The console ends and begins again. */
  crash(): Promise<void>;
}

/** An emergency of the credential 'old', of this kind, at its beginning. */
export async function emergencyWorld(
  kind: CredentialKind,
  trigger: EmergencyTrigger,
  tokenMark: string | null = 'mark',
  address: string | null = '0x1',
): Promise<EmergencyWorld> {
  const base = rotationWorld();
  const database = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
  onTestFinished(() => void database.close());
  database.pragma('synchronous = OFF');
  const table = createProceduresTable(database);
  const subject = kind === 'cex-key' ? 'kraken' : null;
  base.keys.set('old', { ...keptKey('old', 'active', base.clock.nowMs() - 1), kind, subject });
  const emergency: EmergencyPorts = {
    ...base.ports,
    keys: base.ports,
    tokens: {
      mark: () => world.token,
      renew(from) {
        if (from === world.token) world.token = 'drawn';
        return ok(undefined);
      },
      tryCurrent: async () => 'taken',
      endOverlap: async () => ok(world.oldToken),
    },
    tryGate: async () => world.gate,
    review: async () => ok(reviewOf([], { fromMs: 0, toMs: 1, isWhole: true })),
    balances: async () => ({ isClear: world.isClear, found: [{ strength: 'weak', text: 'read' }] }),
    tell() {
      world.told += 1;
      return 1;
    },
    contacts: () => ['Ada (lawyer): +44 1'],
    rescue: () => [],
    address: () => world.address,
    signs: async () =>
      world.signer === 'locked'
        ? err(locked)
        : ok({ address: world.address ?? '', hasSigned: world.signer === 'signs' }),
    addressOf: () => world.address,
    hasOldSecret: () => ok(world.hasOldSecret),
    writeReport() {
      world.reports += 1;
      return ok(['report.md']);
    },
  };
  const row = async (entry: { readonly eventType: string; readonly status: string; readonly body: unknown }) => {
    const { kind: of, step } = entry.body as { readonly kind: string; readonly step: string };
    world.rows.push(`${of} ${step} ${entry.status}`);
    return ok(world.rows.length);
  };
  const plans = {
    emergency: anyPlan(emergencyPlan('emergency', emergency)),
    rotation: anyPlan(keyRotationPlan(base.ports)),
  };
  const open = (): Procedures =>
    createProcedures({
      table: {
        ...table,
        keep: (procedure, found) =>
          world.isCutOff && procedure.isDoing === 0 ? { ok: false, error: cutOff } : table.keep(procedure, found),
      },
      planOf: (of) => (of === 'rotate-exchange-key' ? plans.rotation : plans.emergency),
      record: { before: row, after: async (entry) => void (await row(entry)), always: () => undefined },
      clock: base.clock,
      ids: systemIds,
      changed: () => undefined,
    });
  const world: EmergencyWorld = Object.assign(base, {
    emergency,
    table,
    isCutOff: false,
    rows: [],
    procedures: open(),
    gate: { answer: 'refused', text: 'refused' } as GateAnswer,
    isClear: true,
    address,
    signer: 'signs' as EmergencyWorld['signer'],
    token: 'mark',
    oldToken: 'refused' as TokenAnswer,
    hasOldSecret: false,
    reports: 0,
    told: 0,
    shown: () => unwrap(world.procedures.list(1))[0] as Procedure,
    facts: () => readEmergency(unwrap(world.procedures.find(world.shown().procedureId)).facts) as Emergency,
    async step(word: string | null = null) {
      const { currentStepId, procedureId } = world.shown();
      const tried = await world.procedures.step(procedureId, currentStepId ?? '', { word, chosenId: null }, 'test');
      return tried.ok ? tried.value : world.shown();
    },
    async crash() {
      world.procedures = open();
      await world.procedures.recover();
    },
  });
  const begun = unwrap(
    beginEmergency(unwrap(base.ports.stored('old')), trigger, {
      nowMs: base.clock.nowMs(),
      sinceMs: null,
      address: world.address,
      tokenMark,
      hasWorked: true,
    }),
  );
  const about = { kind: 'emergency', credentialId: 'old', label: 'old', facts: JSON.stringify(begun) } as const;
  unwrap(await world.procedures.startAtOnce(about, 'an emergency', 'test'));
  return world;
}

const locked = {
  code: 'signer-unavailable',
  retry: 'safe',
  signer: 'keystore',
  state: 'locked',
  why: 'its password is not known',
} as const;
const cutOff = { code: 'storage-failed', retry: 'after-checking', what: 'cut off' } as const;
