import { describe, expect, it } from 'vitest';
import { createKrakenCcxt } from '../../../../core/venues/kraken/kraken-ccxt.ts';
import { krakenOrderEgress } from '../../../../core/venues/kraken/kraken-egress.ts';
import { apiSign } from '../../../exchange/kraken/api-sign.ts';
import { manualClock } from '../../../manual-clock.ts';

/** Kraken's own example. https://docs.kraken.com/exchange/guides/rest/authentication */
const example = {
  path: '/0/private/AddOrder',
  secret: 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==',
  nonce: '1616492376594',
  body: 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25',
  signature: '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
};

describe("Kraken's published example of API-Sign", () => {
  it('is what the test exchange computes', () => {
    expect(apiSign(example.path, example.nonce, example.body, example.secret)).toBe(example.signature);
  });

  it('is what leaves when we place that order, through ccxt and the guard', async () => {
    const left: { url: string; body: unknown; sign: string | null }[] = [];
    const exchange = createKrakenCcxt({
      credentials: { apiKey: 'the-public-part', secret: example.secret },
      clock: manualClock(),
      allowed: krakenOrderEgress,
      isOpen: () => true,
      mutates: () => undefined,
      nonce: () => 1_616_492_376_594,
      timeoutMs: 1_000,
      transport: async (url, init) => {
        left.push({ url, body: init?.body, sign: new Headers(init?.headers).get('api-sign') });
        return new Response('{"error":[],"result":{}}');
      },
    });
    await exchange.privatePostAddOrder({
      ordertype: 'limit',
      pair: 'XBTUSD',
      price: '37500',
      type: 'buy',
      volume: '1.25',
    });
    expect(left).toEqual([
      { url: `https://api.kraken.com${example.path}`, body: example.body, sign: example.signature },
    ]);
  });
});
