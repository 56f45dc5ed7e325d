import type { BackupComponent, Procedure, ProcedureKind } from '../contract/shapes.ts';
import type { Announcement } from '../contract/topics.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import { type HaltLock, rotationHaltCode } from '../halt/halt-lock.ts';
import { createProcedures, type Procedures, type UnderWay } from '../procedures/procedures.ts';
import { createProceduresTable } from '../procedures/procedures-table.ts';
import { recoverChanges } from '../procedures/recover-changes.ts';
import type { Said } from '../procedures/step.ts';
import type { Record } from '../trading/record.ts';
import { apiTokenRotation } from './api-token-rotation.ts';
import type { EmergencyParts } from './emergency-ports.ts';
import { exchangeKeyRotation } from './exchange-key-rotation.ts';
import { type KeyshareRefreshParts, keyshareRefresh } from './keyshare-refresh.ts';
import { keystoreKeyReplacement } from './keystore-key-replacement.ts';
import { keystorePasswordChange } from './keystore-password-change.ts';
import type { KeystoreRotationParts } from './keystore-ports.ts';
import { type OpenEmergencies, openEmergencies } from './open-emergencies.ts';
import { type MakeCore, tradeOnPaper } from './paper-trial.ts';
import type { RotationKind } from './rotation-kind.ts';
import { type TlsRotationParts, tlsRotation } from './tls-rotation.ts';
import { type WebhookRotationParts, webhookRotation } from './webhook-rotation.ts';

/** The guided procedures of a data folder, and what may not be done while one is under way. */
export interface OpenProcedures extends Pick<OpenEmergencies, 'startDrill' | 'writeReport'> {
  /** As `OpenEmergencies.start`. */
  startEmergency: OpenEmergencies['start'];
  /** When a drill was completed last; null where none was. `storage-failed`. */
  lastDrillAtMs(): Result<number | null>;
  list(limit: number): Result<Procedure[]>;
  start(kind: ProcedureKind, credentialId: string, actor: string): Promise<Result<Procedure>>;
  step(procedureId: string, stepId: string, said: Said, actor: string): Promise<Result<Procedure>>;
  leave(procedureId: string, reason: string, actor: string): Promise<Result<Procedure>>;
  /** Whether a key may be made the one that is used: `conflict` while a rotation has not come to that. */
  mayUse(credentialId: string): Result<void>;
  /** Whether a key may be wiped: `conflict` while a rotation still needs it. */
  mayWipe(credentialId: string): Result<void>;
  /** Whether a copy of the keystore under its old password stays while it is changed: a procedure needs it, or nobody can tell. */
  keepsOldKeystore(): boolean;
  /** The old keystore files that may be deleted now: `conflict` while a procedure needs them, or where there are none. */
  oldKeystores(): Result<readonly string[]>;
  /** Whether a backup of this component may be taken out of the register: `conflict` while a rotation still needs it. */
  mayRetireBackup(component: BackupComponent): Result<void>;
}

/** What they stand on. */
export interface ProceduresParts
  extends Omit<
    KeyshareRefreshParts & EmergencyParts & KeystoreRotationParts & TlsRotationParts & WebhookRotationParts,
    'common'
  > {
  readonly record: Record;
  readonly announce: (announcement: Announcement) => void;
  readonly haltLock: HaltLock;
  readonly makeCore: MakeCore;
}

/** The code of the halt's reason once a rotation was left that had it locked. */
const leftHaltCode = 'rotation-left';

