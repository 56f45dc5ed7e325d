import { fromUnits } from './money.ts';

/** An asset of a chain, as far as an amount of it is told by it. */
export interface SpentAsset {
  readonly chainName: string;
  readonly symbol: string;
  /** 0 to 255. */
  readonly decimals: number;
}

/** An amount in smallest units, as decimal text, as a person reads it: '0.5 ETH on Ethereum', exact. */
export function spendWords(units: string, { chainName, decimals, symbol }: SpentAsset): string {
  return `${fromUnits(BigInt(units), decimals)} ${symbol} on ${chainName}`;
}
