import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ExchangeServer, serveExchange } from '../../exchange/exchange-server.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';

const origin = 'https://api.example.com';
let handled = 0;
let server: ExchangeServer;
let net: TlsFetch;
beforeAll(async () => {
  server = await serveExchange(
    {
      origins: [origin],
      echoKeys: ['clientOrderId'],
      handle({ path, query, body, nowMs }) {
        handled += 1;
        return { status: 200, body: { path, query, body, nowMs, clientOrderId: 'ours-1' } };
      },
    },
    { nowMs: () => 1_000 },
  );
  net = tlsFetch([server]);
});
afterEach(() => {
  server.faults.clear();
  server.forget();
  server.skew(0);
  handled = 0;
});
afterAll(async () => {
  net.close();
  await server.close();
});

const ask = (init?: RequestInit) => net.fetch(`${origin}/order?a=1`, { redirect: 'error', ...init });
const told = async (init?: RequestInit) => (await ask(init)).json();

describe('a served exchange', () => {
  it('gets the request as it was sent, and its answer arrives', async () => {
    expect(await told({ method: 'POST', body: 'b=2' })).toEqual({
      path: '/order',
      query: 'a=1',
      body: 'b=2',
      nowMs: 1_000,
      clientOrderId: 'ours-1',
    });
    server.skew(-300);
    expect(await told()).toMatchObject({ nowMs: 700 });
    expect(server.requests().map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /order', 'GET /order']);
    expect([server.count('POST', '/order'), server.mutating()]).toEqual([1, 1]);
  });

  it('is trusted only with its authority, and only under the names it stands for', async () => {
    const other = tlsFetch([{ ...server, origins: ['https://api.elsewhere.example'] }]);
    await expect(other.fetch('https://api.elsewhere.example/')).rejects.toMatchObject({
      cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    await expect(fetch(server.url)).rejects.toMatchObject({
      cause: { code: expect.stringMatching(/SELF_SIGNED|LEAF/) },
    });
    other.close();
    expect(handled).toBe(0);
  });

  it('counts origins that stand nowhere, and refuses connections when told to', async () => {
    await expect(net.fetch('https://api.nowhere.example/x')).rejects.toMatchObject({ cause: { code: 'ENOTFOUND' } });
    expect(net.strays).toEqual(['https://api.nowhere.example']);
    net.refuse(1);
    await expect(ask()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect((await ask()).status).toBe(200);
  });
});

describe('a fault', () => {
  it.each(['hang before', 'hang after', 'late'] as const)('%s ends with the signal of the caller', async (fault) => {
    server.faults.meet([fault]);
    const aborter = new AbortController();
    const answer = ask({ signal: aborter.signal });
    await expect.poll(() => server.requests().length).toBe(1);
    aborter.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => handled).toBe(fault === 'hang after' ? 1 : 0);
    expect(await server.faults.deliverLate()).toBe(fault === 'late' ? 1 : 0);
    expect(handled).toBe(fault === 'hang before' ? 0 : 1);
  });

  it.each([
    ['reset before', 0],
    ['reset after', 1],
    ['redirect before', 0],
  ] as const)('%s is no answer', async (fault, times) => {
    server.faults.meet([fault]);
    await expect(ask()).rejects.toThrow('fetch failed');
    expect(handled).toBe(times);
  });

  it('that cuts an answer off breaks its body', async () => {
    server.faults.meet(['cut off after']);
    const response = await ask();
    await expect(response.text()).rejects.toThrow();
  });

  it.each([
    ['page with 200 before', 0, 200],
    ['page with 200 after', 1, 200],
    ['truncated after', 1, 200],
    ['500 before', 0, 500],
    ['503 before', 0, 503],
    ['503 after', 1, 503],
  ] as const)('%s is no JSON', async (fault, times, status) => {
    server.faults.meet([fault]);
    const response = await ask();
    expect(response.status).toBe(status);
    await expect(response.json()).rejects.toThrow();
    expect(handled).toBe(times);
  });

  it.each([
    ['empty answer before', 0, {}],
    ['empty answer after', 1, {}],
    ['delivered twice', 2, { path: '/order', clientOrderId: 'ours-1' }],
    ['missing echo after', 1, { path: '/order' }],
    ['foreign echo after', 1, { path: '/order', clientOrderId: 'somebody-elses-1' }],
  ] as const)('%s is JSON that misleads', async (fault, times, answer) => {
    server.faults.meet([fault]);
    const { query: _query, body: _body, nowMs: _nowMs, ...rest } = await told();
    expect(rest).toEqual(answer);
    expect(handled).toBe(times);
  });

  it('is met once by the requests it is for, and a drawn one by all others', async () => {
    server.faults.draw(() => ({ status: 404, body: 'drawn' }));
    server.faults.meet(['429 before'], ({ method }) => method === 'POST');
    expect([
      (await ask()).status,
      (await ask({ method: 'POST' })).status,
      (await ask({ method: 'POST' })).status,
    ]).toEqual([404, 429, 404]);
    server.faults.meet(['418 before']);
    expect((await ask()).headers.get('retry-after')).toBe('2');
  });
});
