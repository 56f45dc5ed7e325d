import type { Practice } from './practice.ts';

/** One public trade of a recorded market, amounts as exact text. */
export interface RecordedTrade {
  readonly price: string;
  readonly amount: string;
  readonly takerSide: 'buy' | 'sell';
}

/** Sends one order for an account through the exchange's API and answers with its raw answer. */
export type SendOrder = (parameters: Readonly<Record<string, string>>) => Promise<unknown>;

/** Reads `timestamp_ms,trade_id,price,amount,taker_side` rows; a row that is not of that form throws. */
export function readRecordedTrades(csv: string): readonly RecordedTrade[] {
  const [header, ...rows] = csv.trim().split('\n');
  if (header?.trim() !== 'timestamp_ms,trade_id,price,amount,taker_side') throw new Error('not a recording of trades');
  return rows.map((row) => {
    const [, , price, amount, takerSide] = row.trim().split(',');
    if (price === undefined || amount === undefined || (takerSide !== 'buy' && takerSide !== 'sell')) {
      throw new Error(`not a trade: ${row}`);
    }
    return { price, amount, takerSide };
  });
}

/**
 * Plays recorded trades on a market of the practice exchange: each enters as a resting maker order and the opposite taker order, by two
 * house accounts through the API, so that last price, volume and number of trades come out as recorded.
 */
export async function replayTrades(
  practice: Practice,
  venueName: string,
  trades: readonly RecordedTrade[],
  connect: (credentials: Practice['credentials']) => SendOrder,
): Promise<void> {
  const makers = connect(practice.openHouseAccount());
  const takers = connect(practice.openHouseAccount());
  for (const [index, { price, amount, takerSide }] of trades.entries()) {
    const order = { symbol: venueName, type: 'LIMIT', timeInForce: 'GTC', quantity: amount, price };
    const makerSide = takerSide === 'buy' ? 'SELL' : 'BUY';
    await makers({ ...order, side: makerSide, newClientOrderId: `maker-${index}` });
    await takers({ ...order, side: takerSide.toUpperCase(), newClientOrderId: `taker-${index}` });
  }
}
