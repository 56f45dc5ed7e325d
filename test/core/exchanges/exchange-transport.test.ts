import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeTransport, standInOf } from '../../../core/exchanges/exchange-transport.ts';
import { loadSettings } from '../../../core/settings/settings.ts';
import { type ExchangeServer, serveExchange } from '../../exchange/exchange-server.ts';
import { testAuthority } from '../../tls/certificates.ts';

const origins = ['https://api.kraken.com'];
let folder = '';
let server: ExchangeServer;
const escaped: string[] = [];
const realFetch = async (url: string): Promise<Response> => {
  escaped.push(url);
  return new Response('{}');
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-stand-in-'));
  server = await serveExchange({
    origins,
    handle: ({ body, method, path, query }) =>
      path === '/away'
        ? { status: 302, body: '', headers: { location: 'https://example.com/' } }
        : { status: 200, body: { method, path, query, body } },
  });
  writeFileSync(join(folder, 'ca.pem'), server.ca);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const settingsWith = (environment: Readonly<Record<string, string>>) => loadSettings({ environment, dataFolder: null });
const standing = (ca = 'ca.pem') =>
  settingsWith({ PORTCULLIS_STANDIN_KRAKEN: server.url, PORTCULLIS_STANDIN_CA: join(folder, ca) });

describe('the way to an exchange', () => {
  it('is the real one where no stand-in is set', async () => {
    const settings = settingsWith({});
    expect(standInOf(settings, 'kraken')).toBeNull();
    await exchangeTransport(settings, realFetch, 'kraken')('https://api.kraken.com/0/public/Time');
    expect(escaped.splice(0)).toEqual(['https://api.kraken.com/0/public/Time']);
  });

  it('leads to the stand-in with everything that was asked, and nothing reaches the real one', async () => {
    const fetch = exchangeTransport(standing(), realFetch, 'kraken');
    const read = await fetch('https://api.kraken.com/0/public/Time?a=1');
    expect(await read.json()).toEqual({ method: 'GET', path: '/0/public/Time', query: 'a=1', body: '' });
    const sent = await fetch('https://api.kraken.com/0/private/AddOrder', { method: 'POST', body: 'nonce=1&x=é' });
    expect(await sent.json()).toMatchObject({ method: 'POST', path: '/0/private/AddOrder', body: 'nonce=1&x=é' });
    expect(escaped).toEqual([]);
  });

  it('leads nowhere for another origin', async () => {
    const fetch = exchangeTransport(standing(), realFetch, 'kraken');
    await expect(fetch('https://api.binance.com/api/v3/time')).rejects.toThrow('no stand-in');
    expect(escaped).toEqual([]);
  });

  it('follows no redirect, and ends with the signal', async () => {
    const fetch = exchangeTransport(standing(), realFetch, 'kraken');
    await expect(fetch('https://api.kraken.com/away')).rejects.toBeInstanceOf(TypeError);
    server.faults.meet(['hang before']);
    const aborter = new AbortController();
    const asked = fetch('https://api.kraken.com/0/public/Time', { signal: aborter.signal });
    aborter.abort();
    await expect(asked).rejects.toBeInstanceOf(TypeError);
    server.faults.clear();
  });

  it('does not trust a stand-in that another authority vouches for', async () => {
    writeFileSync(join(folder, 'other.pem'), testAuthority('Another authority').ca);
    for (const ca of ['other.pem', 'missing.pem']) {
      const fetch = exchangeTransport(standing(ca), realFetch, 'kraken');
      await expect(fetch('https://api.kraken.com/0/public/Time')).rejects.toBeInstanceOf(TypeError);
    }
  });

  it.each([
    'http://127.0.0.1:1',
    'https://localhost:1',
    'https://10.0.0.1',
    'https://127.0.0.1:1/path',
    'https://a@127.0.0.1',
  ])('takes no stand-in at %s', (address) => {
    const settings = settingsWith({ PORTCULLIS_STANDIN_KRAKEN: address });
    expect(settings.problems).toHaveLength(1);
    expect(standInOf(settings, 'kraken')).toBeNull();
  });
});
