import { join } from 'node:path';
import { createBroadcaster } from '../../../core/chain/broadcaster.ts';
import { chainMigration } from '../../../core/chain/chain-migration.ts';
import { createChainReader } from '../../../core/chain/chain-reader.ts';
import { type ChainEvent, createFollower, type Follower } from '../../../core/chain/follower.ts';
import type { JournaledTransaction } from '../../../core/chain/journaled-transaction.ts';
import { createNonceJournal, type NonceJournal } from '../../../core/chain/nonce-journal.ts';
import { type Chain, findChain } from '../../../core/domain/chains.ts';
import type { Hex } from '../../../core/domain/hex.ts';
import { signable } from '../../../core/domain/transaction/signable.ts';
import type { UnsignedTransaction } from '../../../core/domain/transaction/unsigned-transaction.ts';
import type { VerifiedTransaction } from '../../../core/signers/verify.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { type Anvil, type AnvilAccount, startAnvil } from '../../chain/anvil.ts';
import { endpointOf } from '../../chain/endpoint.ts';
import { type LyingNode, startLyingNode } from '../../chain/lying-node.ts';
import { signWith, transactionOf } from '../../chain/sign-with.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

/** A real chain that makes blocks when told, a journal, and a follower that looks through a node which can lie. */
export interface FollowerWorld {
  readonly anvil: Anvil;
  readonly node: LyingNode;
  readonly alice: AnvilAccount;
  readonly bob: AnvilAccount;
  readonly journal: NonceJournal;
  readonly follower: Follower;
  readonly clock: ManualClock;
  /** Every event since it was last emptied. */
  readonly events: ChainEvent[];
  /** Signs, keeps and broadcasts a transaction of the first account as the gate would; answers its id. */
  send(given?: Partial<UnsignedTransaction>, replaces?: string | null): Promise<string>;
  /** Makes blocks. */
  mine(blocks?: number): Promise<void>;
  /** Looks once and answers what was told, by kind; empties `events`. */
  look(): Promise<readonly string[]>;
  get(id: string): JournaledTransaction;
}

/** Starts one; everything ends with the running test. */
export async function startFollowerWorld(): Promise<FollowerWorld> {
  const anvil = await startAnvil({ noMining: true });
  const node = await startLyingNode(anvil.url);
  const [alice, bob] = anvil.accounts as unknown as [AnvilAccount, AnvilAccount];
  const database = openDatabase(join(temporaryFolder(), 'paper.db'), [chainMigration]);
  const broadcaster = createBroadcaster(endpointOf(anvil.url), { mode: 'paper' });
  if (!database.ok || !broadcaster.ok) throw new Error('the world could not be made');
  const journal = createNonceJournal(database.value);
  const clock = manualClock();
  const events: ChainEvent[] = [];
  const proved = new Map<Hex, VerifiedTransaction>();
  const follower = createFollower({
    chain: findChain(31337n) as Chain,
    reader: createChainReader(endpointOf(node.url)),
    journal,
    clock,
    sendAgain({ raw }) {
      const known = raw === null ? undefined : proved.get(raw);
      if (known === undefined) throw new Error('other bytes than the signed ones are to be sent again');
      return broadcaster.value.broadcast(known);
    },
    report: (event) => void events.push(event),
  });
  let made = 0;
  const get = (id: string): JournaledTransaction => {
    const transaction = journal.get(id);
    if (transaction === null) throw new Error(`there is no ${id}`);
    return transaction;
  };
  const must = <T>(
    result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
  ): T => {
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  };
  return {
    anvil,
    node,
    alice,
    bob,
    journal,
    follower,
    clock,
    events,
    async send(given = {}, replaces = null) {
      made += 1;
      const id = `t${made}`;
      const transaction = transactionOf(bob.address, given);
      const asked = signable(transaction, alice.address);
      const request = {
        transactionId: id,
        signable: asked,
        replaces,
        auditId: made,
        signer: 'keystore',
        sentence: 's',
      };
      must(journal.begin(request, clock.nowMs()));
      const signed = signWith(alice, transaction);
      proved.set(signed.raw, signed);
      must(journal.storeSigned(id, signed, null, clock.nowMs()));
      must(await broadcaster.value.broadcast(signed));
      must(journal.markSent(id, clock.nowMs()));
      return id;
    },
    async mine(blocks = 1) {
      await anvil.rpc('anvil_mine', [`0x${blocks.toString(16)}`]);
    },
    async look() {
      await follower.look();
      return events.splice(0).map(({ kind }) => kind);
    },
    get,
  };
}
