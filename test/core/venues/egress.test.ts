import { describe, expect, it } from 'vitest';
import {
  binanceCancellerEgress,
  binanceInspectorEgress,
  binanceOrderEgress,
} from '../../../core/venues/binance/binance-egress.ts';
import { readBinanceRefusal } from '../../../core/venues/binance/binance-refusal.ts';
import { EgressDenied, NoAnswer, VenueRefusal } from '../../../core/venues/failures.ts';
import { type Allowed, type Guard, guardedFetch } from '../../../core/venues/guarded-fetch.ts';
import { html, json } from './scripted-venue.ts';

const api = 'https://api.binance.com';

function guarded(allowed: readonly Allowed[], changes: Partial<Guard> = {}) {
  const calls: { url: string; init: RequestInit | undefined }[] = [];
  const left: string[] = [];
  const fetch = guardedFetch({
    allowed,
    isOpen: () => true,
    left: (method) => left.push(method),
    secrets: [],
    readRefusal: readBinanceRefusal,
    transport: async (url, init) => {
      calls.push({ url, init });
      return json(200, {});
    },
    ...changes,
  });
  return { fetch, calls, left };
}

describe('the egress lists', () => {
  it('let an inspector only read', () => {
    expect(binanceInspectorEgress.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('let a canceller read and cancel one order', () => {
    const extra = binanceCancellerEgress.filter((item) => !binanceInspectorEgress.includes(item));
    expect(extra).toEqual([{ method: 'DELETE', origin: api, path: '/api/v3/order' }]);
  });

  it('let an order client place one order and do nothing else', () => {
    expect(binanceOrderEgress).toEqual([{ method: 'POST', origin: api, path: '/api/v3/order' }]);
  });
});

describe('the guarded way out', () => {
  it('lets out what is listed, tells that it left, and follows no redirect', async () => {
    const { fetch, calls, left } = guarded(binanceOrderEgress);
    await fetch(`${api}/api/v3/order`, { method: 'POST', body: 'a=1' });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.init?.redirect).toBe('error');
    expect(left).toEqual(['POST']);
  });

  it.each([
    ['another method', 'DELETE', `${api}/api/v3/order`],
    ['a method in small letters', 'post', `${api}/api/v3/order`],
    ['another origin', 'POST', 'https://api1.binance.com/api/v3/order'],
    ['a look-alike origin', 'POST', 'https://api.binance.com.evil.example/api/v3/order'],
    ['the origin as a user name', 'POST', 'https://api.binance.com@evil.example/api/v3/order'],
    ['plain HTTP', 'POST', 'http://api.binance.com/api/v3/order'],
    ['another port', 'POST', 'https://api.binance.com:8443/api/v3/order'],
    ['a longer path', 'POST', `${api}/api/v3/order/test`],
    ['a path in capitals', 'POST', `${api}/API/v3/order`],
    ['a path that climbs out', 'POST', `${api}/api/v3/order/../../../sapi/v1/capital/withdraw/apply`],
    ['an encoded climb', 'POST', `${api}/api/v3/order/%2e%2e/withdraw`],
    ['withdrawing', 'POST', `${api}/sapi/v1/capital/withdraw/apply`],
  ])('denies %s before anything leaves', async (_name, method, url) => {
    const { fetch, calls, left } = guarded(binanceOrderEgress);
    await expect(fetch(url, { method })).rejects.toBeInstanceOf(EgressDenied);
    expect(calls).toHaveLength(0);
    expect(left).toHaveLength(0);
  });

  it('lets nothing out once its scope is closed', async () => {
    const { fetch, calls } = guarded(binanceOrderEgress, { isOpen: () => false });
    await expect(fetch(`${api}/api/v3/order`, { method: 'POST' })).rejects.toBeInstanceOf(EgressDenied);
    expect(calls).toHaveLength(0);
  });

  it.each([201, 204, 302, 400, 403, 429, 500, 503])(
    'takes status %i for a refusal, with the time to wait if told',
    async (status) => {
      const body = status === 204 ? null : '{}';
      const transport = async () => new Response(body, { status, headers: { 'retry-after': '7' } });
      const { fetch } = guarded(binanceOrderEgress, { transport });
      const cause = await fetch(`${api}/api/v3/order`, { method: 'POST' }).catch((thrown: unknown) => thrown);
      expect(cause).toBeInstanceOf(VenueRefusal);
      expect((cause as VenueRefusal).refusal).toEqual({
        status,
        venueCode: null,
        class: status === 429 ? 'rate' : 'unsure',
        reason: `answered HTTP ${status}`,
        retryAfterMs: 7_000,
      });
    },
  );

  it("reads the venue's code only from its exact shape", async () => {
    const bodies: [Response, string | null][] = [
      [json(400, { code: -2010, msg: 'no' }), '-2010'],
      [json(400, { msg: 'no', code: -2010 }), '-2010'],
      [json(400, { code: '-2010', msg: 'no' }), null],
      [json(400, { code: -2010 }), null],
      [json(400, { code: 0, msg: 'no' }), null],
      [json(400, [{ code: -2010, msg: 'no' }]), null],
      [html(400), null],
    ];
    for (const [response, venueCode] of bodies) {
      const { fetch } = guarded(binanceOrderEgress, { transport: async () => response });
      const cause = await fetch(`${api}/api/v3/order`, { method: 'POST' }).catch((thrown: unknown) => thrown);
      expect((cause as VenueRefusal).refusal.venueCode).toBe(venueCode);
    }
  });

  it.each([
    ['ECONNREFUSED', 'no'],
    ['ENOTFOUND', 'no'],
    ['CERT_HAS_EXPIRED', 'no'],
    ['ECONNRESET', 'maybe'],
    ['EPIPE', 'maybe'],
    ['UND_ERR_SOCKET', 'maybe'],
    ['ETIMEDOUT', 'maybe'],
  ])('knows for %s whether the request was sent: %s', async (code, wasSent) => {
    const transport = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) }));
    const { fetch } = guarded(binanceOrderEgress, { transport });
    const cause = await fetch(`${api}/api/v3/order`, { method: 'POST' }).catch((thrown: unknown) => thrown);
    expect(cause).toBeInstanceOf(NoAnswer);
    expect((cause as NoAnswer).wasSent).toBe(wasSent);
  });

  it('takes a body that breaks off for no answer', async () => {
    const transport = async () =>
      new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError('terminated')) }));
    const { fetch } = guarded(binanceOrderEgress, { transport });
    await expect(fetch(`${api}/api/v3/order`, { method: 'POST' })).rejects.toMatchObject({ wasSent: 'maybe' });
  });

  it('gives up with the signal even where the transport does not', async () => {
    const { fetch } = guarded(binanceOrderEgress, { transport: () => new Promise(() => undefined) });
    const aborter = new AbortController();
    const answer = fetch(`${api}/api/v3/order`, { method: 'POST', signal: aborter.signal });
    aborter.abort();
    await expect(answer).rejects.toMatchObject({ name: 'NoAnswer', wasSent: 'maybe' });
  });
});
