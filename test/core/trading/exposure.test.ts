import { afterEach, describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { err, ok } from '../../../core/domain/result.ts';
import { exposureOf } from '../../../core/trading/exposure.ts';
import { submitOrder } from '../../../core/trading/submit.ts';
import type { Trading } from '../../../core/trading/trading.ts';
import { tradingWorld, type World } from './trading-world.ts';

const onlyReduces = err({ code: 'not-allowed', retry: 'never', method: 'orders.submit', face: 'a test' } as const);

describe('exposure', () => {
  it.each([
    ['sell', 'BTC/USDT', 'reduce'],
    ['sell', 'BTC/USD', 'reduce'],
    ['sell', 'USDT/EUR', 'reduce'],
    ['sell', 'ETH/BTC', 'open'],
    ['sell', 'USDC/BTC', 'open'],
    ['sell', 'BTC/NOBODYKNOWS', 'open'],
    ['sell', 'no market', 'open'],
    ['buy', 'BTC/USDT', 'open'],
    ['buy', 'ETH/BTC', 'open'],
    ['buy', 'USDC/USDT', 'open'],
  ] as const)('of a %s of %s: it is one to %s', (side, symbol, exposure) => {
    expect(exposureOf({ side, symbol })).toBe(exposure);
  });
});

describe('while only what reduces may pass', () => {
  const coinForCoin = { symbol: 'XRP/ETH', side: 'sell', amount: decimal('100'), price: decimal('0.01') } as const;
  const coinForMoney = { side: 'sell', amount: decimal('0.01'), price: decimal('200000') } as const;
  let world: World | null = null;
  afterEach(() => {
    world?.close();
    world = null;
  });
  const open = async (): Promise<World> => {
    world = await tradingWorld((_route, send) => send());
    return world;
  };

  it('a sale for another coin does not leave, and one for money does', async () => {
    const { placed, preview, submit, trading } = await open();
    trading.halt.engage({ source: 'tray', code: 'person', text: 'stop' });
    expect(trading.halt.release('reducing', 'test')).toMatchObject({ ok: true });
    expect((await preview(coinForCoin)).shown.blocked).toBe('trading-halted');
    expect(await submit(coinForCoin)).toMatchObject({ error: { code: 'trading-halted', state: 'reducing' } });
    expect(placed()).toBe(0);
    expect((await preview(coinForMoney)).shown.blocked).toBeNull();
    expect(await submit(coinForMoney)).toMatchObject({ ok: true });
    expect(placed()).toBe(1);
  });

  it('at an exchange that only takes what reduces it does not either, before anything is asked there', async () => {
    const { placed, preview, sent, trading } = await open();
    const [forCoin, forMoney] = [await preview(coinForCoin), await preview(coinForMoney)];
    const reducing: Trading = { ...trading, mode: (exposure) => (exposure === 'open' ? onlyReduces : ok(undefined)) };
    const before = sent.length;
    expect(await submitOrder(reducing, forCoin, 'test')).toEqual(onlyReduces);
    expect(sent.length).toBe(before);
    expect(await submitOrder(reducing, forMoney, 'test')).toMatchObject({ ok: true });
    expect(placed()).toBe(1);
  });

  it('it does not where that came between the first look and the last', async () => {
    const { placed, preview, trading } = await open();
    let looks = 0;
    const mode: Trading['mode'] = (exposure) => {
      looks += 1;
      return looks > 1 && exposure === 'open' ? onlyReduces : ok(undefined);
    };
    expect(await submitOrder({ ...trading, mode }, await preview(coinForCoin), 'test')).toEqual(onlyReduces);
    expect(placed()).toBe(0);
  });
});
