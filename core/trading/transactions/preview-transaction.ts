import { mostCost } from '../../chain/cost.ts';
import type { TransactionDraft, TransactionPreview } from '../../contract/shapes.ts';
import { decodeCall } from '../../domain/calldata/decode-call.ts';
import { inWords } from '../../domain/calldata/in-words.ts';
import { keccak256 } from '../../domain/keccak.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { signable } from '../../domain/transaction/signable.ts';
import { highestGasPriceWei, type UnsignedTransaction } from '../../domain/transaction/unsigned-transaction.ts';
import { deviceLines } from '../../signers/ledger/device-lines.ts';
import { tokenDescriptor } from '../../signers/ledger/token-descriptors.ts';
import type { SigningDesk } from '../../signers/signing-desk.ts';
import { previewLifeMs } from '../previews.ts';
import { confirmedHead } from './chain-times.ts';
import { compose } from './compose.ts';
import type { HeldTransaction, JudgedTransaction } from './held-transaction.ts';
import { judgeTransaction, type TransactionJudgement } from './judge-transaction.ts';
import { knownAddresses, looksLike } from './look-alike.ts';
import { movementsOf } from './movements.ts';
import { sentBefore } from './sent-before.ts';
import type { ChainAccess, TransactionTrading } from './transaction-trading.ts';
import { withinCaps } from './within-caps.ts';

/**
 * Judges a draft by both layers and answers with what would be signed, what it means and costs, held under an id that `transactions.submit`
 * can use once. Signs and sends nothing. `signer-unavailable` while no signer is pinned, `invalid-input`, `not-found`, `conflict`, or the
 * chain's errors.
 */
export async function previewTransaction(
  trading: TransactionTrading,
  draft: TransactionDraft,
): Promise<Result<HeldTransaction>> {
  const desk = trading.desk();
  if (!desk.ok) return desk;
  const access = trading.chain(BigInt(draft.chainId));
  if (!access.ok) return access;
  const transaction = await compose(trading, access.value, desk.value.pinned, draft);
  return transaction.ok ? holdTransaction(trading, desk.value, access.value, transaction.value, null) : transaction;
}

/** The same for a transaction that is put together already; `replaces` is one of ours whose nonce it takes over. */
export async function holdTransaction(
  trading: TransactionTrading,
  desk: SigningDesk,
  access: ChainAccess,
  transaction: UnsignedTransaction,
  replaces: string | null,
): Promise<Result<HeldTransaction>> {
  const fits = fitsSigner(desk, transaction);
  if (!fits.ok) return fits;
  const isWithin = withinCaps(trading, transaction);
  if (!isWithin.ok) return isWithin;
  const { reader, chain } = access;
  const head = await confirmedHead(trading, reader);
  if (!head.ok) return head;
  const balance = await reader.balanceWei(desk.pinned);
  if (!balance.ok) return balance;
  const code = transaction.to === null ? ok(null) : await reader.hasCode(transaction.to);
  if (!code.ok) return code;
  const cost = await mostCost(reader, chain, transaction);
  if (!cost.ok) return cost;
  const { data, to, valueWei } = transaction;
  const decoded = decodeCall({ chain, to, valueWei, data, tokens: trading.tokens(), hasCode: code.value });
  const bytes = signable(transaction, desk.pinned);
  const review =
    desk.signer.kind !== 'ledger' ? null : deviceLines(bytes, to === null ? null : tokenDescriptor(chain.chainId, to));
  const judged: JudgedTransaction = {
    signable: bytes,
    decoded,
    access,
    cost: cost.value,
    isBlind: review?.isBlind ?? null,
    replaces,
  };
  const judgement = judgeTransaction(trading, desk, judged);
  const blocked = blockedBy(trading, desk, judged, judgement, balance.value) ?? review?.problem ?? null;
  const device = (review?.lines ?? []).map(({ label, value }) => ({ label, text: value }));
  const shown = shownPreview(trading, desk, judged, judgement, { blocked, device });
  return ok({
    ...judged,
    shown,
    expiresAtMonotonicMs: trading.clock.monotonicMs() + previewLifeMs,
    submission: null,
  });
}

function fitsSigner({ signer }: SigningDesk, transaction: UnsignedTransaction): Result<void> {
  const { accessLists, types } = signer.capabilities();
  if (!types.includes(transaction.type)) {
    return err({ code: 'not-offered', retry: 'never', what: `type ${transaction.type} by this signer` });
  }
  if (transaction.accessList.length > 0 && !accessLists) {
    return err({ code: 'not-offered', retry: 'never', what: 'an access list by this signer' });
  }
  return ok(undefined);
}

/** Why it would not pass right now, in a code or in words; null when nothing is in the way. */
function blockedBy(
  { halt }: TransactionTrading,
  { signer }: SigningDesk,
  { access, cost }: JudgedTransaction,
  { exemption }: TransactionJudgement,
  balanceWei: bigint,
): string | null {
  const kind = exemption === null ? 'open' : 'cancel';
  if (!halt.permits(kind).ok) return 'trading-halted';
  if (!access.broadcaster(kind).ok) return 'paper-only';
  if (balanceWei < cost.totalWei) return 'insufficient-funds';
  const { code } = signer.state();
  return ['locked', 'wrong-seed', 'wrong-password'].includes(code) ? 'signer-unavailable' : null;
}

function shownPreview(
  trading: TransactionTrading,
  desk: SigningDesk,
  { access, cost, decoded, replaces, signable: bytes }: JudgedTransaction,
  { rulings, verdict }: TransactionJudgement,
  { blocked, device }: Pick<TransactionPreview, 'blocked' | 'device'>,
): TransactionPreview {
  const { chain } = access;
  const { from, transaction } = bytes;
  const { sentence, lines, warnings, kind } = inWords(decoded, chain);
  const chainId = Number.parseInt(chain.chainId.toString(), 10);
  const named = trading.book
    .recipients()
    .find((entry) => entry.address === transaction.to && entry.chainId === chainId);
  // Whom it goes to in the end: of a token's transfer that is not the token.
  const recipients = movementsOf(transaction, decoded, 0n)?.recipients ?? [];
  const goesTo = recipients.length > 0 || transaction.to === null ? recipients : [transaction.to];
  const known = knownAddresses(trading, chain.chainId);
  const alike = goesTo.flatMap((address) => looksLike(address, known));
  return {
    previewId: trading.ids.next(),
    digest: bytes.digest,
    calldataDigest: keccak256(transaction.data),
    unsigned: bytes.unsigned,
    expiresAtMs: trading.clock.nowMs() + previewLifeMs,
    chainId,
    chainName: chain.name,
    nativeSymbol: chain.nativeSymbol,
    signer: desk.signer.kind,
    from,
    to: transaction.to,
    toName: named?.name ?? null,
    isFirstTime: goesTo.some((address) => address !== from && !sentBefore(trading, access, address)),
    type: transaction.type,
    nonce: transaction.nonce,
    valueWei: transaction.valueWei.toString(),
    gas: transaction.gas.toString(),
    maxFeePerGasWei: highestGasPriceWei(transaction).toString(),
    maxPriorityFeePerGasWei: transaction.maxPriorityFeePerGasWei?.toString() ?? null,
    maxFeeWei: cost.feeWei.toString(),
    l1FeeWei: cost.isEstimate ? cost.l1FeeEstimateWei.toString() : null,
    maxCostWei: cost.totalWei.toString(),
    data: transaction.data,
    meaning: { kind, sentence, lines: [...lines], warnings: [...warnings, ...alike] },
    device,
    replaces,
    verdict,
    rulings: [...rulings],
    blocked,
  };
}
