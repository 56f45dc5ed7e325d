import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApiTokens } from '../../../core/api/api-tokens.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { passwordIdentity } from '../../../core/signing/keystore-passwords.ts';
import { testAuthority } from '../../tls/certificates.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { published } from '../signers/keystore/vectors.ts';
import { custodyFolder } from './custody-place.ts';

const dayMs = 86_400_000;
const authority = testAuthority();
const startMs = Date.UTC(2026, 0, 1);
/** A certificate that was made ten days before the tests' clock starts, and ends so many days after. */
const lasting = (days: number) =>
  authority.issue({ name: 'us', notBeforeMs: startMs - 10 * dayMs, notAfterMs: startMs + days * dayMs });
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('where nothing is set', () => {
  it('there is no credential, and nothing is made to mark one with', () => {
    const { custody, foundations } = custodyFolder().start();
    expect(unwrap(custody.list()).credentials).toEqual([]);
    expect(unwrap(foundations.vault.identities())).toEqual(['audit-mac-key']);
  });
});

describe('the password of the keystore', () => {
  const withFile = () => {
    const place = custodyFolder();
    const keystore = { ...published.pbkdf2, address: '008aeeda4d805471df9b2a5b0f38a0c3bcba786b' };
    const put = () => writeFileSync(join(place.folder, 'keystore.json'), JSON.stringify(keystore));
    return { ...place, put };
  };

  it('has a row once there is a keystore, which is missing without one and comes back with it', async () => {
    const { folder, put, start } = withFile();
    const place = start();
    put();
    const [first] = place.rows('keystore-password');
    expect(first).toMatchObject({
      place: 'memory',
      state: 'active',
      fingerprint: null,
      specDays: 180,
      stateText: 'Typed when it is needed, forgotten when the console ends.',
    });
    rmSync(join(folder, 'keystore.json'));
    expect(place.rows('keystore-password')).toMatchObject([
      { credentialId: first?.credentialId, state: 'missing', dueAtMs: null, stateText: 'Known of, but not there now.' },
    ]);
    put();
    const [again] = place.rows('keystore-password');
    expect(again).toMatchObject({ credentialId: first?.credentialId, state: 'active' });
    expect(again?.evidence.map(({ what }) => what)).toEqual(['found', 'missing', 'found']);
    place.rows('keystore-password');
    expect(await place.told()).toEqual([
      'credential-found ok info',
      'credential-missing ok warn',
      'credential-found ok info',
    ]);
  });

  it('is told by where it lies: the environment first, .env, then the vault, also while that is locked', async () => {
    const { folder, put, start } = withFile();
    const opened = start();
    put();
    unwrap(opened.foundations.vault.put(passwordIdentity, bytesOf(published.password)));
    const [inVault] = opened.rows('keystore-password');
    expect(inVault).toMatchObject({
      place: 'vault',
      stateText: 'In use.',
      fingerprint: expect.stringMatching(/^\w{16}$/),
    });

    const environment = { KEYSTORE_PASSWORD: published.password };
    // The same password elsewhere is the same, not a new one.
    expect(start(environment).rows('keystore-password')).toMatchObject([
      { place: 'environment', fingerprint: inVault?.fingerprint, lastRotatedAtMs: null },
    ]);
    writeFileSync(join(folder, '.env'), `KEYSTORE_PASSWORD=${published.password}\n`, { mode: 0o600 });
    expect(start().rows('keystore-password')).toMatchObject([{ place: 'env-file', fingerprint: inVault?.fingerprint }]);
    rmSync(join(folder, '.env'));
    const locked = start({}, { masterKey: null });
    expect(locked.rows('keystore-password')).toMatchObject([
      { place: 'vault', fingerprint: inVault?.fingerprint, state: 'active' },
    ]);
    expect(await locked.told()).toEqual(['credential-found ok info', ...Array(3).fill('credential-moved ok info')]);
  });

  it('is rotated when another one is in its place, by a mark that only the vault can make', () => {
    const { clock, put, start } = withFile();
    const place = start();
    put();
    const { vault } = place.foundations;
    unwrap(vault.put(passwordIdentity, bytesOf('first password')));
    const [before] = place.rows('keystore-password');
    clock.wind(1_000);
    unwrap(vault.put(passwordIdentity, bytesOf('second password')));
    const [after] = place.rows('keystore-password');
    expect(after).toMatchObject({ lastRotatedAtMs: startMs + 1_000, credentialId: before?.credentialId });
    expect(after?.fingerprint).not.toBe(before?.fingerprint);
    expect(after?.evidence.at(-1)).toMatchObject({ what: 'rotated' });
    // The same passwords in another vault are marked otherwise: nobody can look one up.
    const other = withFile();
    const elsewhere = other.start();
    other.put();
    unwrap(elsewhere.foundations.vault.put(passwordIdentity, bytesOf('second password')));
    expect(elsewhere.rows('keystore-password')[0]?.fingerprint).not.toBe(after?.fingerprint);
  });

  it('that was given for this run is in memory, and still the same after the next start without it', async () => {
    const { put, start } = withFile();
    const place = start();
    put();
    unwrap(await place.keystores.givePassword(published.password, false));
    const [given] = place.rows('keystore-password');
    expect(given).toMatchObject({ place: 'memory', fingerprint: expect.stringMatching(/^\w{16}$/) });
    expect(start().rows('keystore-password')).toMatchObject([{ place: 'memory', fingerprint: given?.fingerprint }]);
  });
});

