import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { passwordIdentity } from '../../../core/signing/keystore-passwords.ts';
import { testAuthority } from '../../tls/certificates.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { custodyFolder } from '../credentials/custody-place.ts';
import { published } from '../signers/keystore/vectors.ts';
import { type TemporaryCore, type TemporaryOptions, temporaryCore } from '../temporary-core.ts';

const password = published.password;
const newPassword = 'another password of the tests';
const keystoreText = JSON.stringify({ ...published.pbkdf2, address: '008aeeda4d805471df9b2a5b0f38a0c3bcba786b' });
const dayMs = 86_400_000;
/** Two derivations of the strongest kind, on a machine that does other things, too. */
const patientMs = 120_000;
const masterKey = new Uint8Array(32).fill(7);

async function open(options: TemporaryOptions = {}): Promise<TemporaryCore> {
  const core = await temporaryCore(options);
  onTestFinished(() => core.remove());
  writeFileSync(join(core.folder, 'keystore.json'), keystoreText, { mode: 0o600 });
  return core;
}
const rowOf = async (core: TemporaryCore) =>
  (await core.get('custody.list', {})).credentials.find(({ kind }) => kind === 'keystore-password');
const rotations = async (core: TemporaryCore) =>
  (await core.get('audit.query', { eventType: 'credential-rotated', limit: 20 })).map(({ actor, subject }) => [
    actor,
    subject,
  ]);

describe("changing the keystore's password", () => {
  it('is a rotation although it is kept nowhere, and typing it afterwards is none', async () => {
    const { clock, folder, start } = custodyFolder();
    const place = start();
    writeFileSync(join(folder, 'keystore.json'), keystoreText, { mode: 0o600 });
    const [before] = place.rows('keystore-password');
    expect(before).toMatchObject({ place: 'memory', fingerprint: null, lastRotatedAtMs: null });
    clock.jump(100 * dayMs);
    const nowMs = clock.nowMs();
    place.custody.passwordChanged(password, 'approval');
    clock.jump(dayMs);
    unwrap(await place.keystores.givePassword(password, false));
    expect(place.rows('keystore-password')).toMatchObject([
      { credentialId: before?.credentialId, lastRotatedAtMs: nowMs, dueAtMs: nowMs + 180 * dayMs },
    ]);
    expect(await place.told()).toEqual(['credential-found ok info', 'credential-rotated ok info']);
    expect(await place.keystores.changePassword(password, password, false)).toMatchObject({
      error: { code: 'conflict', what: 'the new password is the old one' },
    });
  });

  it(
    'is a rotation where nothing can mark it, since the vault is locked and holds none of it',
    async () => {
      const core = await open();
      const before = await rowOf(core);
      await core.get('keystore.changePassword', { password, newPassword }, 'approval');
      expect(await rowOf(core)).toMatchObject({ fingerprint: null, lastRotatedAtMs: expect.any(Number) });
      expect(await rotations(core)).toEqual([['approval', before?.credentialId]]);
    },
    patientMs,
  );

  it(
    'changes what the vault keeps with it, and is refused before anything is written while that is locked',
    async () => {
      const { folder, start } = custodyFolder();
      const file = join(folder, 'keystore.json');
      let place = start();
      writeFileSync(file, keystoreText, { mode: 0o600 });
      unwrap(place.foundations.vault.put(passwordIdentity, new TextEncoder().encode(password)));
      place.rows('keystore-password');
      place = start({}, { masterKey: null });
      expect(await place.keystores.changePassword(password, newPassword, false)).toMatchObject({
        error: { code: 'vault-locked' },
      });
      expect(readFileSync(file, 'utf8')).toBe(keystoreText);
      expect(existsSync(`${file}.new`)).toBe(false);
      place = start();
      const [changed, meanwhile] = await Promise.all([
        place.keystores.changePassword(password, newPassword, false),
        place.keystores.changePassword(password, 'another at the same time', false),
      ]);
      unwrap(changed);
      expect(meanwhile).toMatchObject({ error: { code: 'conflict' } });
      expect(new TextDecoder().decode(unwrap(place.keystores.password()))).toBe(newPassword);
      expect(existsSync(`${file}.new`)).toBe(false);
      place.custody.passwordChanged(newPassword, 'approval');
      const [row] = place.rows('keystore-password');
      expect(row?.evidence.map(({ what }) => what)).toEqual(['found', 'rotated']);
    },
    patientMs,
  );
});

