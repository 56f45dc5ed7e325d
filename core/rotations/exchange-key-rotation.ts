import type { ExchangeName } from '../domain/exchanges.ts';
import { ok } from '../domain/result.ts';
import { mayUseKey, mayWipeKey } from '../procedures/key-guards.ts';
import type { KeyRotationPorts } from '../procedures/key-rotation-ports.ts';
import { beginKeyRotation, keyRotationPlan } from '../procedures/rotate-exchange-key.ts';
import { liveScope } from '../trading/open-live.ts';
import { ownProblems, type RotationKind, type RotationKindParts, rotationKind } from './rotation-kind.ts';

/** What the rotation of a key of an exchange asks, over the console's own custody and connections. */
export function keyRotationPorts(parts: RotationKindParts): KeyRotationPorts {
  const { common, exchanges, foundations, ports } = parts;
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
    return [
      ...(connected.ok ? [] : [`The exchange is not connected with the new key (${connected.error.code}).`]),
      ...(await ownProblems(foundations)),
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
  return rotationKind({
    plan: keyRotationPlan(keyRotationPorts(parts)),
    begin: (credential) => beginKeyRotation(credential, clock.nowMs()),
    mayUse: (facts, _stepId, credentialId) =>
      mayUseKey(facts, credentialId, rotation.isOf(credentialId, facts.exchange)),
    mayWipe(facts, stepId, credentialId) {
      const counting = rotation.counting(facts.exchange);
      if (!counting.ok) return counting;
      return mayWipeKey(facts, stepId, credentialId, counting.value === credentialId);
    },
  });
}
