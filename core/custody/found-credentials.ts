import type { Evidence } from '../contract/shapes.ts';
import type { StoredCredential } from './credentials-table.ts';
import { specDays } from './intervals.ts';
import { knownBefore } from './known-before.ts';

/** A credential as it was found in its place. What cannot be told now (the vault is locked) is null and changes nothing. */
export interface FoundCredential
  extends Pick<StoredCredential, 'kind' | 'subject' | 'label' | 'createdAtMs' | 'notAfterMs'> {
  readonly slot: string;
  readonly place: StoredCredential['place'] | null;
  readonly fingerprint: string | null;
}

/** A credential that is another than before, what is to be remembered of it, and how the trail calls it. */
export interface LedgerChange {
  readonly credential: StoredCredential;
  readonly evidence: readonly Evidence[];
  readonly eventType: 'credential-found' | 'credential-rotated' | 'credential-missing' | 'credential-moved';
}

/**
 * What the ledger must change so that it says what was found. One in a known place that is another than before was rotated; one that is
 * gone is missing, or retired where the same key lies in the vault now. `kept` are all credentials; only those with a slot in `slots`
 * are looked for.
 */
export function changesByFinding(
  found: readonly FoundCredential[],
  kept: readonly StoredCredential[],
  slots: (slot: string) => boolean,
  nowMs: number,
  newId: (slot: string) => string,
): readonly LedgerChange[] {
  const present = found.flatMap((one): readonly LedgerChange[] => {
    const before = kept.find(({ slot }) => slot === one.slot);
    // Elsewhere it may have been seen before: that it lies here now makes it no younger.
    const sinceMs = Math.min(knownBefore(kept, one)?.seenAtMs ?? nowMs, nowMs);
    return before === undefined
      ? [firstSeen(one, nowMs, sinceMs, newId(one.slot))]
      : seenAgain(one, before, nowMs, sinceMs);
  });
  const gone = kept.filter(
    ({ slot, state }) => slot !== null && slots(slot) && state === 'active' && found.every((one) => one.slot !== slot),
  );
  return [...present, ...gone.map((credential) => noLongerThere(credential, kept, nowMs))];
}

/**
 * A credential that another took the place of, as a person did it here: `fingerprint` marks the new one, null where nothing can mark it
 * now. Nothing where that was seen already.
 */
export function rotatedHere(
  before: StoredCredential,
  fingerprint: string | null,
  nowMs: number,
  text: string,
): readonly LedgerChange[] {
  if (fingerprint !== null && fingerprint === before.fingerprint) return [];
  const change: LedgerChange = {
    credential: { ...before, fingerprint, state: 'active', createdAtMs: nowMs, lastRotatedAtMs: nowMs, attested: null },
    evidence: [{ atMs: nowMs, what: 'rotated', text }],
    eventType: 'credential-rotated',
  };
  return [change];
}

function firstSeen(found: FoundCredential, nowMs: number, sinceMs: number, credentialId: string): LedgerChange {
  return {
    credential: {
      ...found,
      credentialId,
      place: found.place ?? 'memory',
      state: 'active',
      enteredAtMs: sinceMs,
      lastRotatedAtMs: null,
      intervalDays: specDays[found.kind],
      intervalReason: null,
      attested: null,
    },
    evidence: [{ atMs: nowMs, what: 'found', text: `Found ${placeWords[found.place ?? 'memory']}.` }],
    eventType: 'credential-found',
  };
}

function seenAgain(
  found: FoundCredential,
  before: StoredCredential,
  nowMs: number,
  sinceMs: number,
): readonly LedgerChange[] {
  const { fingerprint, ...facts } = found;
  const place = found.place ?? before.place;
  const isAnother = fingerprint !== null && before.fingerprint !== null && fingerprint !== before.fingerprint;
  const next: StoredCredential = {
    ...before,
    ...facts,
    place,
    fingerprint: fingerprint ?? before.fingerprint,
    state: 'active',
    createdAtMs: isAnother ? found.createdAtMs : earlier(found.createdAtMs, before.createdAtMs),
    notAfterMs: isAnother ? found.notAfterMs : (found.notAfterMs ?? before.notAfterMs),
    lastRotatedAtMs: isAnother ? sinceMs : before.lastRotatedAtMs,
    // What was said of a key of one exchange says nothing of one of another.
    attested: isAnother || found.subject !== before.subject ? null : before.attested,
  };
  const told = (what: string, text: string, eventType: LedgerChange['eventType']): readonly LedgerChange[] => [
    { credential: next, evidence: [{ atMs: nowMs, what, text }], eventType },
  ];
  if (isAnother) return told('rotated', 'Another one is in its place.', 'credential-rotated');
  if (before.state !== 'active') return told('found', `Found again ${placeWords[place]}.`, 'credential-found');
  if (place !== before.place) return told('moved', `It lies ${placeWords[place]} now.`, 'credential-moved');
  const isSame = (Object.keys(next) as (keyof StoredCredential)[]).every((name) => next[name] === before[name]);
  return isSame ? [] : [{ credential: next, evidence: [], eventType: 'credential-found' }];
}

/** The earlier of two times, of which either may be unknown: a file that was touched holds no younger secret. */
function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function noLongerThere(credential: StoredCredential, kept: readonly StoredCredential[], nowMs: number): LedgerChange {
  const { fingerprint, subject } = credential;
  const inVault = kept.find(
    (one) =>
      one.place === 'vault' &&
      (one.state === 'active' || one.state === 'standby') &&
      one.subject === subject &&
      fingerprint !== null &&
      one.fingerprint === fingerprint,
  );
  const text =
    inVault === undefined
      ? 'It is no longer there.'
      : `It is no longer there; the vault keeps it as '${inVault.label}'.`;
  return {
    credential: { ...credential, state: inVault === undefined ? 'missing' : 'retired' },
    evidence: [{ atMs: nowMs, what: inVault === undefined ? 'missing' : 'retired', text }],
    eventType: inVault === undefined ? 'credential-missing' : 'credential-moved',
  };
}

const placeWords: Readonly<Record<StoredCredential['place'], string>> = {
  vault: 'in the vault',
  environment: 'in the process environment',
  'env-file': 'in the .env file',
  file: 'in its file',
  service: 'with its service',
  memory: 'in memory, for this run only',
};