describe('our certificate for a signing service', () => {
  it('is due when it ends where that is before its interval, else by the interval', () => {
    const { start } = custodyFolder();
    const place = start();
    const soon = lasting(30);
    unwrap(place.identities.keep('remote', { cert: soon.cert, key: soon.key }));
    const [kept] = place.rows('remote-tls');
    expect(kept).toMatchObject({
      label: 'Remote signer: certificate',
      subject: 'remote',
      place: 'vault',
      fingerprint: soon.pin.slice(0, 16),
      createdAtMs: startMs - 10 * dayMs,
      dueAtMs: soon.notAfterMs,
      dueBy: 'certificate',
      specDays: 365,
    });
    const late = lasting(2_000);
    unwrap(place.identities.keep('remote', { cert: late.cert, key: late.key }));
    expect(place.rows('remote-tls')).toMatchObject([
      {
        credentialId: kept?.credentialId,
        fingerprint: late.pin.slice(0, 16),
        dueAtMs: startMs + 355 * dayMs,
        dueBy: 'interval',
        lastRotatedAtMs: startMs,
      },
    ]);
  });

  it('stays as it was known while the vault is locked, and each party of a two-party signer has its own', () => {
    const { start } = custodyFolder();
    const place = start();
    const [remote, mpc0, mpc1] = [lasting(20), lasting(30), lasting(40)];
    unwrap(place.identities.keep('remote', { cert: remote.cert, key: remote.key }));
    unwrap(place.identities.keep('mpc-0', { cert: mpc0.cert, key: mpc0.key }));
    unwrap(place.identities.keep('mpc-1', { cert: mpc1.cert, key: mpc1.key }));
    const open = place.rows('remote-tls');
    expect(open.map(({ dueAtMs, label, subject }) => [subject, label, dueAtMs])).toEqual([
      ['remote', 'Remote signer: certificate', remote.notAfterMs],
      ['mpc-0', 'Two-party signer, party 0: certificate', mpc0.notAfterMs],
      ['mpc-1', 'Two-party signer, party 1: certificate', mpc1.notAfterMs],
    ]);
    expect(start({}, { masterKey: null }).rows('remote-tls')).toEqual(open);
  });

  it('is that of the file which a setting names; a file that is gone or is none makes it missing', async () => {
    const { folder, start } = custodyFolder();
    const place = start({ PORTCULLIS_REMOTE_CERT: 'us.pem' });
    const { cert, notAfterMs, pin } = lasting(30);
    const file = join(folder, 'us.pem');
    expect(place.rows('remote-tls')).toEqual([]);
    writeFileSync(file, cert);
    const [row] = place.rows('remote-tls');
    expect(row).toMatchObject({ place: 'file', fingerprint: pin.slice(0, 16), dueAtMs: notAfterMs });
    writeFileSync(file, 'no certificate');
    expect(place.rows('remote-tls')).toMatchObject([{ credentialId: row?.credentialId, state: 'missing' }]);
    writeFileSync(file, cert);
    renameSync(file, `${file}.away`);
    expect(place.rows('remote-tls')).toMatchObject([{ state: 'missing' }]);
    renameSync(`${file}.away`, file);
    expect(place.rows('remote-tls')).toMatchObject([{ credentialId: row?.credentialId, state: 'active' }]);
    // Without the setting what is kept counts: the same one moved, and was not rotated.
    const unset = start();
    unwrap(unset.identities.keep('remote', { cert }));
    expect(unset.rows('remote-tls')).toMatchObject([{ place: 'vault', lastRotatedAtMs: null, state: 'active' }]);
    expect((await unset.told()).at(-1)).toBe('credential-moved ok info');
  });

  it('is none where a service is only known by its authority or its pin', () => {
    const place = custodyFolder().start();
    unwrap(place.identities.keep('remote', { ca: authority.ca, pins: ['a'.repeat(64)] }));
    expect(place.rows('remote-tls')).toEqual([]);
  });
});

