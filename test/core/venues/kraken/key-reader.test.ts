import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unknownRights } from '../../../../core/domain/key-rights.ts';
import { createKrakenKeyReader } from '../../../../core/venues/kraken/kraken-key-reader.ts';
import type { KeyReader } from '../../../../core/venues/venue.ts';
import type { ExchangeRequest } from '../../../exchange/exchange-server.ts';
import { type KrakenWorld, krakenWorld, value } from './kraken-world.ts';

let world: KrakenWorld;
let reader: KeyReader;
beforeAll(async () => {
  world = await krakenWorld();
  const { clock, credentials, net } = world;
  reader = createKrakenKeyReader({ transport: net.fetch, credentials, clock, rateLimit: false, timeoutMs: 1_000 });
});
afterAll(() => world.close());

describe('a reader of a Kraken key', () => {
  it('asks one endpoint, and keeps the hash of what it said', async () => {
    world.server.forget();
    const { answerHash, rights } = value(await reader.read());
    expect(rights).toMatchObject({
      trade: 'yes',
      withdraw: 'no',
      ipRestricted: 'yes',
      expiresAtMs: 'never',
      missing: [],
    });
    expect(world.server.requests().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /0/private/GetApiKeyInfo',
    ]);
    const again = value(await reader.read());
    // The answer tells the key's nonce: it is never the same.
    expect(again.answerHash).not.toBe(answerHash);
  });

  it('hashes the very bytes', async () => {
    const body = '{"error":[],"result":{"permissions":["withdraw-funds"]}}';
    world.server.faults.meet([{ status: 200, body }]);
    expect(value(await reader.read())).toMatchObject({
      rights: { withdraw: 'yes', trade: 'no' },
      answerHash: createHash('sha256').update(body).digest('hex'),
    });
  });

  it('takes a captive portal for no answer of Kraken’s', async () => {
    world.server.faults.meet(['page with 200 before']);
    expect(value(await reader.read()).rights).toEqual(unknownRights);
  });

  it('takes what Kraken says of its clock for no answer about the key', async () => {
    const aboutKey = ({ path }: ExchangeRequest): boolean => path === '/0/private/GetApiKeyInfo';
    world.server.faults.meet([{ status: 200, body: '{"error":["EAPI:Invalid nonce"]}' }, 'reset before'], aboutKey);
    world.server.forget();
    expect(await reader.read()).toMatchObject({ ok: false, error: { code: 'venue-unreachable' } });
    expect(world.server.requests().map(({ path }) => path)).toContain('/0/public/Time');
  });

  it('tells a key that is gone, and one whose secret is wrong', async () => {
    const { clock, credentials, net } = world;
    const options = { transport: net.fetch, clock, rateLimit: false, timeoutMs: 1_000 };
    const wrong = createKrakenKeyReader({ ...options, credentials: { ...credentials, secret: 'c2VjcmV0' } });
    expect(await wrong.read()).toMatchObject({ error: { code: 'key-refused', problem: 'signature' } });
    const unsigned = createKrakenKeyReader({ ...options, credentials: { ...credentials, secret: 'secret?' } });
    expect(await unsigned.read()).toMatchObject({ error: { code: 'invalid-input' } });
    world.kraken.keys.length = 0;
    expect(await reader.read()).toMatchObject({ error: { code: 'key-refused', problem: 'key-gone' } });
  });
});
