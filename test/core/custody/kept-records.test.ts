import { describe, expect, it } from 'vitest';
import { createCredentialsTable } from '../../../core/custody/credentials-table.ts';
import { enterKeys } from '../../../core/custody/enter-keys.ts';
import { createKeptKeys } from '../../../core/custody/kept-keys.ts';
import type { ExchangeName } from '../../../core/domain/exchanges.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { type CustodyFolder, type CustodyPlace, custodyFolder } from '../credentials/custody-place.ts';

const passphrase = 'of the copy alone';

/** Enters keys as the desk does, without asking their exchange anything. */
function enter({ clock }: CustodyFolder, { foundations }: CustodyPlace, ...names: readonly [ExchangeName, string][]) {
  const { database, vault } = foundations;
  const parts = { table: createCredentialsTable(database), kept: createKeptKeys(vault), clock, ids: systemIds };
  const keys = names.map(([exchange, label]) => ({
    exchange,
    label,
    key: { apiKey: `${label}-key`, secret: `${label}-secret`, password: null },
    from: null,
  }));
  return unwrap(enterKeys(parts, keys));
}
const copyInto = async ({ foundations }: CustodyPlace, to: CustodyPlace) => {
  const { text } = unwrap(await foundations.vault.copy(passphrase));
  const options = { replace: false, neverReplaced: [] };
  return unwrap(await to.foundations.vault.takeCopy(text, passphrase, options));
};
const shown = (place: CustodyPlace) =>
  place.rows('cex-key').map(({ label, state, subject }) => [subject, label, state]);

describe("keys that came with another vault's copy", () => {
  it('stand by with a mark of their own, are used only when chosen, and are missing when their record is gone', async () => {
    const [here, there] = [custodyFolder(), custodyFolder()];
    const [from, to] = [here.start(), there.start()];
    const [binance, kraken] = enter(here, from, ['binance', 'desk'], ['kraken', 'second']);
    const [own] = enter(there, to, ['binance', 'own']);
    if (binance === undefined || kraken === undefined || own === undefined) throw new Error('nothing was entered');
    await copyInto(from, to);
    expect(shown(to)).toEqual([
      ['binance', 'own', 'active'],
      ...expectedOf([binance.credentialId, 'binance'], [kraken.credentialId, 'kraken']),
    ]);
    const rows = to.rows('cex-key');
    const came = rows.find(({ credentialId }) => credentialId === kraken.credentialId);
    expect(came).toMatchObject({
      place: 'vault',
      fingerprint: kraken.fingerprint,
      stateText: 'Kept, not used.',
      intervalDays: 90,
      passport: { state: 'unread', verdict: 'unknown' },
      evidence: [{ what: 'found', text: 'It came into the vault with a copy.' }],
    });
    expect(unwrap(to.custody.keys.keyFor('kraken'))).toBeNull();
    unwrap(await to.custody.desk.use(kraken.credentialId, 'a test'));
    expect(unwrap(to.custody.keys.keyFor('kraken'))).toMatchObject({ apiKey: 'second-key', source: 'vault' });
    expect(unwrap(to.custody.keys.keyFor('binance'))).toMatchObject({ apiKey: 'own-key' });

    unwrap(to.foundations.vault.remove(`exchange-key-${kraken.credentialId}`));
    const gone = to.rows('cex-key').find(({ credentialId }) => credentialId === kraken.credentialId);
    expect(gone).toMatchObject({ state: 'missing', dueAtMs: null });
    expect(gone?.evidence.at(-1)?.text).toBe('Its record is no longer in the vault.');
    expect(unwrap(to.custody.keys.keyFor('kraken'))).toBeNull();
    // The same copy again brings it back, to stand by.
    expect(await copyInto(from, to)).toMatchObject({ taken: 1 });
    expect(to.rows('cex-key').find(({ credentialId }) => credentialId === kraken.credentialId)).toMatchObject({
      state: 'standby',
    });
    expect((await to.told()).filter((row) => /found|missing/.test(row))).toEqual([
      'credential-found ok info',
      'credential-found ok info',
      'credential-missing ok warn',
      'credential-found ok info',
    ]);
  });

  it('have no row before the vault that they came to can be read', async () => {
    const [here, there] = [custodyFolder(), custodyFolder()];
    const [from, to] = [here.start(), there.start()];
    enter(here, from, ['binance', 'desk']);
    await copyInto(from, to);
    const locked = there.start({}, { masterKey: null });
    expect(shown(locked)).toEqual([]);
    expect(shown(there.start())).toEqual([['binance', 'Binance key of a copied vault', 'standby']]);
  });
});

describe('keys whose row is there', () => {
  it('are missing without their record although the vault is locked, and are untouched with it', () => {
    const place = custodyFolder();
    const open = place.start();
    const [one] = enter(place, open, ['binance', 'desk'], ['kraken', 'second']);
    unwrap(open.foundations.vault.remove(`exchange-key-${one?.credentialId}`));
    const locked = place.start({}, { masterKey: null });
    expect(shown(locked)).toEqual([
      ['binance', 'desk', 'missing'],
      ['kraken', 'second', 'active'],
    ]);
  });

  it('stay wiped: a look afterwards brings none back', async () => {
    const place = custodyFolder();
    const open = place.start();
    const [one] = enter(place, open, ['binance', 'desk']);
    unwrap(await open.custody.desk.retire(one?.credentialId ?? '', 'Enough', 'a test'));
    open.custody.look();
    expect(shown(open)).toEqual([['binance', 'desk', 'retired']]);
  });

  it('that are set and then taken out of the settings are kept by the vault only where it still keeps them', async () => {
    const place = custodyFolder();
    const environment = { CEX_BINANCE_API_KEY: 'desk-key', CEX_BINANCE_API_SECRET: 'desk-secret' };
    place.start(environment);
    const open = place.start();
    expect(shown(open)).toEqual([['binance', 'Binance key of CEX_BINANCE_API_KEY', 'missing']]);
    const [kept] = enter(place, open, ['binance', 'desk']);
    place.start(environment);
    expect(shown(place.start())[0]).toEqual(['binance', 'Binance key of CEX_BINANCE_API_KEY', 'retired']);
    const again = place.start(environment);
    unwrap(await again.custody.desk.retire(kept?.credentialId ?? '', 'Enough', 'a test'));
    expect(shown(place.start())).toEqual([
      ['binance', 'Binance key of CEX_BINANCE_API_KEY', 'missing'],
      ['binance', 'desk', 'retired'],
    ]);
  });
});

/** Rows of copied keys, in the order of their ids, as the vault lists them. */
function expectedOf(...keys: readonly (readonly [string, ExchangeName])[]): readonly (readonly string[])[] {
  const title = { binance: 'Binance', kraken: 'Kraken', coinbase: 'Coinbase' };
  return [...keys]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, exchange]) => [exchange, `${title[exchange]} key of a copied vault`, 'standby']);
}
