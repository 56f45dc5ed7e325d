import { AbiCoder } from 'ethers';
import type { Address } from '../domain/address.ts';
import { allowanceQuestion, balanceQuestion, decimalsQuestion, symbolQuestion } from '../domain/erc20-calls.ts';
import type { Hex } from '../domain/hex.ts';
import { ok, type Result } from '../domain/result.ts';
import type { TokenList } from '../domain/tokens/token-list.ts';
import { malformedAnswer } from './chain-errors.ts';
import type { ChainReader } from './chain-reader.ts';

/** What a token's contract says of its unit, through a node: a claim, for the person to look at once and pin. */
export interface TokenClaim {
  readonly symbol: string;
  readonly decimals: number;
}

/**
 * Asks a token for its unit. `chain-answer-malformed` for anything but 0 to 36 decimals and a symbol of 1 to 12 plain letters and digits,
 * and where the unit of a known token is another one: the node or the token lies.
 */
export async function readTokenClaim(
  reader: ChainReader,
  tokens: TokenList,
  token: Address,
): Promise<Result<TokenClaim>> {
  const decimals = await askNumber(reader, token, decimalsQuestion, 'decimals');
  if (!decimals.ok) return decimals;
  const answer = await reader.call(token, symbolQuestion);
  if (!answer.ok) return answer;
  const symbol = readSymbol(answer.value);
  if (symbol === null || decimals.value > 36n) return malformedAnswer(reader.chainId, 'the token has no plain unit');
  const claim = { symbol, decimals: Number.parseInt(decimals.value.toString(), 10) };
  const known = tokens.find(reader.chainId, token);
  if (known === null || known.decimals === claim.decimals) return ok(claim);
  return malformedAnswer(reader.chainId, `${known.symbol} has ${known.decimals} decimals, not ${claim.decimals}`);
}

/** How much of a token an address holds, in its smallest unit, as the node says. */
export function readTokenBalance(reader: ChainReader, token: Address, owner: Address): Promise<Result<bigint>> {
  return askNumber(reader, token, balanceQuestion(owner), 'balanceOf');
}

/** How much of a token `spender` may take from `owner`, in its smallest unit, as the node says. */
export function readAllowance(
  reader: ChainReader,
  token: Address,
  owner: Address,
  spender: Address,
): Promise<Result<bigint>> {
  return askNumber(reader, token, allowanceQuestion(owner, spender), 'allowance');
}

async function askNumber(reader: ChainReader, token: Address, question: Hex, what: string): Promise<Result<bigint>> {
  const answer = await reader.call(token, question);
  if (!answer.ok) return answer;
  const isNumber = /^0x[0-9a-f]{64}$/.test(answer.value);
  return isNumber ? ok(BigInt(answer.value)) : malformedAnswer(reader.chainId, `${what}: not a number`);
}

/** A text, or the 32 bytes that some old tokens answer with, padded by zeros. */
function readSymbol(answer: Hex): string | null {
  const fixed = /^0x((?:[0-9a-f]{2})*?)(?:00)*$/.exec(answer)?.[1] ?? '';
  const text = answer.length === 66 ? Buffer.from(fixed, 'hex').toString('latin1') : readText(answer);
  return text !== null && /^[A-Za-z0-9.]{1,12}$/.test(text) ? text : null;
}

function readText(answer: Hex): string | null {
  try {
    return String(AbiCoder.defaultAbiCoder().decode(['string'], answer)[0]);
  } catch {
    return null;
  }
}
