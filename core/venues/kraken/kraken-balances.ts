import type { Balance } from '../../contract/shapes.ts';
import { add, compare, subtract, zero } from '../../domain/money.ts';
import { ok, type Result } from '../../domain/result.ts';
import { malformed, readAnswer } from '../read-answer.ts';
import { Assets, answered, BalanceEx } from './kraken-answers.ts';
import type { KrakenDeps } from './kraken-deps.ts';

/**
 * What the account has. Names with a suffix ('.S' staked, '.M', '.B' and '.F' earning, '.T' tokenised, '.HOLD') are rows of their own, and
 * all of it is held: an order is never sized by it. A credit line is not the person's money and counts for nothing.
 * https://docs.kraken.com/api-reference/account-data/get-extended-balance
 */
export async function readBalances(deps: KrakenDeps): Promise<Result<readonly Balance[]>> {
  const { client, exchange, names } = deps;
  const answer = await readAnswer(exchange, 'BalanceEx', BalanceEx, () => client.balances());
  if (!answer.ok) return answer;
  const rows = Object.entries(answer.value.result);
  if (rows.some(([name]) => names.assetOf(name) === null)) {
    const assets = await readAnswer(exchange, 'Assets', answered(Assets), () => client.assets());
    if (!assets.ok) return assets;
    names.learnAssets(assets.value.result);
  }
  const balances: Balance[] = [];
  for (const [name, { balance, hold_trade }] of rows) {
    const asset = names.assetOf(name);
    if (asset === null || balances.some((one) => one.asset === asset)) return malformed(exchange, 'BalanceEx');
    const held = name.includes('.') ? balance : hold_trade;
    const rest = subtract(balance, held);
    const free = compare(rest, zero) > 0 ? rest : zero;
    balances.push({ asset, free, held, total: add(free, held) });
  }
  return ok(balances);
}
