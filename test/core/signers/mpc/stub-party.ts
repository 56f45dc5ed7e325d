import { sign } from 'node:crypto';
import { computeAddress, SigningKey } from 'ethers';
import { onTestFinished } from 'vitest';
import type { MpcParty } from '../../../../core/signers/mpc/mpc-options.ts';
import { type Certificate, testAuthority } from '../../../tls/certificates.ts';
import { serveLoopback } from '../../../tls/loopback-server.ts';

// Published development keys of anvil and hardhat stand for the two halves; never for funds.
const halves = [
  new SigningKey('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'),
  new SigningKey('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'),
] as const;
/** The key that both halves make together. */
export const stubKey = SigningKey.addPoints(halves[0].publicKey, halves[1].publicKey).slice(2);
export const stubAddress = computeAddress(`0x${stubKey}`);

const authority = testAuthority();
const issued = [0, 1].map((party) => authority.issue({ name: `party ${party}`, hosts: ['127.0.0.1'] }));

type Body = Readonly<Record<string, unknown>>;

/** What a stub answers in place of the usual: a body, or a status with one; by method and path. */
export type StubAnswers = Readonly<Record<string, Body | { readonly status: number; readonly body: Body }>>;

/** A party that answers what it is told to, over TLS with the certificate of its number. */
export interface StubParty {
  readonly party: MpcParty;
  /** The calls that came, by method and path. */
  readonly calls: readonly string[];
}

/** A stub of `mpc-2p/1` with its half, at `epoch`; `answers` in place of what it would say. It ends with the test. */
export async function stubParty(number: 0 | 1, answers: StubAnswers = {}, epoch = 3): Promise<StubParty> {
  const own = certificateOf(number);
  const calls: string[] = [];
  const service = await serveLoopback(
    (request, response) => {
      void (async () => {
        let text = '';
        for await (const part of request) text += String(part);
        const call = `${request.method} ${request.url}`;
        calls.push(call);
        const given = answers[call] ?? usual(number, call, text, epoch, own);
        const { body, status } = 'status' in given && 'body' in given ? given : { body: given, status: 200 };
        response.writeHead(status as number).end(JSON.stringify(body));
      })();
    },
    { cert: own.cert, key: own.key },
  );
  onTestFinished(() => service.close());
  return {
    party: { url: service.url, tls: { ca: authority.ca, pins: [own.pin] } },
    calls,
  };
}

/** The certificate of a stub. */
export function certificateOf(number: 0 | 1): Certificate {
  const own = issued[number];
  if (own === undefined) throw new Error('two certificates are made');
  return own;
}

/** What `GET /v1/status` says of a party without a key. */
export function withoutKey(number: 0 | 1): Body {
  return { ...statusOf(number, 0), state: 'no_key', address: null, epoch: null };
}

/** What `GET /v1/status` says. */
export function statusOf(number: 0 | 1, epoch: number): Body {
  const peer = { reachable: true, epoch, last_seen: null };
  const notAfter = '2030-01-01T00:00:00.000Z';
  return {
    party: number,
    state: 'ready',
    address: stubAddress,
    epoch,
    pending_epoch: null,
    peer,
    cert_not_after: notAfter,
  };
}

function usual(number: 0 | 1, call: string, text: string, epoch: number, own: Certificate): StubAnswers[string] {
  switch (call) {
    case 'GET /v1/info':
      return { protocol: 'mpc-2p/1', engine: 'stub', party: number, features: [], limits: {} };
    case 'GET /v1/status':
      return statusOf(number, epoch);
    case 'POST /v1/attest': {
      const payload = JSON.stringify({
        party: number,
        address: stubAddress,
        public_key: stubKey,
        epoch,
        share_point: halves[number].compressedPublicKey.slice(2),
        backup: null,
        nonce: (JSON.parse(text) as { nonce: string }).nonce,
        at: '2026-01-01T00:00:00.000Z',
      });
      return {
        payload,
        signature: sign('sha256', Buffer.from(payload), own.key).toString('hex'),
        certificate_pem: own.cert,
      };
    }
    default:
      return { status: 404, body: { error: 'not_found' } };
  }
}
