import type { ArmableSpend, ArmingScope, KnownChain } from '../contract/shapes.ts';
import { parseAddress } from '../domain/address.ts';
import { coinDecimals } from '../domain/chains.ts';
import { spendWords } from '../domain/spend-words.ts';
import type { TokenList } from '../domain/tokens/token-list.ts';
import type { Limits } from '../policy/limits.ts';
import { chainAsset } from '../policy/transaction-facts.ts';
import { firstShareOf, isProven, mostInWords } from './first-share.ts';

/** What the arming of chains is judged by. */
export interface ChainArmingFacts {
  readonly limits: Limits;
  /** For how long live trading was armed in all, until now. */
  readonly armedBeforeMs: number;
  readonly chains: readonly KnownChain[];
  readonly tokens: TokenList;
  /** The pinned address of the signer in use; null where there is none. */
  readonly signer: string | null;
}

/**
 * What of real chains may be armed, and the most of it: of every asset that the policy bounds per 24 hours, on a chain that it lists and
 * whose RPC is set. A token whose unit is not known is left out: nobody could say how much of it that is. Empty without a signer.
 */
export function armableSpends(facts: ChainArmingFacts): readonly ArmableSpend[] {
  if (facts.signer === null) return [];
  return Object.entries(facts.limits.maxDaySpend ?? {}).flatMap(([asset, limit]): readonly ArmableSpend[] => {
    const [number = '', token = ''] = asset.split(':');
    const chain = armableChains(facts).find(({ chainId }) => String(chainId) === number);
    if (chain === undefined) return [];
    const unit = unitOf(chain, token, facts.tokens);
    if (unit === null) return [];
    const most = isProven(facts.armedBeforeMs) ? limit : firstShareOf(limit);
    return [{ asset, chainId: chain.chainId, chainName: chain.name, ...unit, most: most.toString() }];
  });
}

/** Why these chains may not be armed for these amounts, as a sentence; null where they may, and where there are none. */
export function whyChainsNotArmable({ chains, maxDaySpend }: ArmingScope, facts: ChainArmingFacts): string | null {
  if (chains.length > 0 && facts.signer === null) return 'no signer is in use, and chains need one';
  const closed = chains.find((chainId) => !armableChains(facts).some((chain) => chain.chainId === chainId));
  if (closed !== undefined) {
    return `chain ${closed} cannot be armed: it must be on the policy's list, have an RPC and be no development chain`;
  }
  const bare = chains.find((chainId) => !Object.hasOwn(maxDaySpend, chainAsset(BigInt(chainId), null)));
  if (bare !== undefined) return `chain ${bare} needs the most of its own coin in 24 hours: fees are paid in it`;
  const open = armableSpends(facts);
  for (const [asset, amount] of Object.entries(maxDaySpend)) {
    const known = open.find((spend) => spend.asset === asset);
    if (known === undefined || !chains.includes(known.chainId)) {
      return `the policy has no most in 24 hours for ${asset}, or its chain is not to be armed`;
    }
    if (BigInt(amount) > BigInt(known.most)) {
      const words = mostInWords(facts.armedBeforeMs);
      return `the most in 24 hours for ${known.symbol} on ${known.chainName} is ${words}: ${spendWords(known.most, known)}`;
    }
  }
  return null;
}

function armableChains({ chains, limits }: ChainArmingFacts): readonly KnownChain[] {
  return chains.filter(
    ({ chainId, isForPaper, rpc }) =>
      !isForPaper && rpc !== 'none' && limits.allowChainIds?.includes(BigInt(chainId)) === true,
  );
}

function unitOf(
  { chainId, nativeSymbol }: KnownChain,
  token: string,
  tokens: TokenList,
): Pick<ArmableSpend, 'symbol' | 'decimals'> | null {
  if (token === 'native') return { symbol: nativeSymbol, decimals: coinDecimals };
  const address = parseAddress(token);
  const known = address === null ? null : tokens.find(BigInt(chainId), address);
  return known === null ? null : { symbol: known.symbol, decimals: known.decimals };
}
