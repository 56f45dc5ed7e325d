import type { PartyConfig } from './party-config.ts';
import type { PeerConnection } from './peer-connection.ts';
import { expect, SessionFailure } from './protocol/channel.ts';
import type { KeyShare } from './protocol/key-share.ts';
import { keygenAsFollower } from './protocol/keygen.ts';
import { refreshAsFollower } from './protocol/refresh.ts';
import { signAsFollower } from './protocol/sign.ts';
import type { ShareStore } from './share-store.ts';

const helloFields = ['op', 'session', 'epoch', 'address', 'digest', 'pending'] as const;
type Hello = Readonly<Record<(typeof helloFields)[number], string>>;

/** What a party does for the other one: it tells how far it is, and party 1 takes its part in sessions. One session for each connection. */
export async function servePeer(connection: PeerConnection, store: ShareStore, config: PartyConfig): Promise<void> {
  const closed = new SessionFailure('session_failed', 'the session is over');
  const deadline = setTimeout(() => connection.close(closed), 10 * config.sessionTimeoutMs);
  try {
    const hello = await expect(connection, 'hello', helloFields);
    await takePart(connection, hello, store, config);
  } catch (thrown) {
    const failure = thrown instanceof SessionFailure ? thrown : new SessionFailure('session_failed', String(thrown));
    connection.send({ kind: 'failed', code: failure.code, detail: failure.detail });
  } finally {
    clearTimeout(deadline);
  }
}

async function takePart(
  connection: PeerConnection,
  { op, session, epoch, address, digest, pending }: Hello,
  store: ShareStore,
  config: PartyConfig,
): Promise<void> {
  if (op === 'status') return connection.send({ kind: 'status', ...standing(store) });
  if (config.party !== 1) throw new SessionFailure('session_failed', 'only party 1 follows');
  if (op === 'keygen') {
    if (store.share() !== null) throw new SessionFailure('key_exists', 'there is a key');
    await keygenAsFollower(connection, session, store.keepShare);
    return;
  }
  const share = pending === 'yes' ? store.pending() : store.share();
  if (op === 'commit') {
    if (config.fault === 'exit-before-commit') process.exit(1);
    if (store.pending()?.epoch === Number(epoch)) store.commit();
    if (config.fault === 'exit-after-commit') process.exit(1);
    return connection.send({ kind: 'done' });
  }
  if (op === 'rollback') {
    store.dropPending();
    return connection.send({ kind: 'done' });
  }
  const own = fitting(share, epoch, address);
  if (op === 'sign') await signAsFollower(connection, own, digest, session);
  else if (op === 'refresh') await refreshAsFollower(connection, own, store.keepPending);
  else throw new SessionFailure('session_failed', 'unknown session');
}

/** How far a party is, as texts; '' for none. */
export function standing(store: ShareStore): {
  readonly epoch: string;
  readonly pending: string;
  readonly address: string;
} {
  const share = store.share();
  return {
    epoch: share === null ? '' : String(share.epoch),
    pending: String(store.pending()?.epoch ?? ''),
    address: share?.address ?? '',
  };
}

/** This party's share, if it is of the epoch and the key that the other one speaks of. */
function fitting(share: KeyShare | null, epoch: string, address: string): KeyShare {
  if (share === null) throw new SessionFailure('key_not_initialized', 'party 1 has no share');
  if (share.address !== address) throw new SessionFailure('address_mismatch', 'the parties hold different keys');
  if (String(share.epoch) !== epoch) throw new SessionFailure('epoch_mismatch', 'the shares are of different epochs');
  return share;
}
