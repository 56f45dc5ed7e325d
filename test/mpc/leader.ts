import { randomBytes } from 'node:crypto';
import type { PartyConfig } from './party-config.ts';
import { connectToPeer } from './peer-connection.ts';
import { type Channel, expect, SessionFailure } from './protocol/channel.ts';
import { hashOf } from './protocol/curve.ts';
import type { KeyShare } from './protocol/key-share.ts';
import { keygenAsLeader } from './protocol/keygen.ts';
import { refreshAsLeader } from './protocol/refresh.ts';
import { signAsLeader } from './protocol/sign.ts';
import { standing } from './serve-peer.ts';
import type { ShareStore } from './share-store.ts';

type Op = 'status' | 'keygen' | 'sign' | 'refresh' | 'commit' | 'rollback';

/** A refresh that is done, with a signature by the new shares as its proof. */
export interface Refreshed {
  readonly share: KeyShare;
  readonly proofDigest: string;
  readonly proofSignature: string;
}

/** Sessions that a party opens with the other: each on a connection of its own and under a hard deadline. */
export interface Leader {
  /** How far the other party is; rejects when it does not answer. */
  peerStanding(): Promise<Readonly<Record<'epoch' | 'pending' | 'address', string>>>;
  keygen(): Promise<KeyShare>;
  sign(digest: string): Promise<string>;
  refresh(): Promise<Refreshed>;
  reconcile(): Promise<'none' | 'rolled_forward' | 'rolled_back'>;
}

/** Sessions with the party that listens at `peerPort`. */
export function leader(config: PartyConfig, store: ShareStore, peerPort: () => number): Leader {
  async function session<T>(
    op: Op,
    fields: { readonly share?: KeyShare; readonly digest?: string; readonly pending?: boolean },
    run: (channel: Channel, id: string) => Promise<T>,
    timeoutMs: number = config.sessionTimeoutMs,
  ): Promise<T> {
    const connection = await connectToPeer(config, peerPort());
    const id = randomBytes(16).toString('hex');
    const late = new SessionFailure('session_timeout', 'the other party did not answer in time');
    const deadline = setTimeout(() => connection.close(late), timeoutMs);
    const { share, digest = '', pending = false } = fields;
    const [epoch, address] = [String(share?.epoch ?? ''), share?.address ?? ''];
    connection.send({ kind: 'hello', op, session: id, epoch, address, digest, pending: pending ? 'yes' : 'no' });
    try {
      return await run(connection, id);
    } catch (thrown) {
      throw thrown instanceof SessionFailure ? thrown : new SessionFailure('session_failed', String(thrown));
    } finally {
      clearTimeout(deadline);
      connection.close(new SessionFailure('session_failed', 'the session is over'));
    }
  }

  const peerStanding: Leader['peerStanding'] = () =>
    session('status', {}, (channel) => expect(channel, 'status', ['epoch', 'pending', 'address']));
  const signWith = (share: KeyShare, digest: string, pending: boolean): Promise<string> =>
    session('sign', { share, digest, pending }, (channel, id) => signAsLeader(channel, share, digest, id));
  const tellPeer = (op: 'commit' | 'rollback', share: KeyShare): Promise<unknown> =>
    session(op, { share }, (channel) => expect(channel, 'done', []));

  return {
    peerStanding,
    keygen: () => session('keygen', {}, keygenAsLeader, 10 * config.sessionTimeoutMs),
    sign: (digest) => signWith(held(store), digest, false),
    async refresh() {
      const share = held(store);
      const pending = await session(
        'refresh',
        { share },
        async (channel) => {
          const made = await refreshAsLeader(channel, share);
          store.keepPending(made);
          return made;
        },
        10 * config.sessionTimeoutMs,
      );
      const proofDigest = hashOf('refresh-proof', pending.address, String(pending.epoch));
      const proofSignature = await signWith(pending, proofDigest, true);
      await tellPeer('commit', pending);
      store.commit();
      return { share: pending, proofDigest, proofSignature };
    },
    async reconcile() {
      const own = standing(store);
      const pending = store.pending();
      const peer = await peerStanding();
      if (pending !== null && peer.epoch === String(pending.epoch)) {
        store.commit();
        return 'rolled_forward';
      }
      if (pending === null && peer.pending === '') return 'none';
      if (peer.epoch !== own.epoch) throw new SessionFailure('epoch_mismatch', 'the shares are of different epochs');
      await tellPeer('rollback', held(store));
      store.dropPending();
      return 'rolled_back';
    },
  };
}

function held(store: ShareStore): KeyShare {
  const share = store.share();
  if (share === null) throw new SessionFailure('key_not_initialized', 'there is no key');
  return share;
}
