import type { ControlAnswer } from './answers.ts';
import { type Party, readDigest } from './party.ts';
import type { PartyConfig } from './party-config.ts';
import { connectToPeer, type PeerConnection } from './peer-connection.ts';
import { expect, SessionFailure } from './protocol/channel.ts';
import { keygenAsFollower, keygenAsLeader } from './protocol/keygen.ts';
import { signAsFollower, signAsLeader } from './protocol/sign.ts';
import type { ShareStore } from './share-store.ts';

/**
 * The paths of the older cb-mpc service, with the faults that were observed in it: one connection between the parties for the whole life
 * of both, sessions on it that nothing keeps apart, no deadline, no reconnecting, and a health that is always good.
 */
export function legacyCalls(config: PartyConfig, store: ShareStore, peerPort: () => number): Party {
  let connecting: Promise<PeerConnection> | null = null;
  const connection = (): Promise<PeerConnection> => {
    connecting ??= connectToPeer(config, peerPort());
    return connecting;
  };
  const refused = (status: number, error: string, detail = ''): ControlAnswer => ({
    status,
    body: detail === '' ? { error } : { error, detail },
  });
  const address = (): ControlAnswer => {
    const share = store.share();
    if (share === null) return refused(409, 'key_not_initialized');
    return {
      status: 200,
      body: { address: share.address.toLowerCase(), public_key_uncompressed_hex: share.publicKey },
    };
  };
  const inSession = async (run: (channel: PeerConnection) => Promise<ControlAnswer>): Promise<ControlAnswer> => {
    const channel = await connection().catch(() => null);
    if (channel === null) {
      connecting = null;
      return refused(502, 'peer_start_failed', 'no connection');
    }
    return run(channel).catch((thrown: unknown) => refused(500, String(thrown)));
  };
  const keygen = (): Promise<ControlAnswer> | ControlAnswer => {
    if (config.party !== 0) return refused(403, 'leader_only');
    return inSession(async (channel) => {
      channel.send({ kind: 'hello', op: 'keygen', session: 'dkg', digest: '' });
      store.keepShare(await keygenAsLeader(channel, 'dkg'));
      return { status: 200, body: { ok: true, ...address().body } };
    });
  };

  return {
    'GET /health': () => ({
      status: 200,
      body: {
        ok: true,
        status: {
          role_index: config.party,
          messenger_ready: true,
          key_share_loaded: store.share() !== null,
          last_error: '',
        },
      },
    }),
    'GET /address': address,
    'GET /dkg': keygen,
    'POST /dkg': keygen,
    'POST /sign_digest': (body) => {
      if (config.party !== 0) return refused(403, 'leader_only');
      const share = store.share();
      if (share === null) return refused(409, 'key_not_initialized');
      const digest = readDigest(body.digest_hex);
      const session = String(body.session_id);
      return inSession(async (channel) => {
        channel.send({ kind: 'hello', op: 'sign', session, digest });
        const signature = await signAsLeader(channel, share, digest, session);
        return { status: 200, body: { ok: true, signature_der_hex: `0x${signature}` } };
      });
    },
  };
}

/** The following side on the one connection. Once it is out of step with the other party it answers twice more, and then never. */
export async function serveLegacyPeer(connection: PeerConnection, store: ShareStore): Promise<void> {
  for (let failures = 0; failures < 2; ) {
    try {
      const { op, session, digest } = await expect(connection, 'hello', ['op', 'session', 'digest']);
      const share = store.share();
      if (op === 'keygen') await keygenAsFollower(connection, session, store.keepShare);
      else if (share !== null) await signAsFollower(connection, share, digest, session);
    } catch (thrown) {
      failures += 1;
      if (thrown instanceof SessionFailure && thrown.detail === 'the connection was closed') return;
      connection.send({ kind: 'failed', code: 'session_failed', detail: 'out of step' });
    }
  }
}
