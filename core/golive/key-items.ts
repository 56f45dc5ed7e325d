import type { CredentialRow } from '../contract/shapes.ts';
import { passportHoldsMs } from '../custody/passports.ts';
import type { ChecklistFacts } from './checklist-facts.ts';
import { type ItemAbout, type JudgedItem, met, unknown, unmet } from './item.ts';
import { keysInUse } from './keys-in-use.ts';

const noEnvironmentKey: ItemAbout = {
  itemId: 'no-environment-key',
  title: 'No private key in the environment',
  custodyLine: 314,
  source: 'probe',
  isWaivable: false,
};
const withdrawalOff: ItemAbout = {
  itemId: 'withdrawal-off',
  title: 'No exchange key that can withdraw',
  custodyLine: 315,
  source: 'probe',
  isWaivable: false,
};
const boundToAddresses: ItemAbout = {
  itemId: 'bound-to-addresses',
  title: 'Exchange keys bound to your IP addresses',
  custodyLine: 316,
  source: 'probe',
  isWaivable: true,
};

/** CUSTODY.md's first three: no key of the environment, no key that withdraws, keys bound to addresses. */
export function keyItems({ custody, hasEnvironmentKey, status }: ChecklistFacts): readonly JudgedItem[] {
  const keys = keysInUse(custody);
  const signsByIt = status.signer.kind === 'env_private_key';
  return [
    hasEnvironmentKey || signsByIt
      ? unmet(
          noEnvironmentKey,
          signsByIt ? 'The signer in use is the key in the environment.' : 'PRIVATE_KEY is set.',
          'Sign with a keystore or a device, and take PRIVATE_KEY out of the environment and of .env.',
        )
      : met(noEnvironmentKey, 'PRIVATE_KEY is set nowhere.'),
    keys.length === 0
      ? met(withdrawalOff, 'No exchange key is in use yet.')
      : judged(withdrawalOff, keys, withdrawalOf, passportHoldsMs),
    keys.length === 0
      ? met(boundToAddresses, 'No exchange key is in use yet.')
      : judged(boundToAddresses, keys, bindingOf, null),
  ];
}

/** What is said of one key; `isWell` null where it is not known. */
interface OfKey {
  readonly isWell: boolean | null;
  readonly text: string;
  readonly fix: string;
}

/** The worst of all keys, and every one of them told; what was read of the oldest holds so long, null where it does not end by itself. */
function judged(
  about: ItemAbout,
  keys: readonly CredentialRow[],
  of: (key: CredentialRow) => OfKey,
  holdsMs: number | null,
): JudgedItem {
  const told = keys.map((key) => ({ key, ...of(key) }));
  const evidence = told.map(({ key, text }) => `${key.label}: ${text}`).join(' ');
  const read = told.map(({ key }) => key.passport?.readAtMs ?? null);
  const atMs = read.includes(null) ? null : Math.min(...read.map((each) => each ?? 0));
  const bad = told.find(({ isWell }) => isWell === false);
  if (bad !== undefined) return unmet(about, evidence, bad.fix, atMs);
  const open = told.find(({ isWell }) => isWell === null);
  if (open !== undefined) return unknown(about, evidence, open.fix, atMs);
  return met(about, evidence, atMs, atMs === null || holdsMs === null ? null : atMs + holdsMs);
}

const readAgain = 'Ask the exchange on the Custody screen.';

function withdrawalOf({ passport }: CredentialRow): OfKey {
  if (passport === null || passport.readAtMs === null) {
    return { isWell: null, text: 'what it may do was never read.', fix: readAgain };
  }
  if (passport.withdraw === 'yes') {
    return { isWell: false, text: 'it can withdraw.', fix: 'Make a key without that right, and rotate to it.' };
  }
  if (passport.state !== 'fresh' || passport.withdraw === 'unknown') {
    return { isWell: null, text: 'whether it can withdraw was not said within 24 hours.', fix: readAgain };
  }
  return { isWell: true, text: 'it cannot withdraw.', fix: '' };
}

function bindingOf({ passport }: CredentialRow): OfKey {
  const fix = 'Bind the key to the addresses of this computer at the exchange.';
  switch (passport?.ipRestricted) {
    case 'yes':
      return { isWell: true, text: 'it is bound.', fix };
    case 'no':
      return { isWell: false, text: 'it can be used from anywhere.', fix };
    case 'untold':
      if (passport.attested === null) {
        const own = 'Look at the exchange and say it on the Custody screen.';
        return { isWell: null, text: 'the exchange does not tell, and nobody has said it.', fix: own };
      }
      return passport.attested.ipRestricted
        ? { isWell: true, text: 'it is bound, by your word alone.', fix }
        : { isWell: false, text: 'it can be used from anywhere, by your word.', fix };
    case 'unknown':
    case undefined:
      return { isWell: null, text: 'that was never read.', fix: readAgain };
  }
}
