import { readTokenBalance } from '../../chain/token-claims.ts';
import type { ChainBalance } from '../../contract/shapes.ts';
import { fromUnits } from '../../domain/money.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { TransactionTrading } from './transaction-trading.ts';

const nativeDecimals = 18;

/** What the pinned address holds of a chain's coin and of every token whose unit is known, as the node says; tokens it has none of are left out. */
export async function chainBalances(trading: TransactionTrading, chainId: bigint): Promise<Result<ChainBalance[]>> {
  const desk = trading.desk();
  if (!desk.ok) return desk;
  const access = trading.chain(chainId);
  if (!access.ok) return access;
  const { chain, reader } = access.value;
  const { pinned } = desk.value;
  const coins = await reader.balanceWei(pinned);
  if (!coins.ok) return coins;
  const id = Number.parseInt(chainId.toString(), 10);
  const balances: ChainBalance[] = [
    {
      chainId: id,
      address: pinned,
      symbol: chain.nativeSymbol,
      raw: coins.value.toString(),
      amount: fromUnits(coins.value, nativeDecimals),
    },
  ];
  for (const { address, decimals, symbol } of trading.tokens().of(chainId)) {
    const held = await readTokenBalance(reader, address, pinned);
    // A token that does not answer is left out: the node may not have it.
    if (!held.ok || held.value === 0n) continue;
    const amount = fromUnits(held.value, decimals);
    balances.push({ chainId: id, address, symbol, raw: held.value.toString(), amount });
  }
  return ok(balances);
}
