import { ok, type Result } from '../../domain/result.ts';
import type { Fees } from '../fees.ts';
import { malformed, readAnswer } from '../read-answer.ts';
import { unknownMarket } from './find-order.ts';
import { TradeVolume } from './kraken-answers.ts';
import type { KrakenDeps } from './kraken-deps.ts';
import { fraction } from './kraken-markets.ts';

/**
 * What the account pays on a market, or null where no key is set, or one that may not ask for it: then it is the dearest that Kraken
 * takes from anybody. `venue-answer-malformed` for anything but that market's fees.
 */
export async function readFees(
  { client, exchange, names }: Omit<KrakenDeps, 'clock'>,
  symbol: string,
): Promise<Result<Fees | null>> {
  if (!client.hasKey) return ok(null);
  const pair = names.pair(symbol);
  if (pair === null) return unknownMarket(exchange, symbol);
  const answer = await readAnswer(exchange, 'TradeVolume', TradeVolume, () => client.tradeVolume({ pair: pair.id }));
  if (!answer.ok) {
    const { error } = answer;
    return error.code === 'key-refused' && error.problem === 'permission' ? ok(null) : answer;
  }
  const taker = answer.value.result.fees?.[pair.id]?.fee;
  // Where a market's makers pay what takers do, Kraken tells one fee.
  const maker = answer.value.result.fees_maker?.[pair.id]?.fee ?? taker;
  if (taker === undefined || maker === undefined) return malformed(exchange, 'TradeVolume');
  return ok({ makerFee: fraction(maker), takerFee: fraction(taker) });
}
