import { type Answer, type TemporaryPractice, temporaryPractice } from './temporary-practice.ts';

/** A practice exchange whose books hold only what a test puts there, by somebody else's account. */
export interface QuietBook extends TemporaryPractice {
  /** Somebody else's resting order. */
  rest(side: 'BUY' | 'SELL', quantity: string, price: string): Promise<void>;
  /** Somebody else takes. */
  take(side: 'BUY' | 'SELL', quantity: string): Promise<void>;
  /** An order of the person, of BTCUSDT. */
  place(parameters: Record<string, string>): Promise<Answer>;
  get(newClientOrderId: string): Promise<Answer>;
  balance(asset: string): Promise<{ readonly free: string; readonly locked: string }>;
}

/** Opens one; the person has 10,000 USDT, 0.1 BTC and 2 ETH. */
export function quietBook(): QuietBook {
  const practice = temporaryPractice({ isMarketQuiet: true });
  // Two, because an account does not trade with itself.
  const maker = practice.practice.openHouseAccount();
  const taker = practice.practice.openHouseAccount();
  let orders = 0;
  async function other(who: typeof maker, parameters: Record<string, string>): Promise<void> {
    orders += 1;
    const order = { symbol: 'BTCUSDT', newClientOrderId: `other-${orders}`, ...parameters };
    const { status, body } = await practice.ask('POST', '/api/v3/order', order, who);
    if (status !== 200) throw new Error(JSON.stringify(body));
  }
  return {
    ...practice,
    rest: (side, quantity, price) => other(maker, { side, quantity, price, type: 'LIMIT', timeInForce: 'GTC' }),
    take: (side, quantity) => other(taker, { side, quantity, type: 'MARKET' }),
    place: (parameters) => practice.ask('POST', '/api/v3/order', { symbol: 'BTCUSDT', ...parameters }),
    get: (origClientOrderId) => practice.ask('GET', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId }),
    async balance(asset) {
      const { body } = await practice.ask('GET', '/api/v3/account');
      const all = body.balances as readonly { asset: string; free: string; locked: string }[];
      const { free, locked } = all.find((item) => item.asset === asset) ?? { free: '', locked: '' };
      return { free, locked };
    },
  };
}
