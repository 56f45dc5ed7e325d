import type { Broadcaster } from '../../chain/broadcaster.ts';
import type { ChainReader } from '../../chain/chain-reader.ts';
import type { FeeCaps } from '../../chain/fees.ts';
import type { JournaledTransaction } from '../../chain/journaled-transaction.ts';
import type { NonceJournal } from '../../chain/nonce-journal.ts';
import type { Announcement } from '../../contract/topics.ts';
import type { Chain } from '../../domain/chains.ts';
import type { Result } from '../../domain/result.ts';
import type { TokenList } from '../../domain/tokens/token-list.ts';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import type { HaltControl } from '../../halt/halt.ts';
import type { TransactionFacts } from '../../policy/transaction-facts.ts';
import type { Clock, Ids, Log } from '../../ports.ts';
import type { SigningDesk } from '../../signers/signing-desk.ts';
import type { Approvals } from '../approvals.ts';
import type { Judgement } from '../approve.ts';
import type { ConfirmedTime } from '../confirmed-time.ts';
import type { Record } from '../record.ts';
import type { AddressBook } from './address-book.ts';
import type { Spends } from './spends.ts';

/** One chain, and the ways to it. */
export interface ChainAccess {
  readonly chain: Chain;
  readonly reader: ChainReader;
  /**
   * Sends to it; `egress-denied` where nothing is sent there now: what opens something goes to a development chain on this machine, and to
   * a real chain while live trading is armed for it. What takes back ('cancel', see `Exemption`) goes to either.
   */
  broadcaster(kind: 'open' | 'cancel'): Result<Broadcaster>;
}

/** What the use cases of transactions stand on. */
export interface TransactionTrading {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly halt: HaltControl;
  readonly record: Record;
  readonly approvals: Approvals;
  readonly journal: NonceJournal;
  readonly spends: Spends;
  readonly book: AddressBook;
  /** The time that windows and waits of a chain go by; see `createChainTimes`. */
  readonly timeOf: (chainId: bigint) => ConfirmedTime;
  readonly tokens: () => TokenList;
  /** `not-found` for a chain that is not known, `chain-unreachable` for one whose RPC is not set. */
  readonly chain: (chainId: bigint) => Result<ChainAccess>;
  /** The active signer behind its desk, or why there is none. */
  readonly desk: () => Result<SigningDesk>;
  /** The engine's ruling on the very bytes and the facts gathered for them. */
  readonly judge: (transaction: SignableTransaction, facts: TransactionFacts) => Judgement;
  /** When live trading was armed as it stands now; null while nothing is armed. */
  readonly armedAtMs: () => number | null;
  /** The most that a unit of gas may cost, whatever a node says, and the most gas a transaction is given. */
  readonly feeCaps: () => FeeCaps;
  readonly mostGas: () => bigint;
  readonly announce: (announcement: Announcement) => void;
  /** A submit of this origin was refused: too many in a minute halt. */
  readonly refusedSubmit: (origin: string) => void;
  readonly count: (event: 'submitted' | 'refused') => void;
  /** Transactions that are with the signer, each with what takes it back. */
  readonly signing: Map<string, AbortController>;
  /** Submits that have not left their outcome yet. */
  readonly underWay: Set<Promise<unknown>>;
  /** How far the signer is with a transaction, in words. */
  readonly progress: Map<string, string>;
  /** How many blocks stand on a transaction's, its own included, by what the chain said last; 0 while it is in none. */
  readonly confirmations: (transaction: JournaledTransaction) => number;
  /** Asks for a transaction to be followed to its end. */
  readonly follow: (transactionId: string) => void;
}
