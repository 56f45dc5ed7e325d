import type { OpenExchangeKeys } from '../custody/open-exchange-keys.ts';
import { exchangeNames } from '../domain/exchanges.ts';
import type { Clock, Log } from '../ports.ts';
import type { CredentialLedger } from './credential-ledger.ts';
import type { PassportReading } from './passport-reading.ts';

const lookEveryMs = 60_000;
/** The first look comes when the console stands; one that only answers a single question is gone by then. */
const firstLookMs = 2_000;
/** A passport is read again before it is a day old, so that it holds without a gap. */
const readAgainMs = 23 * 3_600_000;
/** How long a key whose passport could not be read is left alone. */
const retryMs = 3_600_000;

/** What upkeep stands on. */
export interface UpkeepParts {
  readonly ledger: CredentialLedger;
  readonly keys: OpenExchangeKeys;
  readonly reading: PassportReading;
  /** Tries again what was wiped and could not be kept. */
  readonly retryWipes: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keeps the ledger and the passports true while the console runs. */
export interface CredentialUpkeep {
  /** Looks now: at what is there, which key counts, and whose passport is due. Where no key is set no exchange is asked anything. */
  look(): void;
  stop(): void;
}

/** Upkeep that begins by itself. */
export function startCredentialUpkeep({
  clock,
  keys,
  ledger,
  log,
  reading,
  retryWipes,
}: UpkeepParts): CredentialUpkeep {
  const triedSinceBoot = new Map<string, number>();

  const isDue = (credentialId: string): boolean => {
    const tried = triedSinceBoot.get(credentialId);
    if (tried !== undefined && clock.sinceBootMs() - tried < retryMs) return false;
    const credential = ledger.stored(credentialId);
    const passport = credential.ok ? ledger.passport(credential.value) : credential;
    if (!passport.ok || passport.value === null) return false;
    const { readAtMs, state } = passport.value;
    return state !== 'fresh' || readAtMs === null || clock.nowMs() - readAtMs > readAgainMs;
  };

  const look = (): void => {
    retryWipes().catch(() => log.warn('what was wiped could not be tried again', {}));
    ledger.find();
    keys.refresh();
    for (const name of exchangeNames) {
      const key = keys.keyFor(name);
      if (!key.ok || key.value === null || !isDue(key.value.credentialId)) continue;
      triedSinceBoot.set(key.value.credentialId, clock.sinceBootMs());
      // Nobody waits for it: what is thrown there must not end the console.
      reading
        .read(key.value.credentialId, 'core')
        .catch(() => log.warn('a key passport could not be read', { exchange: name }));
    }
  };

  const stopFirst = clock.after(firstLookMs, look);
  const stopEvery = clock.every(lookEveryMs, look);
  return {
    look,
    stop() {
      stopFirst();
      stopEvery();
    },
  };
}
