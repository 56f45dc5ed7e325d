import type { CredentialsTable } from '../custody/credentials-table.ts';
import type { ExchangeKey } from '../custody/exchange-keys.ts';
import type { OpenExchangeKeys } from '../custody/open-exchange-keys.ts';
import type { ExchangeName } from '../domain/exchanges.ts';
import { ok, type Result } from '../domain/result.ts';
import type { KeyRotationPorts } from '../procedures/key-rotation-ports.ts';
import type { CredentialLedger } from './credential-ledger.ts';
import type { PassportReading } from './passport-reading.ts';

/** What the rotation of a key asks of the credentials. */
export interface KeysForRotation extends Pick<KeyRotationPorts, 'stored' | 'kept' | 'counting' | 'passport' | 'probe'> {
  /** As `PassportReading.read`. */
  readPassport: PassportReading['read'];
  /** The key of a credential; as `OpenExchangeKeys.keyOf`. Never to be kept beyond the call that needs it. */
  keyOf(credentialId: string): Result<ExchangeKey>;
  /** Whether a credential is a key of this exchange. */
  isOf(credentialId: string, exchange: ExchangeName): boolean;
}

/** The credentials as a rotation sees them. */
export function keysForRotation(parts: {
  readonly table: CredentialsTable;
  readonly keys: OpenExchangeKeys;
  readonly ledger: CredentialLedger;
  readonly reading: PassportReading;
  readonly probe: KeyRotationPorts['probe'];
}): KeysForRotation {
  const { keys, ledger, probe, reading, table } = parts;
  return {
    stored: ledger.stored,
    passport: ledger.passport,
    probe,
    readPassport: reading.read,
    kept(exchange) {
      const all = table.all();
      if (!all.ok) return all;
      return ok(
        all.value.filter(
          ({ kind, place, state, subject }) =>
            kind === 'cex-key' &&
            place === 'vault' &&
            subject === exchange &&
            (state === 'active' || state === 'standby'),
        ),
      );
    },
    counting(exchange) {
      const key = keys.keyFor(exchange);
      return key.ok ? ok(key.value?.credentialId ?? null) : key;
    },
    keyOf(credentialId) {
      const found = ledger.stored(credentialId);
      return found.ok ? keys.keyOf(found.value) : found;
    },
    isOf(credentialId, exchange) {
      const found = ledger.stored(credentialId);
      return found.ok && found.value.kind === 'cex-key' && found.value.subject === exchange;
    },
  };
}
