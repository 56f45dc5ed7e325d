import type { Address } from '../domain/address.ts';
import type { Hex } from '../domain/hex.ts';

/** Statuses in which the nonce is held: a signature may exist or does, and nothing final is known. */
export const openTransactionStatuses = ['signing', 'in-doubt', 'signed', 'sent', 'dropped', 'included'] as const;

/**
 * Where a transaction stands. 'signing': in the signer's hands. 'in-doubt': the signer gave no sure answer, a signature may exist.
 * 'signed': stored, not sent. 'sent': on its way. 'dropped': the node does not have it, it is sent again. 'included': in a block that
 * may still go. Then the ends: 'confirmed' and 'reverted' used the nonce, 'replaced' lost it to another, 'refused' and 'failed' were
 * certainly not signed.
 */
export type JournaledStatus =
  | (typeof openTransactionStatuses)[number]
  | 'confirmed'
  | 'reverted'
  | 'replaced'
  | 'refused'
  | 'failed';

/** One set of bytes that was handed to a signer, and what became of it. */
export interface JournaledTransaction {
  readonly transactionId: string;
  readonly chainId: bigint;
  readonly from: Address;
  readonly nonce: number;
  readonly unsigned: Hex;
  readonly digest: Hex;
  /** The signed bytes, while they may still be needed. */
  readonly raw: Hex | null;
  readonly hash: Hex | null;
  readonly clearSigned: boolean | null;
  readonly status: JournaledStatus;
  readonly reason: string | null;
  /** The kind of signer. */
  readonly signer: string;
  /** What it does, in words. */
  readonly sentence: string;
  readonly blockNumber: number | null;
  readonly blockHash: Hex | null;
  readonly feePaidWei: bigint | null;
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  /** The audit row of its request. */
  readonly auditId: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

type Row = Readonly<Record<string, string | number | null>>;

/** A transaction out of its row; null when there is none. */
export function toJournaled(value: unknown): JournaledTransaction | null {
  if (value === undefined) return null;
  const row = value as Row;
  const clear = row.clear_signed ?? null;
  const feePaid = row.fee_paid_wei ?? null;
  return {
    transactionId: row.transaction_id as string,
    chainId: BigInt(row.chain_id as string),
    from: row.from_address as Address,
    nonce: row.nonce as number,
    unsigned: row.unsigned as Hex,
    digest: row.digest as Hex,
    raw: (row.raw ?? null) as Hex | null,
    hash: (row.hash ?? null) as Hex | null,
    clearSigned: clear === null ? null : clear === 1,
    status: row.status as JournaledStatus,
    reason: (row.reason ?? null) as string | null,
    signer: row.signer as string,
    sentence: row.sentence as string,
    blockNumber: (row.block_number ?? null) as number | null,
    blockHash: (row.block_hash ?? null) as Hex | null,
    feePaidWei: feePaid === null ? null : BigInt(feePaid),
    replaces: (row.replaces ?? null) as string | null,
    replacedBy: (row.replaced_by ?? null) as string | null,
    auditId: row.audit_id as number,
    createdAtMs: row.created_at_ms as number,
    updatedAtMs: row.updated_at_ms as number,
  };
}

/** Whether its nonce is held by it. */
export function isOpen({ status }: Pick<JournaledTransaction, 'status'>): boolean {
  return (openTransactionStatuses as readonly string[]).includes(status);
}

/** Whether there are signed bytes that are, were or can be on their way, so that a later nonce is no gap. */
export function canReachChain({ status }: Pick<JournaledTransaction, 'status'>): boolean {
  return status === 'signed' || status === 'sent' || status === 'dropped' || status === 'included';
}
