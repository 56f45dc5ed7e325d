import { describe, expect, it } from 'vitest';
import type { MpcParty } from '../../../../core/signers/mpc/mpc-options.ts';
import { protectionOf } from '../../../../core/signers/mpc/protection.ts';
import { patiently, signerFor, transfer, unheard } from './mpc-parts.ts';

const mutual = { cert: 'a certificate', key: 'a key', pins: ['00'.repeat(32)] };
const of = (url: string, isLive: boolean, tls: MpcParty['tls'] = {}) => protectionOf({ url, tls }, isLive);

describe('the way to a two-party service', () => {
  it('may be plain http to a literal loopback address, live too', () => {
    for (const url of ['http://127.0.0.1:8787', 'http://127.9.9.9:8787/', 'http://[::1]:8787', 'https://127.0.0.1:1']) {
      expect(of(url, true)).toEqual({ refusal: null, warnings: [] });
    }
  });

  it('over plain http to any other host is warned of on paper and refused live', () => {
    for (const url of [
      'http://mpc-party-0:8787',
      'http://localhost:8787',
      'http://10.0.0.1:8787',
      'http://127.0.0.1.example',
    ]) {
      expect(of(url, false, mutual)).toMatchObject({
        refusal: null,
        warnings: [expect.stringContaining('plain http')],
      });
      expect(of(url, true, mutual).refusal).toContain('plain http');
    }
  });

  it('over TLS needs our certificate and their pin, live', () => {
    const url = 'https://mpc-party-0:8787';
    expect(of(url, true, mutual)).toEqual({ refusal: null, warnings: [] });
    expect(of(url, true, { ...mutual, pins: [] }).refusal).toContain('not pinned');
    expect(of(url, true, { pins: mutual.pins }).refusal).toContain('certificate of ours');
    expect(of(url, false)).toMatchObject({ refusal: null, warnings: [expect.any(String), expect.any(String)] });
  });

  it('is nothing else: no other scheme, no password, no query', () => {
    for (const url of [
      '',
      'mpc:8787',
      'ftp://127.0.0.1',
      'http://a:b@127.0.0.1',
      'http://127.0.0.1?x=1',
      'http://127.0.0.1#x',
    ]) {
      expect(of(url, false).refusal, url).not.toBeNull();
    }
  });

  it('says its warning when it is set up, and live leaves the host alone', async () => {
    const address = `0x${'22'.repeat(20)}`;
    const party = { url: 'http://mpc-party-0:8787', tls: {} };
    expect(signerFor(party, address).lines).toEqual([expect.stringContaining('plain http')]);
    const { signer } = signerFor(party, address, { isLive: true });
    const refused = await signer.sign(transfer(address), unheard, patiently);
    expect(refused).toMatchObject({ error: { code: 'signer-unavailable', state: 'not-protected' } });
    expect(signer.state()).toMatchObject({ code: 'not-protected', isReady: false });
  });

  it('is as live for a transaction on a real chain, in whatever mode it was opened', async () => {
    const address = `0x${'22'.repeat(20)}`;
    const { signer } = signerFor({ url: 'http://mpc-party-0:8787', tls: {} }, address);
    const refused = await signer.sign(transfer(address, 2, 0, 1n), unheard, patiently);
    expect(refused).toMatchObject({ error: { code: 'signer-unavailable', state: 'not-protected' } });
  });
});
