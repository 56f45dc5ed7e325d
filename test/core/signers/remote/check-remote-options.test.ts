import { describe, expect, it } from 'vitest';
import { checkRemoteOptions } from '../../../../core/signers/remote/check-remote-options.ts';
import type { RemoteSettings } from '../../../../core/signers/remote/remote-options.ts';
import { createRemoteSigner } from '../../../../core/signers/remote/remote-signer.ts';
import { never, remoteOptions } from '../../../signer/remote-kit.ts';
import { testAuthority } from '../../../tls/certificates.ts';

const nowMs = Date.now();
const dayMs = 86_400_000;
const authority = testAuthority();
const client = authority.issue({ name: 'client' });
const digits = client.pin;

const codes = (url: string | null, changes: Partial<RemoteSettings> = {}) =>
  checkRemoteOptions(remoteOptions(url, changes), nowMs).map(({ code }) => code);
const secure = 'https://signer.example:8443';

describe('the settings of a remote signer', () => {
  it('are right for an https address', () => {
    expect(codes(secure)).toEqual([]);
    expect(codes(`${secure}/behind/a/path/`, { requireTls: true })).toEqual([]);
  });

  it('need an address (missing_url), and a plain one', () => {
    expect(codes(null)).toEqual(['missing-url']);
    expect(codes('')).toEqual(['missing-url']);
    for (const url of [
      'signer.example',
      'ftp://signer.example',
      'https://me:word@signer.example',
      `${secure}/?a=1`,
      `${secure}/#a`,
    ]) {
      expect(codes(url)).toEqual(['bad-url']);
    }
  });

  it('exempt this machine by its digits from TLS, where nothing is said, and no name (tls_required)', () => {
    for (const url of ['http://127.0.0.1:9000', 'http://127.255.1.2', 'http://[::1]:9000'])
      expect(codes(url)).toEqual([]);
    const others = [
      'localhost',
      'localhost.',
      '10.0.0.1',
      '128.0.0.1',
      '[::2]',
      '[::ffff:127.0.0.1]',
      '127.0.0.1.example',
    ];
    for (const host of others) expect(codes(`http://${host}:9000`)).toEqual(['tls-required']);
  });

  it('exempt nothing where TLS is required, and everything where it is not', () => {
    for (const url of ['http://127.0.0.1:9000', 'http://[::1]:9000', 'http://signer.example']) {
      expect(codes(url, { requireTls: true })).toEqual(['tls-required']);
      expect(codes(url, { requireTls: false })).toEqual([]);
    }
  });

  it('do not let certificates or pins go unused over plain HTTP', () => {
    expect(codes('http://127.0.0.1:9000', { tls: { pins: [digits] } })).toEqual(['tls-required']);
    expect(codes('http://127.0.0.1:9000', { tls: { ca: authority.ca } })).toEqual(['tls-required']);
  });

  it('bound the time-out and the retries', () => {
    for (const timeoutMs of [0, -1, 1.5, 600_001, Number.NaN])
      expect(codes(secure, { timeoutMs })).toEqual(['bad-timeout']);
    for (const retries of [-1, 11, 0.5]) expect(codes(secure, { retries })).toEqual(['bad-retries']);
  });

  it('want our certificate whole, current and with its own key', () => {
    const { cert, key } = client;
    const old = authority.issue({ name: 'old', notBeforeMs: nowMs - 9 * dayMs, notAfterMs: nowMs - dayMs });
    expect(codes(secure, { tls: { cert, key } })).toEqual([]);
    expect(codes(secure, { tls: { cert } })).toEqual(['half-certificate']);
    expect(codes(secure, { tls: { key } })).toEqual(['half-certificate']);
    expect(codes(secure, { tls: { cert: 'none', key } })).toEqual(['bad-certificate']);
    expect(codes(secure, { tls: { cert, key: 'none' } })).toEqual(['bad-key']);
    expect(codes(secure, { tls: { cert, key: old.key } })).toEqual(['bad-key']);
    expect(codes(secure, { tls: { cert: old.cert, key: old.key } })).toEqual(['certificate-expired']);
    expect(codes(secure, { tls: { ca: 'none' } })).toEqual(['bad-authority']);
    expect(
      JSON.stringify(checkRemoteOptions(remoteOptions(secure, { tls: { cert, key: old.key } }), nowMs)),
    ).not.toContain('KEY-----');
  });

  it('take pins as OpenSSL prints them', () => {
    const colons = digits.toUpperCase().replace(/..(?=.)/g, '$&:');
    expect(codes(secure, { tls: { pins: [digits, colons] } })).toEqual([]);
    for (const pins of [
      [],
      [''],
      [digits.slice(1)],
      [`${digits}00`],
      [`sha256/${digits}`],
      [digits, 'x'],
      [colons.replace(':', '')],
    ]) {
      expect(codes(secure, { tls: { pins } })).toEqual(['bad-pin']);
    }
  });

  it('take a token that can stand in a header', () => {
    expect(codes(secure, { token: 'a'.repeat(32) })).toEqual([]);
    for (const token of ['', 'a b', 'a\r\nx: y', 'ü']) expect(codes(secure, { token })).toEqual(['bad-token']);
  });

  it('are the state of the signer while they are wrong, and it is not connected to', async () => {
    const signer = createRemoteSigner(remoteOptions(null));
    expect(signer.state()).toEqual({
      code: 'missing-url',
      isReady: false,
      text: 'The remote signer has no address.',
      needs: 'Set SIGNER_REMOTE_URL',
    });
    expect(await signer.address({ show: false }, never())).toEqual({
      ok: false,
      error: {
        code: 'signer-unavailable',
        retry: 'safe',
        signer: 'remote',
        state: 'missing-url',
        why: 'the remote signer has no address',
      },
    });
  });
});
