import type { KeyPassport } from '../contract/shapes.ts';
import type { ExchangeName } from '../domain/exchanges.ts';
import type { KeyRights } from '../domain/key-rights.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import { readAttestation } from './attestation.ts';
import type { StoredCredential } from './credentials-table.ts';
import { judgePassport, type ReadingFailure } from './passport.ts';
import type { PassportsTable, StoredPassport } from './passports-table.ts';
import { compareRights, nothingKnown } from './widened.ts';

/** How long a reading holds. */
export const passportHoldsMs = 24 * 3_600_000;
/** A wall clock this far behind the time of a reading was set back. */
const setBackMs = 60_000;

/** What a failed reading says of a key; one that says less takes nothing back of one that said more. */
const weightOf: Readonly<Record<ReadingFailure['kind'], number>> = { unanswered: 0, refused: 1, dead: 2 };

/**
 * The passports of keys, as they are kept. A passport counts only for the key of its fingerprint at its exchange: another key in its place
 * has none, and neither has the same one where it is taken for a key of another exchange. What cannot be kept counts all the same while
 * this run lasts, as far as it speaks against the key, says so in the passport, and is tried again whenever the passport is asked for.
 */
export interface Passports {
  /** As it stands now. `storage-failed`. */
  of(credential: StoredCredential, exchange: ExchangeName): Result<KeyPassport>;
  /** Keeps a reading; answers what became wider by it, in words. `storage-failed`. */
  took(
    credential: StoredCredential,
    reading: { readonly rights: KeyRights; readonly answerHash: string },
  ): Result<readonly string[]>;
  /**
   * Keeps that a reading failed; what was read before stays. That the exchange has no such key is forgotten only by a reading: no answer
   * afterwards does not bring it back. `storage-failed`.
   */
  failed(credential: StoredCredential, failure: Omit<ReadingFailure, 'atMs'>): Result<void>;
}

/** What passports are judged by beside their table and a clock. */
export interface PassportFacts {
  /** What stands in for an exchange says nothing of a key at the exchange itself, so a passport of the one is none at the other. */
  readonly isStandIn: (subject: string | null) => boolean;
  /** A time, in milliseconds since the epoch, that had come when the console was last open; 0 where none is known. */
  readonly hadComeMs: number;
}

/**
 * The passports over their table. The age of one that was read by an earlier run is counted to the wall clock, but at least to the newest
 * time that anything kept is of, and to what has passed since this run began: no clock that is set back makes a passport younger, while the
 * console is closed neither.
 */
export function createPassports(table: PassportsTable, clock: Clock, facts: PassportFacts): Passports {
  const newestMs = table.newestReadAtMs();
  const openedMs = Math.max(clock.nowMs(), facts.hadComeMs, newestMs.ok ? newestMs.value : 0);
  const openedSinceBootMs = clock.sinceBootMs();
  // For the runs after this one too, by which time the newest row may be of a clock that was set back.
  table.outdate(openedMs - passportHoldsMs);

  /** Which key at which exchange a passport is about. */
  const markOf = ({ fingerprint, subject }: StoredCredential): string =>
    `${subject}${facts.isStandIn(subject) ? ' stand-in' : ''} ${fingerprint}`;

  /** When each was read, by the time since the machine started: the wall clock has no say in it. */
  const readSinceBoot = new Map<string, number>();

  /** What could not be kept yet, by credential. */
  const unkept = new Map<string, StoredPassport>();
  const keep = (passport: StoredPassport): Result<void> => {
    const kept = table.keep(passport);
    if (kept.ok) unkept.delete(passport.credentialId);
    else unkept.set(passport.credentialId, passport);
    return kept;
  };

  const find = (credential: StoredCredential): Result<StoredPassport | null> => {
    const held = unkept.get(credential.credentialId);
    if (held !== undefined && held.fingerprint === markOf(credential)) {
      keep(held);
      return ok(held);
    }
    const found = table.find(credential.credentialId);
    return found.ok && found.value !== null && found.value.fingerprint !== markOf(credential) ? ok(null) : found;
  };

  const isTooOld = (credentialId: string, readAtMs: number): boolean => {
    const wallMs = clock.nowMs() - readAtMs;
    const bootMs = readSinceBoot.get(credentialId);
    const inRunMs = clock.sinceBootMs() - (bootMs ?? openedSinceBootMs);
    const leastMs = bootMs === undefined ? openedMs - readAtMs + inRunMs : inRunMs;
    const isUnknown = bootMs === undefined && !newestMs.ok;
    return isUnknown || leastMs > passportHoldsMs || wallMs > passportHoldsMs || wallMs < -setBackMs;
  };

  return {
    of(credential, exchange) {
      const found = find(credential);
      if (!found.ok) return found;
      const { credentialId, intervalDays } = credential;
      const kept = found.value;
      const reading = kept?.reading ?? null;
      const isOld = reading !== null && isTooOld(credentialId, reading.readAtMs);
      // Once seen too old it stays so, whatever the clock says afterwards.
      if (kept !== null && isOld && !kept.isStale) keep({ ...kept, isStale: true });
      const failure = kept?.failure ?? null;
      const attested = readAttestation(credential.attested);
      return ok(
        judgePassport({
          exchange,
          credentialId,
          reading,
          isStale: isOld || (kept?.isStale ?? false),
          failure: unkept.has(credentialId) ? whileUnkept(failure, clock.nowMs()) : failure,
          attested,
          widened: kept?.widened ?? [],
          intervalDays,
          nowMs: clock.nowMs(),
        }),
      );
    },
    took(credential, { answerHash, rights }) {
      const before = find(credential);
      if (!before.ok) return before;
      const nowMs = clock.nowMs();
      const compared = compareRights(before.value?.known ?? nothingKnown, before.value?.widened ?? [], rights, nowMs);
      // By the time since the start also where it cannot be kept yet: it is then kept later, and is no younger for it.
      readSinceBoot.set(credential.credentialId, clock.sinceBootMs());
      const kept = keep({
        credentialId: credential.credentialId,
        fingerprint: markOf(credential),
        reading: { rights, answerHash, readAtMs: nowMs },
        known: compared.known,
        widened: compared.widened,
        failure: null,
        isStale: false,
      });
      return kept.ok ? ok(compared.fresh.map(({ text }) => text)) : kept;
    },
    failed(credential, failure) {
      const before = find(credential);
      if (!before.ok) return before;
      const known = before.value?.failure ?? null;
      const saysLess = known !== null && weightOf[known.kind] > weightOf[failure.kind];
      return keep({
        credentialId: credential.credentialId,
        fingerprint: markOf(credential),
        reading: before.value?.reading ?? null,
        known: before.value?.known ?? null,
        widened: before.value?.widened ?? [],
        isStale: before.value?.isStale ?? false,
        failure: saysLess ? known : { atMs: clock.nowMs(), ...failure },
      });
    },
  };
}

/** That the exchange has no such key stands by itself; whatever else was told does not count before it is kept. */
function whileUnkept(failure: ReadingFailure | null, nowMs: number): ReadingFailure {
  const why = 'This could not be kept yet; that is tried again.';
  return failure?.kind === 'dead'
    ? { ...failure, text: `${failure.text} (${why})` }
    : { atMs: nowMs, kind: 'refused', text: `What its exchange said of it last does not count yet. ${why}` };
}
