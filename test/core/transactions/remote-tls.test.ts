import { describe, expect, it } from 'vitest';
import { startReadytraderService } from '../../signer/readytrader-service.ts';
import { endsWithTest, from, otherPrivateKey, privateKey } from '../../signer/remote-kit.ts';
import { startWeb3signer } from '../../signer/web3signer.ts';
import { testAuthority } from '../../tls/certificates.ts';
import { endsAs, guardedCore, mismatch, unavailable } from './guarded-core.ts';
import { type MutualTls, mutualTls, remoteSettings } from './remote-settings.ts';
import { sharedChain } from './shared-chain.ts';

const { anvil } = sharedChain();
const pinned = { PORTCULLIS_SIGNER_ADDRESS: from };

/** A service that would sign for whoever got through to it, and a console with settings that are wrong in one way. */
async function world(wrong: (tls: MutualTls) => Readonly<Record<string, string | undefined>>, days = 90) {
  const tls = mutualTls({ days });
  const service = await endsWithTest(startReadytraderService({ privateKey, tls: tls.server }));
  const settings = Object.entries({ ...tls.settings, ...wrong(tls) }).filter((entry) => entry[1] !== undefined);
  const more = { ...pinned, ...(Object.fromEntries(settings) as Record<string, string>) };
  return { service, ...(await guardedCore(anvil(), remoteSettings(service.url, more))) };
}

const otherAuthority = testAuthority('another authority');

describe('TLS to a remote signer that is wrong', () => {
  it.each<[string, (tls: MutualTls) => Readonly<Record<string, string | undefined>>, number, string | RegExp]>([
    [
      'an authority that did not issue its certificate',
      ({ file }) => ({ PORTCULLIS_REMOTE_CA: file('other.crt', otherAuthority.ca) }),
      90,
      'tls',
    ],
    ['an authority of the system only', () => ({ PORTCULLIS_REMOTE_CA: undefined }), 90, 'tls'],
    ['a pin of another certificate', () => ({ PORTCULLIS_REMOTE_PIN: 'ab'.repeat(32) }), 90, 'tls'],
    ['a certificate that has expired', () => ({}), -1, 'tls'],
    [
      'no certificate of ours',
      () => ({ PORTCULLIS_REMOTE_CERT: undefined, PORTCULLIS_REMOTE_KEY: undefined }),
      90,
      'tls',
    ],
    [
      'a certificate of ours by another authority',
      ({ file }) => {
        const { cert, key } = otherAuthority.issue({ name: 'console' });
        return { PORTCULLIS_REMOTE_CERT: file('other.crt', cert), PORTCULLIS_REMOTE_KEY: file('other.key', key) };
      },
      90,
      // Its alert may be lost behind the end of the connection.
      /^(tls|reset)$/,
    ],
    ['half a certificate of ours', () => ({ PORTCULLIS_REMOTE_KEY: undefined }), 90, 'half-certificate'],
  ])('%s: no request gets through, nothing is signed, and the nonce is free', async (_, wrong, days, state) => {
    const { service, ...guarded } = await world(wrong, days);
    const shown = await guarded.preview(guarded.draft);
    const submitted = await guarded.submit(shown);
    expect(submitted).toMatchObject({ ok: false, error: { state: expect.stringMatching(state) } });
    await endsAs(guarded, shown, submitted, unavailable);
    expect(service.received).toEqual([]);
  });

  it('a certificate that was exchanged while it ran is not trusted, whoever issued it', async () => {
    const { server, settings } = mutualTls();
    const service = await endsWithTest(startReadytraderService({ privateKey, tls: server }));
    const guarded = await guardedCore(anvil(), remoteSettings(service.url, { ...settings, ...pinned }));
    await guarded.console.get('signers.test', {});
    const { cert, key } = otherAuthority.issue({ name: 'service', hosts: ['127.0.0.1'] });
    service.renew({ cert, key });
    const shown = await guarded.preview(guarded.draft);
    const submitted = await guarded.submit(shown);
    expect(submitted).toMatchObject({ ok: false, error: { state: 'tls' } });
    await endsAs(guarded, shown, submitted, unavailable);
    expect(service.received.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it.each([
    ['plain HTTP where TLS is required', '127.0.0.1', { REMOTE_SIGNER_REQUIRE_TLS: 'true' }],
    ['plain HTTP to a name of this machine, which is no address', 'localhost', {}],
  ])('%s: nothing is asked', async (_, host, more) => {
    const service = await endsWithTest(startReadytraderService({ privateKey }));
    const url = service.url.replace('127.0.0.1', host);
    const guarded = await guardedCore(anvil(), remoteSettings(url, { ...pinned, ...more }));
    const shown = await guarded.preview(guarded.draft);
    await endsAs(guarded, shown, await guarded.submit(shown), unavailable);
    expect(service.received).toEqual([]);
  });
});

describe('a Web3Signer that is set up for something else', () => {
  it('signs for another chain than it is asked: nothing is sent, and trading halts', async () => {
    const service = await endsWithTest(startWeb3signer({ privateKeys: [privateKey], chainId: 1n, hasRest: false }));
    const guarded = await guardedCore(anvil(), remoteSettings(service.url, pinned));
    const shown = await guarded.preview(guarded.draft);
    await endsAs(guarded, shown, await guarded.submit(shown), mismatch);
  });

  it('holds another key: nothing is handed over', async () => {
    const service = await endsWithTest(startWeb3signer({ privateKeys: [otherPrivateKey], chainId: 31337n }));
    const guarded = await guardedCore(anvil(), remoteSettings(service.url, pinned));
    const shown = await guarded.preview(guarded.draft);
    await endsAs(guarded, shown, await guarded.submit(shown), unavailable);
    expect(service.received.filter(({ path }) => path.includes('/sign/'))).toEqual([]);
  });

  it('whose address is another one, asked for it: trading halts as for a signer that was changed', async () => {
    const service = await endsWithTest(startReadytraderService({ privateKey: otherPrivateKey }));
    const guarded = await guardedCore(anvil(), remoteSettings(service.url, pinned));
    expect(await guarded.console.ask('signers.address', {})).toMatchObject({
      ok: false,
      error: { code: 'signature-mismatch' },
    });
    expect(guarded.haltCodes()).toEqual(['signer-changed']);
    expect(await guarded.console.ask('signers.test', {})).toMatchObject({
      ok: false,
      error: { code: 'signature-mismatch' },
    });
    await guarded.expectUntouched();
  });
});
