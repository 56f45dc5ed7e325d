import type { ExchangeKey } from '../custody/exchange-keys.ts';
import type { OpenExchangeKeys } from '../custody/open-exchange-keys.ts';
import type { KeyProbe } from '../procedures/key-rotation-ports.ts';
import type { KeyReader } from '../venues/venue.ts';
import type { CredentialLedger } from './credential-ledger.ts';

/** What a probe stands on. */
export interface ProbeParts {
  readonly ledger: Pick<CredentialLedger, 'stored'>;
  readonly keys: Pick<OpenExchangeKeys, 'keyOf'>;
  readonly readerFor: (key: ExchangeKey) => KeyReader;
}

/** Asks an exchange with a key, whether or not it is in use, and says only what the answer means for whether the key still exists. */
export async function probeKey({ keys, ledger, readerFor }: ProbeParts, credentialId: string): Promise<KeyProbe> {
  const found = ledger.stored(credentialId);
  const key = found.ok ? keys.keyOf(found.value) : found;
  if (!key.ok) return { answer: 'unclear', text: 'the key cannot be read here' };
  const read = await readerFor(key.value).read();
  if (read.ok) return { answer: 'works', text: 'the exchange takes it' };
  const { error } = read;
  if (error.code !== 'key-refused')
    return { answer: 'unclear', text: `the exchange could not be asked (${error.code})` };
  const text = `${error.reason} (${error.venueCode})`;
  if (error.problem === 'clock') return { answer: 'unclear', text };
  return { answer: error.problem === 'key-gone' ? 'gone' : 'refused', text };
}
