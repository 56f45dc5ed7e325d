import { coinDecimals } from '../../core/domain/chains.ts';
import { fromUnits, readDecimal, toUnits } from '../../core/domain/money.ts';
import { shownText } from '../escape.ts';
import { grouped, typedAmount } from './amount.ts';

const gweiDecimals = 9;

/** Wei (decimal text) in whole coins, exactly, with the coin's symbol: '0.05 ETH'. Text that is no whole number is answered as it is. */
export function coins(wei: string, symbol: string): string {
  return `${inUnits(wei, coinDecimals)} ${shownText(symbol)}`;
}

/** Wei in gwei, exactly: '20.5 gwei'. */
export function gwei(wei: string): string {
  return `${inUnits(wei, gweiDecimals)} gwei`;
}

/** Gwei as typed, in wei as decimal text; null when it is no decimal number or has parts of a wei. */
export function weiOfGwei(typed: string): string | null {
  const read = readDecimal(typedAmount(typed));
  const wei = read === null ? null : toUnits(read, gweiDecimals);
  return wei === null || wei < 0n ? null : wei.toString();
}

function inUnits(whole: string, decimals: number): string {
  return /^\d+$/.test(whole) ? grouped(fromUnits(BigInt(whole), decimals)) : shownText(whole);
}
