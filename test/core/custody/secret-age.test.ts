import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retireKey, useKey as takeIntoUse } from '../../../core/custody/change-keys.ts';
import { createCredentialsTable, type StoredCredential } from '../../../core/custody/credentials-table.ts';
import { enterKeys } from '../../../core/custody/enter-keys.ts';
import { changesByFinding, type FoundCredential } from '../../../core/custody/found-credentials.ts';
import { dueOf } from '../../../core/custody/intervals.ts';
import { createKeptKeys, keyFingerprint } from '../../../core/custody/kept-keys.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { fakeKeychain } from './fake-keychain.ts';
import { vaultPlace } from './vault-place.ts';

/** Keys of an exchange that never says when a key was made. */
const secrets = ['A', 'B', 'C'] as const;
type Secret = (typeof secrets)[number];
const partsOf = (secret: Secret) => ({ apiKey: `key ${secret}`, secret: `secret ${secret}`, password: null });
const day = 24 * 60 * 60 * 1000;

/** What a person does with them; each is done where it can be, else it is refused and changes nothing. */
type Deed =
  | { readonly what: 'wait'; readonly days: number }
  | { readonly what: 'enter' | 'use' | 'wipe'; readonly secret: Secret }
  // One line of .env, which holds A or nothing.
  | { readonly what: 'set' | 'unset' | 'take over' };

/** A ledger and its vault, in which keys are known by their secret. */
function desk() {
  const { clock, database, start } = vaultPlace();
  const table = createCredentialsTable(database);
  const kept = createKeptKeys(start(fakeKeychain(new Uint8Array(32).fill(3))));
  const parts = { table, kept, clock, ids: systemIds };
  let isSet = false;
  const all = (): readonly StoredCredential[] => unwrap(table.all());
  const live = (secret: Secret): StoredCredential | undefined =>
    all().find(
      ({ fingerprint, place, state }) =>
        place === 'vault' && state !== 'retired' && fingerprint === keyFingerprint(partsOf(secret)),
    );
  const look = (): void => {
    const line: FoundCredential = {
      slot: 'setting:coinbase',
      kind: 'cex-key',
      subject: 'coinbase',
      label: 'Of .env',
      place: 'env-file',
      fingerprint: keyFingerprint(partsOf('A')),
      createdAtMs: null,
      notAfterMs: null,
    };
    const changes = changesByFinding(
      isSet ? [line] : [],
      all(),
      () => true,
      clock.nowMs(),
      () => systemIds.next(),
    );
    unwrap(table.keepAll(changes.map(({ credential, evidence }) => [credential, evidence])));
  };
  const enter = (secret: Secret, from: StoredCredential | null): boolean =>
    enterKeys(parts, [{ exchange: 'coinbase', label: secret, key: partsOf(secret), from }]).ok;
  const used = (row: StoredCredential) => takeIntoUse(parts, row);
  const wiped = (row: StoredCredential) => retireKey(parts, row, 'It was enough.');
  return {
    nowMs: clock.nowMs,
    /** Whether it was done. */
    do(deed: Deed): boolean {
      switch (deed.what) {
        case 'wait':
          clock.jump(deed.days * day);
          return true;
        case 'enter':
          return enter(deed.secret, null);
        case 'use':
        case 'wipe': {
          const row = live(deed.secret);
          if (row === undefined) return false;
          return (deed.what === 'use' ? used(row) : wiped(row)).ok;
        }
        case 'set':
        case 'unset':
          isSet = deed.what === 'set';
          look();
          return true;
        case 'take over': {
          const line = all().find(({ slot, state }) => slot !== null && state === 'active');
          return line !== undefined && enter('A', line);
        }
      }
    },
    /** When each key that is in use or stands by is due, by its secret. */
    due: () =>
      all().flatMap((row) => {
        const secret = secrets.find((one) => keyFingerprint(partsOf(one)) === row.fingerprint);
        const { dueAtMs } = dueOf(row, null);
        return dueAtMs === null || secret === undefined ? [] : [[secret, dueAtMs] as const];
      }),
  };
}

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ what: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ what: fc.constantFrom('enter', 'enter', 'use', 'wipe'), secret: fc.constantFrom(...secrets) }),
  fc.record({ what: fc.constantFrom('set', 'unset', 'take over') }),
);

/** Does them one after the other; each key must be due 90 days from when its secret was first shown to the desk. Answers how many were held to it. */
function due90DaysFromFirstSeen(done: readonly Deed[]): number {
  const { nowMs, ...at } = desk();
  const seenFirst = new Map<Secret, number>();
  let checked = 0;
  for (const deed of done) {
    if (!at.do(deed)) continue;
    const shown = deed.what === 'enter' ? deed.secret : deed.what === 'set' ? 'A' : null;
    if (shown !== null && !seenFirst.has(shown)) seenFirst.set(shown, nowMs());
    for (const [secret, dueAtMs] of at.due()) {
      expect([secret, (dueAtMs - (seenFirst.get(secret) ?? 0)) / day]).toEqual([secret, 90]);
      checked += 1;
    }
  }
  return checked;
}

describe('a secret whose date nobody tells', () => {
  const enter = (secret: Secret): Deed => ({ what: 'enter', secret });
  const use = (secret: Secret): Deed => ({ what: 'use', secret });
  const wipe = (secret: Secret): Deed => ({ what: 'wipe', secret });
  const wait: Deed = { what: 'wait', days: 89 };

  it.each<readonly [string, readonly Deed[]]>([
    ['another is used, and it again', [enter('A'), enter('B'), wait, use('B'), use('A')]],
    ['it stood by until it was used', [enter('A'), enter('B'), wait, use('B')]],
    ['it is taken over from .env', [{ what: 'set' }, wait, { what: 'take over' }, { what: 'unset' }]],
    ['it is wiped and entered again', [enter('A'), wait, wipe('A'), enter('A')]],
    ['it is set in .env after it was wiped', [enter('A'), wait, wipe('A'), { what: 'set' }]],
    ['it is taken out of .env and typed', [{ what: 'set' }, wait, { what: 'unset' }, enter('A')]],
  ])('is due 90 days from when it was first seen, though %s', (_title, done) => {
    expect(due90DaysFromFirstSeen(done)).toBeGreaterThan(0);
  });

  it('is due 90 days from when it was first seen, whatever is done with it', () => {
    let checked = 0;
    fc.assert(
      fc.property(fc.array(deeds, { minLength: 4, maxLength: 20 }), (done) => {
        checked += due90DaysFromFirstSeen(done);
      }),
      process.env.PORTCULLIS_LONG === undefined ? { numRuns: 30, seed: 3 } : { numRuns: 1_000 },
    );
    expect(checked).toBeGreaterThan(100);
  });
});
