import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KrakenWorld, krakenWorld, value } from './kraken-world.ts';

let world: KrakenWorld;
beforeAll(async () => {
  world = await krakenWorld();
});
afterAll(() => world.close());

/** What the next reading of the balances finds. */
function tell(result: unknown): void {
  world.server.faults.meet([{ status: 200, body: { error: [], result } }], ({ path }) => path.endsWith('/BalanceEx'));
}
const balances = () => world.connection.inspector.balances();

describe('balances of Kraken', () => {
  it('count what is staked, earns or is tokenised as held, in rows of its own', async () => {
    tell({
      XXBT: { balance: '1.2435000000', hold_trade: '0.8423000000' },
      'XBT.F': { balance: '0.5000000000', hold_trade: '0.0000000000' },
      'ETH2.S': { balance: '3.0', hold_trade: '0' },
      'USD.M': { balance: '10.0', hold_trade: '0' },
      'USD.HOLD': { balance: '7.0', hold_trade: '0' },
    });
    expect(value(await balances())).toEqual([
      { asset: 'BTC', free: '0.4012', held: '0.8423', total: '1.2435' },
      { asset: 'BTC.F', free: '0', held: '0.5', total: '0.5' },
      { asset: 'ETH2.S', free: '0', held: '3', total: '3' },
      { asset: 'USD.M', free: '0', held: '10', total: '10' },
      { asset: 'USD.HOLD', free: '0', held: '7', total: '7' },
    ]);
  });

  it('leave a credit line out', async () => {
    tell({ ZUSD: { balance: '100', credit: '500', credit_used: '20', hold_trade: '130' } });
    expect(value(await balances())).toEqual([{ asset: 'USD', free: '0', held: '130', total: '130' }]);
  });

  it('ask for the names of assets that no market told of, and are not believed where Kraken has none', async () => {
    world.server.forget();
    tell({ XXMR: { balance: '1', hold_trade: '0' } });
    const assets = { error: [], result: { XXMR: { aclass: 'currency', altname: 'XMR' } } };
    world.server.faults.meet([{ status: 200, body: assets }], ({ path }) => path.endsWith('/Assets'));
    expect(value(await balances())).toMatchObject([{ asset: 'XMR', total: '1' }]);
    tell({ XNEVER: { balance: '1', hold_trade: '0' } });
    expect(await balances()).toMatchObject({ error: { code: 'venue-answer-malformed', what: 'BalanceEx' } });
    expect(world.server.count('GET', '/0/public/Assets')).toBe(2);
  });

  it.each([
    ['two names of one asset', { XXBT: { balance: '1' }, XBT: { balance: '1' } }],
    ['a number', { ZUSD: { balance: 25435.21, hold_trade: '0' } }],
    ['less than nothing', { ZUSD: { balance: '-1', hold_trade: '0' } }],
    ['a name that is none', { 'Z USD': { balance: '1', hold_trade: '0' } }],
    ['no object', ['ZUSD']],
    ['nothing', null],
  ])('are not believed with %s', async (_what, result) => {
    tell(result);
    expect(await balances()).toMatchObject({ error: { code: 'venue-answer-malformed' } });
  });
});
