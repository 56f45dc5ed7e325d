import type { Address } from '../domain/address.ts';
import { conflict } from '../domain/conflict.ts';
import type { Hex } from '../domain/hex.ts';
import { err, type Result } from '../domain/result.ts';
import type { SignableTransaction } from '../domain/transaction/signable.ts';
import type { VerifiedTransaction } from '../signers/verify.ts';
import type { Database } from '../store/database.ts';
import { stored } from '../store/stored.ts';
import {
  isOpen,
  type JournaledStatus,
  type JournaledTransaction,
  openTransactionStatuses,
  toJournaled,
} from './journaled-transaction.ts';
import { cannotTake, type NextNonce, type NonceClaims, nextNonce } from './next-nonce.ts';

/** A transaction that is about to be handed to a signer. */
export interface NewTransaction {
  readonly transactionId: string;
  readonly signable: SignableTransaction;
  /** The transaction whose nonce it takes over; null for a new nonce. */
  readonly replaces: string | null;
  readonly auditId: number;
  readonly signer: string;
  readonly sentence: string;
}

/** Which transactions to read, newest first. */
export interface TransactionFilter {
  readonly chainId?: bigint | undefined;
  readonly open?: boolean | undefined;
  readonly limit: number;
}

/**
 * What this console knows of its nonces: every set of bytes handed to a signer, written before it is handed over and followed to an end.
 * `storage-failed` where a change cannot be kept: then it did not happen. A change that does not fit what is known is `conflict`.
 */
export interface NonceJournal {
  /** The nonce for a new transaction of `from`; see `nextNonce`. Nothing is reserved: `begin` takes it, or finds it taken. */
  next(chainId: bigint, from: Address, claims: NonceClaims): Result<NextNonce>;
  /**
   * Takes the nonce and taints it, right before the bytes are handed to the signer: from now on a signature may exist. `alongside` runs in
   * the same transaction: both are kept or neither. `conflict` where the nonce was taken meanwhile or is used, or where what it replaces
   * does not hold that nonce any more.
   */
  begin(transaction: NewTransaction, nowMs: number, alongside?: () => void): Result<JournaledTransaction>;
  /** The signer surely made no signature (`signer-refused`, `signer-unavailable`): the nonce is free again. */
  release(id: string, status: 'refused' | 'failed', reason: string, nowMs: number): Result<JournaledTransaction>;
  /** No sure answer came, or one that was not believed: the nonce stays tainted until a replacement or a stranger uses it. */
  doubt(id: string, reason: string, nowMs: number): Result<JournaledTransaction>;
  /** Keeps the signed bytes, before they are sent anywhere; only these are ever sent. */
  storeSigned(
    id: string,
    signed: VerifiedTransaction,
    clearSigned: boolean | null,
    nowMs: number,
  ): Result<JournaledTransaction>;
  /** It was sent, or the node has it. */
  markSent(id: string, nowMs: number): Result<JournaledTransaction>;
  /** The node has it no more, and its nonce is unused. */
  markDropped(id: string, nowMs: number): Result<JournaledTransaction>;
  /** It is in a block. */
  markIncluded(
    id: string,
    at: { readonly blockNumber: number; readonly blockHash: Hex },
    nowMs: number,
  ): Result<JournaledTransaction>;
  /** It used its nonce for good. Those that held the same nonce are 'replaced'; the signed bytes of all are taken away. Answers those. */
  settle(
    id: string,
    end: { readonly status: 'confirmed' | 'reverted'; readonly feePaidWei: bigint },
    nowMs: number,
  ): Result<readonly JournaledTransaction[]>;
  /** Something that is not in this journal used the nonce for good. Answers those of ours that lost it. */
  settleReplaced(chainId: bigint, from: Address, nonce: number, nowMs: number): Result<readonly JournaledTransaction[]>;
  /** After a restart: what was with the signer is in doubt. Answers those. */
  recover(nowMs: number): Result<readonly JournaledTransaction[]>;
  get(id: string): JournaledTransaction | null;
  /** Every transaction at one nonce of an address, oldest first. */
  at(chainId: bigint, from: Address, nonce: number): readonly JournaledTransaction[];
  list(filter: TransactionFilter): readonly JournaledTransaction[];
  /** How many are open, on every chain. */
  openCount(): number;
}

