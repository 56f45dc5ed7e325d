import type { ExchangeKeys } from '../custody/exchange-keys.ts';
import { keyFingerprint } from '../custody/kept-keys.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import type { PassportWord } from '../exchanges/exchange-mode.ts';
import type { CredentialLedger } from './credential-ledger.ts';

/** The verdict on the key that counts for an exchange, and in a sentence why it is not fit; unknown where anything cannot be read. */
export function passportWord(exchange: ExchangeName, keys: ExchangeKeys, ledger: CredentialLedger): PassportWord {
  const { title } = exchanges[exchange];
  const key = keys.keyFor(exchange);
  if (!key.ok) return { verdict: 'unknown', why: `The key of ${title} cannot be read.` };
  if (key.value === null) return { verdict: 'unknown', why: `No key of ${title} is set.` };
  const credential = ledger.stored(key.value.credentialId);
  const passport = credential.ok ? ledger.passport(credential.value) : credential;
  // A row that could not be kept may still tell of the key that was there before.
  const isOfThisKey =
    credential.ok &&
    credential.value.subject === exchange &&
    credential.value.fingerprint === keyFingerprint(key.value);
  if (!isOfThisKey || !passport.ok || passport.value === null) {
    return { verdict: 'unknown', why: `What the key of ${title} may do cannot be read.` };
  }
  const { findings, verdict } = passport.value;
  if (verdict === 'fit') return { verdict, why: '' };
  const worst = findings.find(({ severity }) => severity === (verdict === 'unfit' ? 'refusal' : 'warning'));
  return { verdict, why: worst?.text ?? `What the key of ${title} may do is not known.` };
}
