import type { Procedure, ProcedureKind } from './contract/shapes.ts';
import type { Announcement } from './contract/topics.ts';
import type { Custody } from './credentials/open-custody.ts';
import type { StoredCredential } from './custody/credentials-table.ts';
import type { ExchangeName } from './domain/exchanges.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { Exchanges } from './exchanges/exchanges.ts';
import type { Foundations } from './foundations.ts';
import { type HaltLock, rotationHaltCode } from './halt/halt-lock.ts';
import { type MakeCore, tradeOnPaper } from './paper-trial.ts';
import type { Ports } from './ports.ts';
import { anyPlan } from './procedures/any-plan.ts';
import { mayUseKey, mayWipeKey } from './procedures/key-guards.ts';
import { type KeyRotation, readKeyRotation } from './procedures/key-rotation.ts';
import { createProcedures, type UnderWay } from './procedures/procedures.ts';
import { createProceduresTable } from './procedures/procedures-table.ts';
import { beginTokenRotation, tokenRotationPlan } from './procedures/rotate-api-token.ts';
import { beginKeyRotation, keyRotationPlan } from './procedures/rotate-exchange-key.ts';
import type { Said } from './procedures/step.ts';
import { storageFailed } from './store/stored.ts';
import { type ServedApi, tokensForRotation } from './token-rotation.ts';
import { liveScope } from './trading/open-live.ts';
import type { Record } from './trading/record.ts';

/** The guided procedures of a data folder, and what may not be done while one is under way. */
export interface OpenProcedures {
  list(limit: number): Result<Procedure[]>;
  start(kind: ProcedureKind, credentialId: string, actor: string): Promise<Result<Procedure>>;
  step(procedureId: string, stepId: string, said: Said, actor: string): Promise<Result<Procedure>>;
  leave(procedureId: string, reason: string, actor: string): Promise<Result<Procedure>>;
  /** Whether a key may be made the one that is used: `conflict` while a rotation has not come to that. */
  mayUse(credentialId: string): Result<void>;
  /** Whether a key may be wiped: `conflict` while a rotation still needs it. */
  mayWipe(credentialId: string): Result<void>;
}

/** What they stand on. */
export interface ProceduresParts {
  readonly ports: Ports;
  readonly foundations: Foundations;
  readonly record: Record;
  readonly custody: Custody;
  readonly exchanges: Exchanges;
  readonly haltLock: HaltLock;
  readonly announce: (announcement: Announcement) => void;
  readonly makeCore: MakeCore;
  /** The local API as it is served now. */
  readonly api: () => ServedApi;
}

/** Opens them. One that was under way goes on where it was, and what it has halted cannot be released before it is validated. */
export function openProcedures(parts: ProceduresParts): OpenProcedures {
  const { custody, exchanges, foundations, haltLock, ports, record } = parts;
  const { audit, database, halt, vault } = foundations;
  const { clock, ids } = ports;
  const { rotation } = custody;

  const readAccount = async (credentialId: string) => {
    const key = rotation.keyOf(credentialId);
    if (!key.ok) return key;
    const opened = await exchanges.connect(key.value);
    if (!opened.ok) return opened;
    const balances = await opened.value.inspector.balances();
    if (!balances.ok) return balances;
    const openOrders = await opened.value.inspector.openOrders();
    return openOrders.ok ? ok({ balances: balances.value.length, openOrders: openOrders.value.length }) : openOrders;
  };

  const health = async (exchange: ExchangeName): Promise<readonly string[]> => {
    const connected = await exchanges.of(exchange).openOrders();
    const chain = await audit.verify();
    return [
      ...(connected.ok ? [] : [`The exchange is not connected with the new key (${connected.error.code}).`]),
      ...(vault.state() === 'locked' ? ['The vault is locked.'] : []),
      ...(chain.ok && chain.value.ok ? [] : ['The audit trail does not hold.']),
    ];
  };

  const tokens = tokensForRotation(parts.api, ports.fetch);
  const common = {
    halt: {
      engage: (text: string) => halt.engage({ source: 'automatic', code: rotationHaltCode, text }),
      state: halt.state,
    },
    tradeOnPaper: () => tradeOnPaper(parts.makeCore, ports),
  };
  const procedures = createProcedures({
    table: createProceduresTable(database),
    plans: {
      'rotate-exchange-key': anyPlan(
        keyRotationPlan({
          ...common,
          ...rotation,
          clock,
          readPassport: (credentialId) => rotation.readPassport(credentialId, 'core'),
          readAccount,
          health,
          isArmed: (exchange) => ports.arming.isArmed(liveScope(exchange)),
        }),
      ),
      'rotate-api-token': anyPlan(tokenRotationPlan({ ...common, tokens })),
    },
    record,
    clock,
    ids,
    changed() {
      follow();
      parts.announce({ topic: 'procedure.changed', payload: {} });
    },
  });

  /** A rotation that cannot be read may be any: nothing is released then, and no key is changed. */
  const follow = (): void => {
    const underWay = procedures.underWay();
    const isHeld = (one: UnderWay): boolean => one.isHalted && !one.isValidated;
    haltLock.say('rotation', !underWay.ok || (underWay.value !== null && isHeld(underWay.value)));
  };

  const begin = (kind: ProcedureKind, credential: StoredCredential): Result<unknown> => {
    switch (kind) {
      case 'rotate-exchange-key':
        return beginKeyRotation(credential, clock.nowMs());
      case 'rotate-api-token':
        return beginTokenRotation(credential, tokens.mark());
    }
  };

  /** The rotation of an exchange's key that is under way; `storage-failed` also for one that cannot be read. */
  const keyRotation = (): Result<{ readonly facts: KeyRotation; readonly stepId: string } | null> => {
    const underWay = procedures.underWay();
    if (!underWay.ok) return underWay;
    if (underWay.value?.kind !== 'rotate-exchange-key') return ok(null);
    const { facts, stepId } = underWay.value;
    const read = readKeyRotation(facts);
    return read === null ? err(storageFailed('a rotation is not one')) : ok({ facts: read, stepId });
  };

  void procedures.recover();
  follow();

  return {
    list: procedures.list,
    async start(kind, credentialId, actor) {
      const credential = rotation.stored(credentialId);
      if (!credential.ok) return credential;
      const facts = begin(kind, credential.value);
      if (!facts.ok) return facts;
      const { label } = credential.value;
      return procedures.start({ kind, credentialId, label, facts: JSON.stringify(facts.value) }, actor);
    },
    step: procedures.step,
    leave: procedures.leave,
    mayUse(credentialId) {
      const underWay = keyRotation();
      if (!underWay.ok) return underWay;
      if (underWay.value === null) return ok(undefined);
      const { facts } = underWay.value;
      return mayUseKey(facts, credentialId, rotation.isOf(credentialId, facts.exchange));
    },
    mayWipe(credentialId) {
      const underWay = keyRotation();
      if (!underWay.ok) return underWay;
      if (underWay.value === null) return ok(undefined);
      const { facts, stepId } = underWay.value;
      const counting = rotation.counting(facts.exchange);
      if (!counting.ok) return counting;
      return mayWipeKey(facts, stepId, credentialId, counting.value === credentialId);
    },
  };
}
