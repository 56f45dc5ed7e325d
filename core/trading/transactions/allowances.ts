import { readAllowance } from '../../chain/token-claims.ts';
import type { Allowance } from '../../contract/shapes.ts';
import type { Address } from '../../domain/address.ts';
import { decodeCall } from '../../domain/calldata/decode-call.ts';
import { everyCall } from '../../domain/calldata/decoded-call.ts';
import { unlimitedFrom } from '../../domain/calldata/token-calls.ts';
import { approveCall } from '../../domain/erc20-calls.ts';
import { fromUnits } from '../../domain/money.ts';
import { ok, type Result } from '../../domain/result.ts';
import { parseUnsigned } from '../../domain/transaction/serialise.ts';
import type { HeldTransaction } from './held-transaction.ts';
import { previewTransaction } from './preview-transaction.ts';
import type { ChainAccess, TransactionTrading } from './transaction-trading.ts';

const lookedBack = 500;

/** The allowances that were ever given from here on a chain and still stand, asked of each token's contract now. */
export async function listAllowances(trading: TransactionTrading, chainId: bigint): Promise<Result<Allowance[]>> {
  const desk = trading.desk();
  if (!desk.ok) return desk;
  const access = trading.chain(chainId);
  if (!access.ok) return access;
  const allowances: Allowance[] = [];
  for (const { spender, token } of givenAllowances(trading, access.value, desk.value.pinned)) {
    const known = trading.tokens().find(chainId, token);
    const asked = await readAllowance(access.value.reader, token, desk.value.pinned, spender);
    if (asked.ok && asked.value === 0n) continue;
    const raw = asked.ok ? asked.value : 0n;
    allowances.push({
      chainId: Number.parseInt(chainId.toString(), 10),
      token,
      symbol: known?.symbol ?? null,
      spender,
      raw: raw.toString(),
      amount: known === null || !asked.ok ? null : fromUnits(raw, known.decimals),
      isUnlimited: raw >= unlimitedFrom,
      problem: asked.ok ? null : asked.error.code,
    });
  }
  return ok(allowances);
}

/** Judges the taking back of an allowance. */
export function previewRevocation(
  trading: TransactionTrading,
  { chainId, spender, token }: { readonly chainId: number; readonly token: Address; readonly spender: Address },
): Promise<Result<HeldTransaction>> {
  return previewTransaction(trading, {
    kind: 'call',
    chainId,
    to: token,
    valueWei: '0',
    data: approveCall(spender, 0n),
  });
}

function givenAllowances(
  trading: TransactionTrading,
  { chain }: ChainAccess,
  from: Address,
): readonly { readonly token: Address; readonly spender: Address }[] {
  const found = new Map<string, { readonly token: Address; readonly spender: Address }>();
  for (const known of trading.journal.list({ chainId: chain.chainId, limit: lookedBack })) {
    const parsed = parseUnsigned(known.unsigned);
    if (known.from !== from || !parsed.ok) continue;
    const { data, to, valueWei } = parsed.value;
    const decoded = decodeCall({ chain, to, valueWei, data, tokens: trading.tokens(), hasCode: null });
    for (const call of everyCall(decoded)) {
      if (call.kind !== 'erc20-approve' && call.kind !== 'erc20-increase-allowance') continue;
      const { spender } = call;
      found.set(`${call.amount.token} ${spender}`, { token: call.amount.token, spender });
    }
  }
  return [...found.values()];
}
