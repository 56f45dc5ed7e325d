import { readTokenBalance } from '../../chain/token-claims.ts';
import type { ChainBalance } from '../../contract/shapes.ts';
import type { Address } from '../../domain/address.ts';
import { coinDecimals } from '../../domain/chains.ts';
import { fromUnits } from '../../domain/money.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { TokenList } from '../../domain/tokens/token-list.ts';
import type { ChainAccess, TransactionTrading } from './transaction-trading.ts';

/** What the pinned address holds of a chain's coin and of every token whose unit is known, as the node says; tokens it has none of are left out. */
export async function chainBalances(trading: TransactionTrading, chainId: bigint): Promise<Result<ChainBalance[]>> {
  const desk = trading.desk();
  if (!desk.ok) return desk;
  const access = trading.chain(chainId);
  if (!access.ok) return access;
  return balancesAt(access.value, trading.tokens(), desk.value.pinned);
}

/** The same of any address. */
export async function balancesAt(
  { chain, reader }: Pick<ChainAccess, 'chain' | 'reader'>,
  tokens: TokenList,
  owner: Address,
): Promise<Result<ChainBalance[]>> {
  const coins = await reader.balanceWei(owner);
  if (!coins.ok) return coins;
  const id = Number.parseInt(chain.chainId.toString(), 10);
  const balances: ChainBalance[] = [
    {
      chainId: id,
      address: owner,
      symbol: chain.nativeSymbol,
      raw: coins.value.toString(),
      amount: fromUnits(coins.value, coinDecimals),
    },
  ];
  for (const { address, decimals, symbol } of tokens.of(chain.chainId)) {
    const held = await readTokenBalance(reader, address, owner);
    // A token that does not answer is left out: the node may not have it.
    if (!held.ok || held.value === 0n) continue;
    const amount = fromUnits(held.value, decimals);
    balances.push({ chainId: id, address, symbol, raw: held.value.toString(), amount });
  }
  return ok(balances);
}
