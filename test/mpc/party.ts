import { sign, X509Certificate } from 'node:crypto';
import type { ControlAnswer } from './answers.ts';
import { openShare, sealShare } from './backup.ts';
import { leader } from './leader.ts';
import type { PartyConfig } from './party-config.ts';
import { SessionFailure } from './protocol/channel.ts';
import { type KeyShare, sharePoint } from './protocol/key-share.ts';
import type { ShareStore } from './share-store.ts';

type Body = Readonly<Record<string, unknown>>;

/** What a party offers over `mpc-2p/1`: each call answers or throws a `SessionFailure`. */
export type Party = Readonly<Record<string, (body: Body) => Promise<ControlAnswer> | ControlAnswer>>;

/** The calls of one party, by method and path. */
export function partyCalls(config: PartyConfig, store: ShareStore, peerPort: () => number): Party {
  const sessions = leader(config, store, peerPort);
  const certificate = new X509Certificate(config.cert);
  const inTurn = turns();
  const ok = (body: Body): ControlAnswer => ({ status: 200, body });
  const onlyLeader = (): void => {
    if (config.party !== 0) throw new SessionFailure('leader_only', 'ask party 0');
  };
  const share = (): KeyShare => {
    const held = store.share();
    if (held === null) throw new SessionFailure('key_not_initialized', 'there is no key');
    return held;
  };
  const fitting = (body: Body): KeyShare => {
    const held = share();
    if (body.expected_address !== held.address) throw new SessionFailure('address_mismatch', 'another address');
    if (body.expected_epoch !== undefined && body.expected_epoch !== held.epoch) {
      throw new SessionFailure('epoch_mismatch', 'another epoch');
    }
    return held;
  };
  const made = ({ address, publicKey, epoch }: KeyShare): Body => ({ address, public_key: publicKey, epoch });

  return {
    'GET /v1/info': () =>
      ok({
        protocol: 'mpc-2p/1',
        engine: 'portcullis-test-only',
        party: config.party,
        features: ['refresh', 'attest', 'backup'],
        limits: { request_bytes: 65_536 },
      }),
    'GET /v1/status': async () => {
      const held = store.share();
      const peer = await sessions.peerStanding().catch(() => null);
      const pending = store.pending();
      const state = held === null ? 'no_key' : pending !== null ? 'in_doubt' : peer === null ? 'peer_down' : 'ready';
      return ok({
        party: config.party,
        state,
        address: held?.address ?? null,
        epoch: held?.epoch ?? null,
        pending_epoch: pending?.epoch ?? null,
        peer: {
          reachable: peer !== null,
          epoch: peer === null || peer.epoch === '' ? null : Number(peer.epoch),
          last_seen: peer === null ? null : new Date().toISOString(),
        },
        cert_not_after: new Date(certificate.validTo).toISOString(),
      });
    },
    'GET /address': () => {
      const { address, publicKey, epoch } = share();
      return ok({ address, public_key_uncompressed_hex: publicKey, epoch });
    },
    'POST /dkg': (body) =>
      inTurn(async () => {
        onlyLeader();
        const held = store.share();
        if (held !== null) return ok({ ...made(held), already_initialized: true });
        if (body.confirm !== 'new-key') throw new SessionFailure('bad_json', 'a new key is to be confirmed');
        const fresh = await sessions.keygen();
        store.keepShare(fresh);
        return ok(made(fresh));
      }),
    'POST /sign_digest': (body) =>
      inTurn(async () => {
        onlyLeader();
        const digest = readDigest(body.digest_hex);
        const requestId = readText(body.session_id);
        const { address, epoch } = fitting(body);
        if (store.pending() !== null) throw new SessionFailure('in_doubt', 'a refresh is not settled');
        const given = store.given(requestId);
        if (given !== null && given.digest !== digest) {
          throw new SessionFailure('request_id_conflict', 'this id was used for another digest');
        }
        const signature = given?.signature ?? (await sessions.sign(digest));
        if (given === null) store.keepGiven(requestId, { digest, signature, epoch });
        return ok({ ok: true, signature_der_hex: `0x${signature}`, epoch, address });
      }),
    'POST /v1/refresh': (body) =>
      inTurn(async () => {
        onlyLeader();
        const held = share();
        if (body.expected_address !== held.address) throw new SessionFailure('address_mismatch', 'another address');
        if (body.expected_epoch === held.epoch - 1)
          return ok({ epoch: held.epoch, address: held.address, already: true });
        fitting(body);
        if (store.pending() !== null) throw new SessionFailure('in_doubt', 'a refresh is not settled');
        const { share: fresh, proofDigest, proofSignature } = await sessions.refresh();
        return ok({
          epoch: fresh.epoch,
          address: fresh.address,
          proof_digest: `0x${proofDigest}`,
          proof_signature_der_hex: `0x${proofSignature}`,
        });
      }),
    'POST /v1/reconcile': () =>
      inTurn(async () => {
        onlyLeader();
        const action = await sessions.reconcile();
        return ok({ epoch: share().epoch, action });
      }),
    'POST /v1/attest': (body) => {
      const held = share();
      const payload = JSON.stringify({
        party: config.party,
        ...made(held),
        share_point: sharePoint(held),
        backup: store.backup(),
        nonce: readText(body.nonce),
        at: new Date().toISOString(),
      });
      const signature = sign('sha256', Buffer.from(payload), config.key).toString('hex');
      return ok({ payload, signature, certificate_pem: config.cert });
    },
    'POST /v1/backup': (body) => {
      const held = share();
      const passphrase = readText(body.passphrase);
      const { backup, sha256 } = sealShare(held, passphrase);
      openShare(backup, passphrase);
      store.keepBackup({ epoch: held.epoch, sha256, verified_at: new Date().toISOString() });
      return ok({ backup, sha256 });
    },
    'POST /v1/restore': (body) =>
      inTurn(async () => {
        if (store.share() !== null) throw new SessionFailure('key_exists', 'there is a share');
        const restored = openShare(readText(body.backup), readText(body.passphrase));
        if (restored.party !== config.party) throw new SessionFailure('wrong_party', 'a share of the other party');
        if (restored.address !== body.expected_address) throw new SessionFailure('address_mismatch', 'another address');
        const peer = await sessions.peerStanding();
        if (peer.epoch !== '' && peer.epoch !== String(restored.epoch)) {
          throw new SessionFailure('epoch_mismatch', 'the other party is of another epoch');
        }
        store.keepShare(restored);
        return ok(made(restored));
      }),
  };
}

/** Runs tasks one after the other. */
function turns(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task);
    last = run.catch(() => undefined);
    return run;
  };
}

/** 32 bytes as text without 0x. */
export function readDigest(value: unknown): string {
  const digits = /^(?:0x)?([0-9a-f]{64})$/i.exec(typeof value === 'string' ? value : '')?.[1];
  if (digits === undefined) throw new SessionFailure('bad_digest', 'not 32 bytes');
  return digits.toLowerCase();
}

function readText(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new SessionFailure('bad_json', 'a text is missing');
  return value;
}