/** Opens them. One that was under way goes on where it was, and what it has halted cannot be released before it is validated. */
export function openProcedures(parts: ProceduresParts): OpenProcedures {
  const { foundations, haltLock, ports, record } = parts;
  const { database, halt } = foundations;
  const common = {
    halt: {
      engage: (text: string) => halt.engage({ source: 'automatic', code: rotationHaltCode, text }),
      state: halt.state,
    },
    tradeOnPaper: () => tradeOnPaper(parts.makeCore, ports),
  };
  const kindParts = { ...parts, common };
  const emergencies = openEmergencies(kindParts, () => procedures);
  const kinds: Readonly<{ [Kind in ProcedureKind]: RotationKind }> = {
    'rotate-exchange-key': exchangeKeyRotation(kindParts),
    'rotate-api-token': apiTokenRotation(kindParts, parts.api),
    'rotate-remote-tls': tlsRotation(kindParts),
    'rotate-webhook-secret': webhookRotation(kindParts),
    'refresh-keyshares': keyshareRefresh(kindParts),
    ...emergencies.kinds,
    'change-keystore-password': keystorePasswordChange(kindParts),
    'replace-keystore-key': keystoreKeyReplacement(kindParts),
  };

  const table = createProceduresTable(database);
  const procedures: Procedures = createProcedures({
    table,
    planOf: (kind) => kinds[kind].plan,
    record,
    clock: ports.clock,
    ids: ports.ids,
    changed() {
      follow();
      parts.announce({ topic: 'procedure.changed', payload: {} });
    },
  });

  const isHeld = ({ isHalted, isValidated }: UnderWay): boolean => isHalted && !isValidated;

  /**
   * A rotation that cannot be read may be any: nothing is released then, and no key is changed. What a rotation halted for is gone once it
   * is validated or over: who is asked to release is warned of what still stands, and of nothing else.
   */
  const follow = (): void => {
    const underWay = procedures.underWay();
    haltLock.say('rotation', !underWay.ok || (underWay.value !== null && isHeld(underWay.value)));
    if (underWay.ok && (underWay.value === null || underWay.value.isValidated)) halt.resolve(rotationHaltCode);
  };

  /** The procedure whose halt is locked now; null where there is none. */
  const held = (): Procedure | null => {
    const underWay = procedures.underWay();
    if (!underWay.ok || underWay.value === null || !isHeld(underWay.value)) return null;
    const open = procedures.list(1);
    return open.ok ? (open.value[0] ?? null) : null;
  };

  /** Its lock is gone; whoever releases next is told in the approval window why it was there. */
  const tellLeft = ({ label }: Procedure): void => {
    const text = `The rotation of '${label}' was left before everything was validated`;
    halt.engage({ source: 'automatic', code: leftHaltCode, text });
  };

  /** What the kind that is under way says of something; anything may be done while none is, or it says nothing. */
  const asked = (may: (kind: RotationKind, underWay: UnderWay) => Result<void> | undefined): Result<void> => {
    const underWay = procedures.underWay();
    if (!underWay.ok) return underWay;
    if (underWay.value === null) return ok(undefined);
    return may(kinds[underWay.value.kind], underWay.value) ?? ok(undefined);
  };

  const oldKeystores = (): Result<readonly string[]> => {
    const underWay = procedures.underWay();
    if (!underWay.ok) return underWay;
    const told = underWay.value === null ? undefined : kinds[underWay.value.kind].oldKeystores?.(underWay.value);
    const files = told ?? ok(parts.keystores.oldCopies());
    if (!files.ok || files.value.length > 0) return files;
    return conflict('there is no old keystore file that is kept here');
  };

  void recoverChanges({ record, table, trail: foundations.audit });
  void procedures.recover();
  follow();

  return {
    list: procedures.list,
    async start(kind, credentialId, actor) {
      const credential = parts.custody.rotation.stored(credentialId);
      if (!credential.ok) return credential;
      const facts = await kinds[kind].begin(credential.value);
      if (!facts.ok) return facts;
      const { label } = credential.value;
      return procedures.start({ kind, credentialId, label, facts: JSON.stringify(facts.value) }, actor);
    },
    async startEmergency(credentialId, trigger, sinceMs, actor) {
      const before = held();
      const started = await emergencies.start(credentialId, trigger, sinceMs, actor);
      const now = before === null ? null : procedures.find(before.procedureId);
      if (now?.ok === true && now.value.shown.outcome === 'left') tellLeft(now.value.shown);
      return started;
    },
    startDrill: emergencies.startDrill,
    writeReport: emergencies.writeReport,
    lastDrillAtMs: () => table.lastCompletedAtMs('drill'),
    step: procedures.step,
    async leave(procedureId, reason, actor) {
      const before = held();
      const left = await procedures.leave(procedureId, reason, actor);
      if (left.ok && before !== null) tellLeft(left.value);
      return left;
    },
    mayUse: (credentialId) => asked((kind, underWay) => kind.mayUse?.(underWay, credentialId)),
    keepsOldKeystore() {
      const underWay = procedures.underWay();
      return !underWay.ok || (underWay.value !== null && kinds[underWay.value.kind].oldKeystores !== undefined);
    },
    oldKeystores,
    mayWipe: (credentialId) => asked((kind, underWay) => kind.mayWipe?.(underWay, credentialId)),
    mayRetireBackup: (component) => asked((kind, underWay) => kind.mayRetireBackup?.(underWay, component)),
  };
}