const openList = openTransactionStatuses.map((status) => `'${status}'`).join(', ');

/** The journal over an open paper.db or live.db. What is taken away there is overwritten, too (`secure_delete`). */
export function createNonceJournal(database: Database): NonceJournal {
  database.pragma('secure_delete = ON');
  const byId = database.prepare('SELECT * FROM transactions WHERE transaction_id = ?');
  const countOpen = database.prepare(`SELECT count(*) FROM transactions WHERE status IN (${openList})`).pluck();
  const byAddress = database.prepare(
    'SELECT * FROM transactions WHERE chain_id = ? AND from_address = ? ORDER BY rowid',
  );
  const insert =
    database.prepare(`INSERT INTO transactions (transaction_id, chain_id, from_address, nonce, unsigned, digest,
    status, signer, sentence, replaces, audit_id, created_at_ms, updated_at_ms) VALUES (@transactionId, @chainId, @from,
    @nonce, @unsigned, @digest, 'signing', @signer, @sentence, @replaces, @auditId, @nowMs, @nowMs)`);
  const setStatus = database.prepare(
    'UPDATE transactions SET status = ?, reason = ?, block_number = NULL, block_hash = NULL, updated_at_ms = ? WHERE transaction_id = ?',
  );
  const setSigned = database.prepare(
    `UPDATE transactions SET status = 'signed', raw = ?, hash = ?, clear_signed = ?, updated_at_ms = ? WHERE transaction_id = ?`,
  );
  const setIncluded = database.prepare(
    `UPDATE transactions SET status = 'included', block_number = ?, block_hash = ?, updated_at_ms = ? WHERE transaction_id = ?`,
  );
  const setEnd = database.prepare(
    'UPDATE transactions SET status = ?, fee_paid_wei = ?, raw = NULL, updated_at_ms = ? WHERE transaction_id = ?',
  );
  const setReplaced = database.prepare(
    `UPDATE transactions SET status = 'replaced', replaced_by = ?, raw = NULL, block_number = NULL, block_hash = NULL,
    updated_at_ms = ? WHERE transaction_id = ?`,
  );

  const get = (id: string): JournaledTransaction | null => toJournaled(byId.get(id));
  const ofAddress = (chainId: bigint, from: Address): readonly JournaledTransaction[] =>
    byAddress.all(chainId.toString(), from).map(existing);
  const at = (chainId: bigint, from: Address, nonce: number): readonly JournaledTransaction[] =>
    ofAddress(chainId, from).filter((transaction) => transaction.nonce === nonce);

  /** One change of one transaction, allowed only out of some statuses. */
  function change(
    id: string,
    from: readonly JournaledStatus[],
    write: (known: JournaledTransaction) => void,
  ): Result<JournaledTransaction> {
    const read = kept(() => get(id));
    if (!read.ok) return read;
    const known = read.value;
    if (known === null) return err({ code: 'not-found', retry: 'never', what: `transaction ${id}` });
    if (!from.includes(known.status)) return conflict(`the transaction is ${known.status}`);
    return kept(() => {
      write(known);
      return existing(byId.get(id));
    });
  }

  function holders(chainId: bigint, from: Address, nonce: number): readonly JournaledTransaction[] {
    return at(chainId, from, nonce).filter(isOpen);
  }

  return {
    next: (chainId, from, claims) => nextNonce(ofAddress(chainId, from), claims),
    begin({ transactionId, signable, replaces, auditId, signer, sentence }, nowMs, alongside = () => undefined) {
      const { transaction, from, unsigned, digest } = signable;
      const { chainId, nonce } = transaction;
      const refusal = cannotTake(ofAddress(chainId, from), nonce, replaces);
      if (refusal !== null) return conflict(refusal);
      return kept(() => {
        database.transaction(() => {
          const row = { transactionId, from, nonce, unsigned, digest, signer, sentence, replaces, auditId, nowMs };
          insert.run({ ...row, chainId: chainId.toString() });
          alongside();
        })();
        return existing(byId.get(transactionId));
      });
    },
    release: (id, status, reason, nowMs) => change(id, ['signing'], () => setStatus.run(status, reason, nowMs, id)),
    doubt: (id, reason, nowMs) => change(id, ['signing'], () => setStatus.run('in-doubt', reason, nowMs, id)),
    storeSigned(id, { raw, hash, signable }, clearSigned, nowMs) {
      const isOther = get(id)?.digest !== signable.digest || get(id)?.from !== signable.from;
      if (isOther) return conflict('the signed bytes are of another transaction');
      const clear = clearSigned === null ? null : clearSigned ? 1 : 0;
      return change(id, ['signing', 'in-doubt'], () => setSigned.run(raw, hash, clear, nowMs, id));
    },
    markSent: (id, nowMs) =>
      change(id, ['signed', 'sent', 'dropped', 'included'], () => setStatus.run('sent', null, nowMs, id)),
    markDropped: (id, nowMs) =>
      change(id, ['sent', 'dropped', 'included'], () => setStatus.run('dropped', null, nowMs, id)),
    markIncluded: (id, { blockNumber, blockHash }, nowMs) =>
      change(id, ['signed', 'sent', 'dropped', 'included'], () => setIncluded.run(blockNumber, blockHash, nowMs, id)),
    settle(id, { status, feePaidWei }, nowMs) {
      const known = get(id);
      if (known === null) return err({ code: 'not-found', retry: 'never', what: `transaction ${id}` });
      if (known.status !== 'included') return conflict(`the transaction is ${known.status}`);
      return kept(() => {
        const losers = holders(known.chainId, known.from, known.nonce).filter((other) => other.transactionId !== id);
        database.transaction(() => {
          setEnd.run(status, feePaidWei.toString(), nowMs, id);
          for (const { transactionId } of losers) setReplaced.run(id, nowMs, transactionId);
        })();
        return losers.map(({ transactionId }) => existing(byId.get(transactionId)));
      });
    },
    settleReplaced(chainId, from, nonce, nowMs) {
      return kept(() => {
        const losers = holders(chainId, from, nonce);
        database.transaction(() => {
          for (const { transactionId } of losers) setReplaced.run(null, nowMs, transactionId);
        })();
        return losers.map(({ transactionId }) => existing(byId.get(transactionId)));
      });
    },
    recover(nowMs) {
      return kept(() => {
        const interrupted = database.prepare(`SELECT * FROM transactions WHERE status = 'signing'`).all().map(existing);
        for (const { transactionId } of interrupted) {
          setStatus.run('in-doubt', 'the console ended while the signer had it', nowMs, transactionId);
        }
        return interrupted.map(({ transactionId }) => existing(byId.get(transactionId)));
      });
    },
    get,
    at,
    list({ chainId, open, limit }) {
      const where = [
        chainId === undefined ? '1' : 'chain_id = @chainId',
        open === undefined ? '1' : `status ${open ? '' : 'NOT '}IN (${openList})`,
      ].join(' AND ');
      return database
        .prepare(`SELECT * FROM transactions WHERE ${where} ORDER BY created_at_ms DESC, rowid DESC LIMIT @limit`)
        .all({ limit, ...(chainId === undefined ? {} : { chainId: chainId.toString() }) })
        .map(existing);
    },
    openCount: () => countOpen.get() as number,
  };
}

function kept<T>(work: () => T): Result<T> {
  return stored('the journal of transactions could not be written', work);
}

function existing(row: unknown): JournaledTransaction {
  const transaction = toJournaled(row);
  if (transaction === null) throw new Error('a row of the journal that was just written is gone');
  return transaction;
}
