import { type FeeProposal, type FeeSpeed, proposeFees } from '../../chain/fees.ts';
import { proposeGas } from '../../chain/gas.ts';
import type { FeeChoice, TransactionDraft } from '../../contract/shapes.ts';
import type { Address } from '../../domain/address.ts';
import { ok, type Result } from '../../domain/result.ts';
import { checkRanges } from '../../domain/transaction/check-ranges.ts';
import { normaliseTransaction } from '../../domain/transaction/normalise.ts';
import type { UnsignedTransaction } from '../../domain/transaction/unsigned-transaction.ts';
import { type Call, callOfDraft } from './call-of-draft.ts';
import type { ChainAccess, TransactionTrading } from './transaction-trading.ts';

/**
 * The transaction that a draft asks for, every field set: what it does not say is read from the chain, within the caps. A raw draft is
 * taken as it is or refused. `invalid-input`, `not-found` for a token whose unit is not known, `conflict` for fees, gas or nonce that
 * cannot be, or the chain's errors.
 */
export async function compose(
  trading: TransactionTrading,
  access: ChainAccess,
  from: Address,
  draft: TransactionDraft,
): Promise<Result<UnsignedTransaction>> {
  const { chainId } = access.chain;
  if (draft.kind === 'raw') return normaliseTransaction(draft.transaction, { chainId, from });
  const tokens = trading.tokens();
  const call = callOfDraft(draft, (token) => tokens.find(chainId, token)?.decimals ?? null);
  if (!call.ok) return call;
  const nonce = draft.nonce === undefined ? await nextNonceOf(trading, access, from) : ok(BigInt(draft.nonce));
  if (!nonce.ok) return nonce;
  return fill(trading, access, from, call.value, { ...draft, nonce: nonce.value });
}

/** What is chosen beside the call itself. */
export interface Choice {
  readonly nonce: bigint;
  readonly fees?: FeeChoice | undefined;
  readonly gas?: string | undefined;
}

/** Sets fees and gas of a call, by the chain where they are not chosen. */
export async function fill(
  trading: TransactionTrading,
  access: ChainAccess,
  from: Address,
  call: Call,
  choice: Choice,
): Promise<Result<UnsignedTransaction>> {
  const fees = await feesOf(trading, access, choice.fees);
  if (!fees.ok) return fees;
  const gas =
    choice.gas === undefined
      ? await proposeGas(access.reader, { from, ...call }, trading.mostGas())
      : ok(BigInt(choice.gas));
  return gas.ok ? withFees(access, call, fees.value, { gas: gas.value, nonce: choice.nonce }) : gas;
}

/** The transaction of a call at given fees; `invalid-input` where a field is out of its range. */
export function withFees(
  { chain }: ChainAccess,
  { data, to, valueWei }: Call,
  fees: FeeProposal,
  { gas, nonce }: { readonly gas: bigint; readonly nonce: bigint },
): Result<UnsignedTransaction> {
  const isSafe = nonce < BigInt(Number.MAX_SAFE_INTEGER);
  return checkRanges({
    type: fees.type,
    chainId: chain.chainId,
    nonce: isSafe ? Number.parseInt(nonce.toString(), 10) : Number.NaN,
    to,
    valueWei,
    gas,
    gasPriceWei: fees.type === 0 ? fees.gasPriceWei : null,
    maxFeePerGasWei: fees.type === 2 ? fees.maxFeePerGasWei : null,
    maxPriorityFeePerGasWei: fees.type === 2 ? fees.maxPriorityFeePerGasWei : null,
    data,
    accessList: [],
  });
}

/** The fees that were chosen (`withinCaps` holds them against the caps), or proposed by what others paid, never above the caps. */
export async function feesOf(
  trading: TransactionTrading,
  { reader }: ChainAccess,
  choice: FeeChoice | undefined,
): Promise<Result<FeeProposal>> {
  const caps = trading.feeCaps();
  if (choice !== undefined && 'maxFeePerGasWei' in choice) {
    return ok({
      type: 2,
      maxFeePerGasWei: BigInt(choice.maxFeePerGasWei),
      maxPriorityFeePerGasWei: BigInt(choice.maxPriorityFeePerGasWei),
    });
  }
  const speed: FeeSpeed = choice?.speed ?? 'normal';
  return proposeFees(reader, speed, caps);
}

async function nextNonceOf(
  { journal }: TransactionTrading,
  { chain, reader }: ChainAccess,
  from: Address,
): Promise<Result<bigint>> {
  const latest = await reader.nonceOf(from, 'latest');
  if (!latest.ok) return latest;
  const pending = await reader.nonceOf(from, 'pending');
  if (!pending.ok) return pending;
  const next = journal.next(chain.chainId, from, { latest: latest.value, pending: pending.value });
  return next.ok ? ok(BigInt(next.value.nonce)) : next;
}
