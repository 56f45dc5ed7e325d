import { ok, type Result } from '../../domain/result.ts';
import type { Fees } from '../fees.ts';
import { malformed, noMarket, readAnswer } from '../read-answer.ts';
import { TradeFees } from './binance-answers.ts';
import type { InspectorDeps } from './binance-inspector.ts';

/** What the account pays on a market, or null where no key is set. `venue-answer-malformed` for anything but that market's fees alone. */
export async function readFees(
  { client, exchange, names }: Omit<InspectorDeps, 'clock'>,
  symbol: string,
): Promise<Result<Fees | null>> {
  if (!client.hasKey) return ok(null);
  const venueName = names.toVenue(symbol);
  if (venueName === null) return noMarket(exchange, symbol);
  const answer = await readAnswer(exchange, 'tradeFee', TradeFees, () => client.tradeFee({ symbol: venueName }));
  if (!answer.ok) return answer;
  const [only, ...others] = answer.value;
  if (only?.symbol !== venueName || others.length > 0) return malformed(exchange, 'tradeFee');
  return ok({ makerFee: only.makerCommission, takerFee: only.takerCommission });
}
