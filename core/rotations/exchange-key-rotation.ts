import type { StoredCredential } from '../custody/credentials-table.ts';
import type { ExchangeName } from '../domain/exchanges.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { anyPlan } from '../procedures/any-plan.ts';
import { mayUseKey, mayWipeKey } from '../procedures/key-guards.ts';
import { type KeyRotation, readKeyRotation } from '../procedures/key-rotation.ts';
import type { KeyRotationPorts } from '../procedures/key-rotation-ports.ts';
import type { UnderWay } from '../procedures/procedures.ts';
import { beginKeyRotation, keyRotationPlan } from '../procedures/rotate-exchange-key.ts';
import { storageFailed } from '../store/stored.ts';
import { liveScope } from '../trading/open-live.ts';
import type { RotationKind, RotationKindParts } from './rotation-kind.ts';

/** What the rotation of a key of an exchange asks, over the console's own custody and connections. */
export function keyRotationPorts(parts: RotationKindParts): KeyRotationPorts {
  const { common, exchanges, ports } = parts;
  const { audit, vault } = parts.foundations;
  const { rotation } = parts.custody;
  const { clock } = ports;

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

  return {
    ...common,
    ...rotation,
    clock,
    readPassport: (credentialId) => rotation.readPassport(credentialId, 'core'),
    readAccount,
    health,
    isArmed: (exchange) => ports.arming.isArmed(liveScope(exchange)),
  };
}

/** The rotation of a key of an exchange. */
export function exchangeKeyRotation(parts: RotationKindParts): RotationKind {
  const { rotation } = parts.custody;
  const { clock } = parts.ports;
  return {
    plan: anyPlan(keyRotationPlan(keyRotationPorts(parts))),
    begin: (credential: StoredCredential) => beginKeyRotation(credential, clock.nowMs()),
    mayUse(underWay, credentialId) {
      const facts = factsOf(underWay);
      if (!facts.ok) return facts;
      return mayUseKey(facts.value, credentialId, rotation.isOf(credentialId, facts.value.exchange));
    },
    mayWipe(underWay, credentialId) {
      const facts = factsOf(underWay);
      if (!facts.ok) return facts;
      const counting = rotation.counting(facts.value.exchange);
      if (!counting.ok) return counting;
      return mayWipeKey(facts.value, underWay.stepId, credentialId, counting.value === credentialId);
    },
  };
}

/** `storage-failed` for a rotation that cannot be read: no key is changed then. */
function factsOf({ facts }: UnderWay): Result<KeyRotation> {
  const read = readKeyRotation(facts);
  return read === null ? err(storageFailed('a rotation is not one')) : ok(read);
}
