import { describe, expect, it } from 'vitest';
import { retireKey } from '../../../core/custody/change-keys.ts';
import { createCredentialsTable, type StoredCredential } from '../../../core/custody/credentials-table.ts';
import { enterKeys } from '../../../core/custody/enter-keys.ts';
import { createKeptKeys } from '../../../core/custody/kept-keys.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { fakeKeychain } from './fake-keychain.ts';
import { vaultPlace } from './vault-place.ts';

function world() {
  const { clock, database, start } = vaultPlace();
  const vault = start(fakeKeychain(new Uint8Array(32).fill(3)));
  const table = createCredentialsTable(database);
  const parts = { table, kept: createKeptKeys(vault), clock, ids: systemIds };
  const enter = (...names: readonly string[]) =>
    enterKeys(
      parts,
      names.map((name) => ({
        exchange: 'binance',
        label: name,
        key: { apiKey: `${name}-key`, secret: `${name}-secret`, password: null },
        from: null,
      })),
    );
  return {
    enter,
    table,
    vault,
    retire: (credential: StoredCredential) => retireKey(parts, credential, 'It was in a paste.'),
    states: () => unwrap(table.all()).map(({ label, state }) => `${label} ${state}`),
    /** From now on SQLite itself refuses one kind of statement on one table. */
    refuse: (what: string) =>
      database.exec(`CREATE TRIGGER refuse BEFORE ${what} BEGIN SELECT RAISE(ABORT, 'refused by a test'); END`),
    allow: () => database.exec('DROP TRIGGER refuse'),
  };
}

describe('a key that is wiped', () => {
  it('leaves the vault, and its row says why', () => {
    const { enter, retire, states, table, vault } = world();
    const [row] = unwrap(enter('desk'));
    if (row === undefined) throw new Error('nothing was entered');
    expect(unwrap(vault.identities())).toHaveLength(1);
    expect(retire(row)).toMatchObject({ ok: true, value: { state: 'retired' } });
    expect(unwrap(vault.identities())).toEqual([]);
    expect(states()).toEqual(['desk retired']);
    expect(unwrap(table.evidence(row.credentialId)).at(-1)?.text).toBe(
      'Wiped from the vault: It was in a paste. Revoke it at its exchange, too.',
    );
  });

  it.each(['UPDATE ON credentials', 'INSERT ON credential_evidence', 'DELETE ON vault_records'])(
    'is wholly there where the database refuses an %s, and can be wiped afterwards',
    (what) => {
      const { allow, enter, refuse, retire, states, table, vault } = world();
      const [row] = unwrap(enter('desk'));
      if (row === undefined) throw new Error('nothing was entered');
      refuse(what);
      expect(retire(row)).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
      expect(unwrap(vault.identities())).toHaveLength(1);
      expect(states()).toEqual(['desk active']);
      expect(unwrap(table.evidence(row.credentialId)).map(({ what: kind }) => kind)).toEqual(['entered']);
      allow();
      unwrap(retire(row));
      expect(unwrap(vault.identities())).toEqual([]);
    },
  );
});

describe('keys that are entered together', () => {
  it.each(['INSERT ON credentials', 'INSERT ON credential_evidence', 'INSERT ON vault_records'])(
    'are in neither place where the database refuses an %s',
    (what) => {
      const { allow, enter, refuse, states, vault } = world();
      refuse(what);
      expect(enter('one', 'two')).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
      expect([states(), unwrap(vault.identities())]).toEqual([[], []]);
      allow();
      unwrap(enter('one', 'two'));
      expect(states()).toEqual(['one active', 'two standby']);
      expect(unwrap(vault.identities())).toHaveLength(2);
    },
  );
});