describe('signers.setIdentity', () => {
  it('is refused in words while a setting names any part of it, for that service alone', async () => {
    const core = await open({
      ports: { masterKey },
      environment: { PORTCULLIS_MPC_1_CA: 'ca.pem', PORTCULLIS_MPC_1_PIN: 'b'.repeat(64) },
    });
    const identity = { cert: '', key: '', ca: '', pins: ['a'.repeat(64)] };
    expect(await core.ask('signers.setIdentity', { service: 'mpc-1', ...identity }, 'approval')).toMatchObject({
      error: {
        code: 'conflict',
        what: 'PORTCULLIS_MPC_1_CA, PORTCULLIS_MPC_1_PIN are set and would count before it; take that out first',
      },
    });
    expect(await core.ask('signers.setIdentity', { service: 'remote', ...identity }, 'approval')).toMatchObject({
      ok: true,
    });
    const rows = await core.get('audit.query', { eventType: 'setting-change', limit: 20 });
    expect(rows.map(({ status, subject }) => `${subject} ${status}`).reverse()).toEqual([
      'tls mpc-1 requested',
      'tls mpc-1 failed',
      'tls remote requested',
      'tls remote ok',
    ]);
  });

  it('does not let what cannot work take the place of what does', async () => {
    const authority = testAuthority();
    const [first, second] = ['first', 'second'].map((name) => authority.issue({ name }));
    if (first === undefined || second === undefined) throw new Error('two are issued');
    const core = await open({ ports: { masterKey }, environment: { SIGNER_REMOTE_URL: 'https://127.0.0.1:1' } });
    const cutOff = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    const give = (change: object) =>
      core.ask(
        'signers.setIdentity',
        { service: 'remote', cert: first.cert, key: first.key, ca: authority.ca, pins: [], ...change },
        'approval',
      );
    const fingerprint = async () =>
      (await core.get('custody.list', {})).credentials.find(({ kind }) => kind === 'remote-tls')?.fingerprint;
    expect(await give({})).toMatchObject({ ok: true });
    const before = await fingerprint();
    expect(before).toMatch(/^[0-9a-f]{16}/);
    for (const [change, what] of [
      [{ key: second.key }, 'the key is not the one of our certificate'],
      [{ cert: cutOff }, 'our certificate cannot be read'],
      [{ key: '' }, 'of our certificate and its key only one is there'],
      [{ ca: cutOff }, 'the authority to trust is no certificate'],
    ] as const) {
      expect(await give(change)).toMatchObject({ error: { code: 'conflict', what } });
    }
    expect(await fingerprint()).toBe(before);
    expect(await give({ cert: second.cert, key: second.key })).toMatchObject({ ok: true });
    expect(await fingerprint()).not.toBe(before);
  });
});

describe("a signer's secret in .env", () => {
  it('is a standing problem that halts nothing; in the environment it is none', async () => {
    const environment = { PRIVATE_KEY: `0x${'1'.repeat(64)}`, KEYSTORE_PASSWORD: password };
    const fromEnvironment = await open({ environment });
    expect((await fromEnvironment.get('custody.list', {})).problems).toEqual([]);
    const core = await open();
    const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    writeFileSync(join(core.folder, '.env'), lines.join('\n'), { mode: 0o600 });
    const again = await core.restart();
    expect((await again.get('custody.list', {})).problems).toEqual([
      'A private key (PRIVATE_KEY) lies in .env: sign with a keystore or a device instead, and take it out.',
      'The password of the keystore (KEYSTORE_PASSWORD) lies in .env: move it into the vault.',
    ]);
    expect(again.core.status().halt.state).toBe('active');
  });
});
