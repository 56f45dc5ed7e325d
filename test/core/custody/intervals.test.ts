import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CredentialKind, KeyPassport } from '../../../core/contract/shapes.ts';
import { changeInterval } from '../../../core/custody/change-keys.ts';
import { credentialRow } from '../../../core/custody/credential-row.ts';
import {
  type CredentialState,
  createCredentialsTable,
  type StoredCredential,
} from '../../../core/custody/credentials-table.ts';
import { judgePassport } from '../../../core/custody/passport.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { best, dayMs, nowMs, question } from './judged-key.ts';
import { vaultPlace } from './vault-place.ts';

/** CUSTODY.md's "Rotation Schedule", written out once more. */
const schedule: readonly (readonly [CredentialKind, number])[] = [
  ['cex-key', 90],
  ['keystore-password', 180],
  ['remote-tls', 365],
  ['mpc-keyshare', 180],
  ['api-token', 90],
  ['webhook-secret', 180],
];

const times = fc.integer({ min: nowMs - 800 * dayMs, max: nowMs + 800 * dayMs });
const perhaps = fc.option(times, { nil: null, freq: 2 });
const dates = fc.record({
  createdAtMs: perhaps,
  enteredAtMs: times,
  lastRotatedAtMs: perhaps,
  notAfterMs: perhaps,
  venueExpiryMs: perhaps,
});
type Dates = typeof dates extends fc.Arbitrary<infer T> ? T : never;
const places = fc.constantFrom('file' as const, 'vault' as const);
const states = fc.constantFrom<CredentialState>('active', 'active', 'active', 'standby', 'retired', 'missing');
// Around what the schedule says, and anywhere that the contract allows.
const days = fc.oneof(
  fc.constantFrom(...[90, 180, 365].flatMap((spec) => [spec - 1, spec, spec + 1])),
  fc.integer({ min: 1, max: 730 }),
);
const settings = fc.array(fc.record({ days, reason: fc.constantFrom(null, null, 'The exchange ends it by itself.') }), {
  maxLength: 8,
});

/**
 * When a credential of the place is due, said in another way than the console's: a list of the days that end it, sorted. That the days a
 * row keeps are the right ones, whatever was done with a secret, is seen in secret-age.test.ts.
 */
function dueBy(
  kind: CredentialKind,
  place: 'file' | 'vault',
  state: CredentialState,
  intervalDays: number,
  when: Dates,
): readonly [number | null, string] {
  if (state === 'retired' || state === 'missing') return [null, 'interval'];
  // A key in the vault is one and the same as long as its row; in a file there is another one after each rotation.
  const first = kind === 'cex-key' && place === 'vault' ? null : when.lastRotatedAtMs;
  const seen = [first ?? when.enteredAtMs, ...(when.createdAtMs === null ? [] : [when.createdAtMs])];
  const ends: [number, string][] = seen.map((ms) => [ms + intervalDays * 24 * 60 * 60 * 1000, 'interval']);
  if (when.venueExpiryMs !== null) ends.push([when.venueExpiryMs, 'venue']);
  if (when.notAfterMs !== null) ends.push([when.notAfterMs, 'certificate']);
  // A sort keeps the order of what is equal.
  return ends.sort(([a], [b]) => a - b)[0] ?? [null, 'interval'];
}

function passportThatEnds(expiresAtMs: number | null): KeyPassport | null {
  return expiresAtMs === null ? null : judgePassport(question({ ...best, expiresAtMs }));
}

describe('whatever intervals are set one after the other', () => {
  it.each(schedule)('a %s, every %i days by CUSTODY.md, is due exactly when it is worked out here', (kind, spec) => {
    const { clock, database } = vaultPlace();
    const table = createCredentialsTable(database);
    const seen = { taken: 0, refused: 0, longer: 0 };
    fc.assert(
      fc.property(places, states, dates, settings, (place, state, when, asked) => {
        const { venueExpiryMs, ...kept } = when;
        const credential: StoredCredential = {
          credentialId: 'c1',
          kind,
          slot: null,
          subject: null,
          label: 'One of them',
          place,
          fingerprint: null,
          state,
          intervalDays: spec,
          intervalReason: null,
          attested: null,
          ...kept,
        };
        unwrap(table.keep(credential, []));
        let standing = spec;
        let standingReason: string | null = null;
        const check = (): void => {
          const now = unwrap(table.find('c1'));
          if (now === null) throw new Error('it is not kept');
          const row = credentialRow(now, [], passportThatEnds(venueExpiryMs), 'In use.', nowMs);
          expect([row.dueAtMs, row.dueBy]).toEqual(dueBy(kind, place, state, standing, when));
          expect([row.intervalDays, row.specDays, row.intervalReason]).toEqual([standing, spec, standingReason]);
        };
        check();
        for (const { days: wanted, reason } of asked) {
          const now = unwrap(table.find('c1'));
          if (now === null) throw new Error('it is not kept');
          const isFree = wanted <= standing && wanted <= spec;
          const changed = changeInterval({ clock, table }, now, wanted, reason);
          expect(changed.ok).toBe(isFree || (reason !== null && wanted <= 2 * spec));
          if (changed.ok) {
            seen.taken += 1;
            if (wanted > spec) seen.longer += 1;
            standing = wanted;
            standingReason = wanted > spec ? reason : null;
          } else {
            seen.refused += 1;
            expect(changed.error.code).toBe('conflict');
          }
          check();
        }
      }),
      process.env.PORTCULLIS_LONG === undefined ? { numRuns: 40, seed: 7 } : { numRuns: 5_000 },
    );
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
  });
});
