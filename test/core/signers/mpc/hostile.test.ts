import { describe, expect, it, onTestFinished } from 'vitest';
import {
  fine,
  hostileAddress,
  rightDer,
  signed,
  startHostileService,
  wrongAddresses,
  wrongSignatures,
} from '../../../mpc/hostile-service.ts';
import { patiently, signerFor, transfer, unheard } from './mpc-parts.ts';

const dialects = ['legacy', 'mpc-2p/1'] as const;

describe('a service that answers wrongly', () => {
  it.each(Object.entries(wrongSignatures))(
    'with a signature %s is never believed, and asked no more',
    async (_how, make) => {
      for (const dialect of dialects) {
        const service = await startHostileService(dialect, {
          '/sign_digest': ({ body }) => signed(dialect, make(body)),
        });
        onTestFinished(() => service.close());
        const { signer } = signerFor({ url: service.url, tls: {} }, hostileAddress);
        const claimed = await signer.sign(transfer(hostileAddress), unheard, patiently);
        expect(claimed).toMatchObject({ ok: false, error: { code: 'signature-mismatch', retry: 'never' } });
        expect(signer.awaits()).toBe('pin-confirmed');
        expect(service.heard.filter(({ path }) => path === '/sign_digest')).toHaveLength(1);
        const text = await signer.signText('a text', unheard, patiently);
        expect(text).toMatchObject({ error: { code: 'signer-unavailable', state: 'halted' } });
      }
    },
  );

  it.each(Object.entries(wrongAddresses))('with %s is never handed a digest', async (_how, make) => {
    for (const dialect of dialects) {
      const service = await startHostileService(dialect, { '/address': () => fine(make(dialect)) });
      onTestFinished(() => service.close());
      const { signer } = signerFor({ url: service.url, tls: {} }, hostileAddress);
      const claimed = await signer.sign(transfer(hostileAddress), unheard, patiently);
      expect(claimed).toMatchObject({ ok: false, error: { code: 'signature-mismatch' } });
      expect(signer.awaits()).toBe('pin-confirmed');
      expect(service.heard.some(({ path }) => path === '/sign_digest')).toBe(false);
    }
  });

  it('is asked again once a person has confirmed the pin, and it makes a right test signature', async () => {
    const service = await startHostileService('mpc-2p/1', {
      '/sign_digest': ({ body }, asked) => signed('mpc-2p/1', asked < 3 ? '0x30' : rightDer(body)),
    });
    onTestFinished(() => service.close());
    const { signer } = signerFor({ url: service.url, tls: {} }, hostileAddress);
    const sign = () => signer.sign(transfer(hostileAddress), unheard, patiently);
    expect(await sign()).toMatchObject({ error: { code: 'signature-mismatch' } });
    expect(await signer.clearDoubt('person', 'pin-confirmed')).toMatchObject({ error: { code: 'signature-mismatch' } });
    expect(await sign()).toMatchObject({ error: { code: 'signer-unavailable', state: 'halted' } });
    expect(await signer.clearDoubt('person', 'pin-confirmed')).toMatchObject({ ok: true });
    expect(await sign()).toMatchObject({ ok: true });
  });

  it('is told about in its own words, made harmless', async () => {
    const detail = `a\u0000b\u202e"c"\n${'x'.repeat(50)} Bearer abc ${'y '.repeat(500)}`;
    const service = await startHostileService('legacy', {
      '/sign_digest': () => ({ status: 502, body: { error: 'peer_start_failed', detail } }),
    });
    onTestFinished(() => service.close());
    const { signer } = signerFor({ url: service.url, tls: {} }, hostileAddress);
    const claimed = await signer.sign(transfer(hostileAddress), unheard, patiently);
    const why = claimed.ok || !('why' in claimed.error) ? '' : claimed.error.why;
    expect(why).toMatch(/^it said "peer_start_failed: a b 'c' \(cut\) Bearer \(cut\) [y ]+"$/);
    expect(why.length).toBeLessThan(250);
  });
});
