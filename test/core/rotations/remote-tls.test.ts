import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { CredentialRow } from '../../../core/contract/shapes.ts';
import { endsWithTest, from, privateKey } from '../../signer/remote-kit.ts';
import { startWeb3signer } from '../../signer/web3signer.ts';
import { type Certificate, testAuthority } from '../../tls/certificates.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';
import { guidedStep, lastProof, release, startGuided } from './guided.ts';

const dayMs = 86_400_000;

/** A signer over TLS that lets in whom its authority vouched for, and a folder with the files of this console. */
async function signerOverTls() {
  const authority = testAuthority();
  const issue = (days: number) =>
    authority.issue({ name: 'signer', hosts: ['127.0.0.1'], notAfterMs: Date.now() + days * dayMs });
  const [old, fresh] = [issue(10), issue(300)];
  const { ca } = authority;
  const tls = { cert: old.cert, key: old.key, ca, requestCert: true, rejectUnauthorized: true };
  const service = await endsWithTest(startWeb3signer({ privateKeys: [privateKey], chainId: 31337n, tls }));
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-remote-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const client = authority.issue({ name: 'console' });
  const environment = (...pins: readonly string[]) => ({
    SIGNER_TYPE: 'remote',
    SIGNER_REMOTE_URL: service.url,
    REMOTE_SIGNER_RETRY_COUNT: '0',
    PORTCULLIS_SIGNER_ADDRESS: from,
    PORTCULLIS_REMOTE_CA: file('ca.crt', ca),
    PORTCULLIS_REMOTE_CERT: join(folder, 'client.crt'),
    PORTCULLIS_REMOTE_KEY: join(folder, 'client.key'),
    PORTCULLIS_REMOTE_PIN: pins.join(','),
  });
  const show = ({ cert, key }: Certificate): void => service.renew({ cert, key, ca });
  file('client.crt', client.cert);
  file('client.key', client.key);
  return { authority, old, fresh, service, file, environment, show };
}

const rowOf = async (core: TemporaryCore, place: CredentialRow['place']) =>
  (await core.get('custody.list', {})).credentials.find((row) => row.kind === 'remote-tls' && row.place === place);

it('both certificates of a remote signer are rotated over real TLS: its own by two pins, ours by new files, and the old one is refused', async () => {
  const { authority, environment, file, fresh, old, service, show } = await signerOverTls();
  let core = await temporaryCore({ environment: environment(old.pin) });
  onTestFinished(() => core.remove());
  const step = (word: string | null = null) => guidedStep(core, word);
  const restart = async (...pins: readonly string[]): Promise<void> => {
    core = await core.restart({ environment: environment(...pins) });
  };
  await core.get('signers.test', {});
  expect(await rowOf(core, 'service')).toMatchObject({ fingerprint: old.pin.slice(0, 16), lastRotatedAtMs: null });

  expect(await startGuided(core, 'rotate-remote-tls', 'remote-tls', 'service')).toMatchObject({ ok: true });
  await step();
  expect(lastProof(await step(), 'old-works')).toMatchObject({ strength: 'proved' });
  expect((await step('it is made')).currentStepId).toBe('overlap');
  expect((await step()).currentStepId).toBe('overlap');
  await restart(old.pin, fresh.pin);
  expect((await step()).currentStepId).toBe('in-place');
  expect((await step()).currentStepId).toBe('in-place');
  show(fresh);
  const placed = await step();
  expect(placed.currentStepId).toBe('old-ended');
  expect(lastProof(placed, 'in-place')).toMatchObject({
    strength: 'proved',
    text: expect.stringContaining('signed a test text with the pinned address'),
  });
  expect((await step()).currentStepId).toBe('old-ended');
  expect(await release(core)).toMatchObject({ ok: false, error: { code: 'release-locked' } });
  await restart(fresh.pin);
  expect((await step()).currentStepId).toBe('paper-trade');
  // What the rotation says of the old certificate is so.
  show(old);
  const asked = service.received.length;
  expect(await core.ask('signers.test', {})).toMatchObject({ ok: false, error: { state: 'tls' } });
  expect(service.received.length).toBe(asked);
  show(fresh);
  expect((await step()).currentStepId).toBe('release');
  expect(await release(core)).toMatchObject({ ok: true });
  expect((await step()).currentStepId).toBe('test-transaction');
  const ended = await step();
  expect(ended).toMatchObject({ outcome: 'completed' });
  expect(lastProof(ended, 'test-transaction')).toMatchObject({ strength: 'weak' });
  expect(await rowOf(core, 'service')).toMatchObject({
    fingerprint: fresh.pin.slice(0, 16),
    lastRotatedAtMs: expect.any(Number),
    dueAtMs: fresh.notAfterMs,
    dueBy: 'certificate',
  });

  const before = await rowOf(core, 'file');
  expect(await startGuided(core, 'rotate-remote-tls', 'remote-tls', 'file')).toMatchObject({ ok: true });
  await step();
  await step();
  await step('it is made');
  expect((await step('it takes both')).currentStepId).toBe('in-place');
  expect((await step()).currentStepId).toBe('in-place');
  const ours = authority.issue({ name: 'console' });
  file('client.crt', ours.cert);
  file('client.key', ours.key);
  expect((await step()).currentStepId).toBe('old-ended');
  expect((await step('its line is out')).currentStepId).toBe('paper-trade');
  const after = await rowOf(core, 'file');
  expect(after?.fingerprint).not.toBe(before?.fingerprint);
  expect(after?.lastRotatedAtMs).not.toBeNull();
});
