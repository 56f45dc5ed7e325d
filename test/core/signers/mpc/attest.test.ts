import { sign } from 'node:crypto';
import { computeAddress, SigningKey } from 'ethers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../core/node-ports.ts';
import { type AttestationWanted, attest } from '../../../../core/signers/mpc/attest.ts';
import type { MpcParty } from '../../../../core/signers/mpc/mpc-options.ts';
import { type Certificate, testAuthority } from '../../../tls/certificates.ts';
import { serveLoopback } from '../../../tls/loopback-server.ts';
import { patiently, pinnedAddress } from './mpc-parts.ts';

// Published development keys of anvil and hardhat stand for the two halves; never for funds.
const halves = [
  new SigningKey('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'),
  new SigningKey('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'),
] as const;
const stranger = new SigningKey('0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a');
const publicKey = SigningKey.addPoints(halves[0].publicKey, halves[1].publicKey).slice(2);
const address = computeAddress(`0x${publicKey}`);
const authority = testAuthority();
const certificates = [0, 1].map((party) => authority.issue({ name: `party ${party}`, hosts: ['127.0.0.1'] }));

type Change = Readonly<Record<string, unknown>>;

/** How one party answers: with its payload changed, signed with another certificate, or with the whole answer changed. */
interface Said {
  readonly payload?: Change;
  readonly by?: Certificate;
  readonly answer?: Change;
}

async function party(number: 0 | 1, { answer = {}, by, payload = {} }: Said): Promise<MpcParty> {
  const own = certificates[number];
  if (own === undefined) throw new Error('two certificates are made');
  const signer = by ?? own;
  const service = await serveLoopback(
    (request, response) => {
      void (async () => {
        let body = '';
        for await (const part of request) body += String(part);
        const text = JSON.stringify({
          party: number,
          address,
          public_key: publicKey,
          epoch: 3,
          share_point: halves[number].compressedPublicKey.slice(2),
          backup: { epoch: 3, sha256: '00'.repeat(32), verified_at: '2026-01-01T00:00:00.000Z' },
          nonce: (JSON.parse(body) as { nonce: string }).nonce,
          at: '2026-01-01T00:00:00.000Z',
          ...payload,
        });
        const signature = sign('sha256', Buffer.from(text), signer.key).toString('hex');
        response.end(JSON.stringify({ payload: text, signature, certificate_pem: signer.cert, ...answer }));
      })();
    },
    { cert: own.cert, key: own.key },
  );
  onTestFinished(() => service.close());
  return { url: service.url, tls: { ca: authority.ca, pins: [own.pin] } };
}

async function asked(first: Said, second: Said, change: Partial<AttestationWanted> = {}) {
  const parties = [await party(0, first), await party(1, second)] as const;
  const wanted = { pinned: pinnedAddress(address), lowestEpoch: 3, nonce: 'new', isLive: false, timeoutMs: 20_000 };
  return attest(parties, { ...wanted, ...change }, systemClock, patiently);
}

describe('what two parties attest', () => {
  it('is taken when both speak of one key, and their halves add up to it', async () => {
    const points = halves.map((half) => half.compressedPublicKey.slice(2));
    const taken = { ok: true, value: { address, publicKey, epoch: 3, sharePoints: points, isBackedUp: true } };
    expect(await asked({}, {})).toMatchObject(taken);
    expect(await asked({}, {}, { pinned: null, lowestEpoch: 0 })).toMatchObject(taken);
    expect(await asked({}, { payload: { backup: null } })).toMatchObject({ ok: true, value: { isBackedUp: false } });
    const old = { epoch: 2, sha256: '00'.repeat(32), verified_at: '' };
    expect(await asked({ payload: { backup: old } }, {})).toMatchObject({ ok: true, value: { isBackedUp: false } });
  });

  const other = { public_key: stranger.publicKey.slice(2), address: computeAddress(stranger.publicKey) };
  it.each<readonly [string, Said, Said, Partial<AttestationWanted>]>([
    ['an old nonce', { payload: { nonce: 'old' } }, {}, {}],
    ['one party twice', {}, { payload: { party: 0 } }, {}],
    ['different keys', {}, { payload: other }, {}],
    [
      'a key that is not of the address',
      { payload: { public_key: other.public_key } },
      { payload: { public_key: other.public_key } },
      {},
    ],
    ['another key than the pinned one', { payload: other }, { payload: other }, {}],
    ['different epochs', {}, { payload: { epoch: 4 } }, {}],
    ['an epoch below the highest', {}, {}, { lowestEpoch: 4 }],
    ['a half that does not belong', { payload: { share_point: stranger.compressedPublicKey.slice(2) } }, {}, {}],
    ['one half twice', {}, { payload: { share_point: halves[0].compressedPublicKey.slice(2) } }, {}],
    ['a half that is no point', {}, { payload: { share_point: `02${'00'.repeat(32)}` } }, {}],
    ['an unknown key', { payload: { more: 1 } }, {}, {}],
    ['a payload changed after it was signed', {}, { answer: { payload: '{}' } }, {}],
    ['a signature that is none', {}, { answer: { signature: '00'.repeat(70) } }, {}],
    ['a certificate that is none', {}, { answer: { certificate_pem: 'none' } }, {}],
    ["the other party's certificate", {}, certificates[0] === undefined ? {} : { by: certificates[0] }, {}],
    ['a certificate of the same authority', { by: authority.issue({ name: 'third' }) }, {}, {}],
  ])('is refused with %s', async (_what, first, second, change) => {
    expect(await asked(first, second, change)).toMatchObject({ ok: false, error: { code: 'signature-mismatch' } });
  });

  it('is refused by a certificate that is pinned but is not the one shown', async () => {
    const next = authority.issue({ name: 'party 0 after its rotation', hosts: ['127.0.0.1'] });
    const first = await party(0, { by: next });
    const rotating = { ...first, tls: { ...first.tls, pins: [...(first.tls.pins ?? []), next.pin] } };
    const wanted = { pinned: null, lowestEpoch: 0, nonce: 'new', isLive: false, timeoutMs: 20_000 };
    const said = await attest([rotating, await party(1, {})], wanted, systemClock, patiently);
    expect(said).toMatchObject({ error: { code: 'signature-mismatch' } });
  });

  it('is not taken of a party without a pin', async () => {
    const parties = [await party(0, {}), await party(1, {})] as const;
    const unpinned = [{ ...parties[0], tls: { ca: authority.ca } }, parties[1]] as const;
    const wanted = { pinned: null, lowestEpoch: 0, nonce: 'new', isLive: false, timeoutMs: 20_000 };
    expect(await attest(unpinned, wanted, systemClock, patiently)).toMatchObject({
      error: { code: 'signature-mismatch' },
    });
  });
});