describe('what lies elsewhere', () => {
  it('keyshares are with their parties, once a two-party signer is set, and missing when it is not any more', () => {
    const { start } = custodyFolder();
    expect(start().rows('mpc-keyshare')).toEqual([]);
    const shares = start({ MPC_SIGNER_URL: 'https://127.0.0.1:1' }).rows('mpc-keyshare');
    expect(shares).toMatchObject(
      ['party 0', 'party 1'].map((subject) => ({ subject, place: 'service', fingerprint: null, state: 'active' })),
    );
    expect(shares[0]).toMatchObject({ specDays: 180, dueAtMs: startMs + 180 * dayMs });
    const gone = start().rows('mpc-keyshare');
    expect(gone.map(({ state }) => state)).toEqual(['missing', 'missing']);
    const parties = { PORTCULLIS_MPC_0_URL: 'https://127.0.0.1:1', PORTCULLIS_MPC_1_URL: 'https://127.0.0.1:2' };
    expect(start(parties).rows('mpc-keyshare')).toMatchObject(
      shares.map(({ credentialId }) => ({ credentialId, state: 'active' })),
    );
  });

  it("the local API's token is in its file: another one is rotated, none is missing", () => {
    const { folder, start } = custodyFolder();
    const place = start();
    expect(place.rows('api-token')).toEqual([]);
    const token = openApiTokens(folder, systemIds).current();
    const [first] = place.rows('api-token');
    expect(first).toMatchObject({ place: 'file', specDays: 90, state: 'active' });
    expect(token).not.toContain(first?.fingerprint);
    rmSync(join(folder, 'api-token'));
    expect(place.rows('api-token')).toMatchObject([{ state: 'missing' }]);
    openApiTokens(folder, systemIds).current();
    const [second] = place.rows('api-token');
    expect(second).toMatchObject({ credentialId: first?.credentialId, state: 'active', lastRotatedAtMs: startMs });
    expect(second?.fingerprint).not.toBe(first?.fingerprint);
    expect(second?.evidence.map(({ what }) => what)).toEqual(['found', 'missing', 'rotated']);
  });

  it('no row is made of a secret for webhooks, which nothing here takes', () => {
    const { rows } = custodyFolder().start({ WEBHOOK_SECRET: 'somebody-set-it', PORTCULLIS_WEBHOOK_SECRET: 'or-this' });
    expect(rows('webhook-secret')).toEqual([]);
  });
});
