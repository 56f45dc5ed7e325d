import { describe, expect, it } from 'vitest';
import { api, served } from './coinbase/served.ts';
import { krakenWorld } from './kraken/kraken-world.ts';
import { openBinanceServer } from './open-binance-server.ts';

const told = (value: string | null) => ({ ok: true, value });

describe('the account that a key belongs to', () => {
  it("is Binance's uid; an answer that names none, or not in its words, tells nothing", async () => {
    const { close, connection, server } = await openBinanceServer(1_500);
    expect(await connection.inspector.accountId()).toEqual(told('1'));
    const balances = [{ asset: 'BTC', free: '0', locked: '0' }];
    for (const uid of [undefined, null, '', 0, '0', -1, 1.5, 'me', [7], true]) {
      server.faults.meet([{ status: 200, body: { balances, uid } }], ({ path }) => path === '/api/v3/account');
      expect(await connection.inspector.accountId()).toEqual(told(null));
    }
    // More digits than a number holds: as ccxt's parser gives it, text.
    server.faults.meet([{ status: 200, body: { balances, uid: '12345678901234567890' } }]);
    expect(await connection.inspector.accountId()).toEqual(told('12345678901234567890'));
    server.faults.meet(['page with 200 before']);
    expect(await connection.inspector.accountId()).toMatchObject({ error: { code: 'venue-answer-malformed' } });
    expect(server.mutating()).toBe(0);
    await close();
  });

  it("is Coinbase's portfolio, asked for with the key's own rights; what is no UUID tells nothing", async () => {
    const { close, connection, exchange, server } = await served();
    server.forget();
    expect(await connection.inspector.accountId()).toEqual(told('3bb7a907-e3c3-4a1b-8f1d-1f6f1c1cbf0a'));
    expect(server.requests().map(({ method, path }) => `${method} ${path}`)).toEqual([`GET ${api}/key_permissions`]);
    for (const uuid of ['', 'DEFAULT', '00000000-0000-0000-0000-000000000000', 7, null]) {
      Object.assign(exchange.permissions, { portfolio_uuid: uuid });
      expect(await connection.inspector.accountId()).toEqual(told(null));
    }
    await close();
  });

  it('is not told by Kraken, which is not asked', async () => {
    const { close, connection, server } = await krakenWorld();
    server.forget();
    expect(await connection.inspector.accountId()).toEqual(told(null));
    expect(server.requests()).toEqual([]);
    await close();
  });
});
