import { describe, expect, it } from 'vitest';
import { canary, html, json, openScripted, type Script, type Sent } from './scripted-venue.ts';

/** Every way in which a venue, or something on the way to it, can fail: each repeats what it was sent as far as it can. */
const failures: readonly [string, (sent: Sent) => unknown][] = [
  ['a refusal that repeats the request', (sent) => json(400, { code: -1102, msg: `bad: ${sent.url} ${echo(sent)}` })],
  ['a revoked key', (sent) => json(401, { code: -2015, msg: `Invalid API-key ${echo(sent)}` })],
  ['a rate limit', (sent) => json(429, { code: -1003, msg: echo(sent) }, { 'retry-after': echo(sent).slice(0, 9) })],
  ['an error page that repeats the request', (sent) => new Response(echo(sent), { status: 503 })],
  ['a page with 200 that repeats the request', (sent) => new Response(echo(sent), { status: 200 })],
  ['an error in a 200', (sent) => ({ code: -2010, msg: echo(sent) })],
  ['fields that repeat the request', (sent) => ({ symbol: echo(sent), status: echo(sent), balances: echo(sent) })],
  ['an empty object', () => ({})],
  ['a page', () => html(200)],
  ['a reset that names the address', (sent) => Promise.reject(new TypeError(`fetch failed ${sent.url}`))],
  ['a throw that names the key', (sent) => Promise.reject(new Error(echo(sent)))],
  ['a system error', (sent) => Promise.reject(Object.assign(new Error(echo(sent)), { code: 'ECONNRESET' }))],
  ['a system error with an odd code', (sent) => Promise.reject(Object.assign(new Error(), { code: echo(sent) }))],
  ['silence', () => new Promise(() => undefined)],
];

const routes = [
  'GET /api/v3/account',
  'GET /api/v3/openOrders',
  'GET /api/v3/order',
  'GET /api/v3/myTrades',
  'GET /api/v3/depth',
  'GET /api/v3/time',
  'GET /api/v3/exchangeInfo',
  'GET /sapi/v1/asset/tradeFee',
  'POST /api/v3/order',
  'DELETE /api/v3/order',
];

function echo(sent: Sent): string {
  return [canary.apiKey, canary.secret, sent.parameters.get('signature'), sent.parameters.toString()].join(' ');
}

describe('an error of a venue', () => {
  it.each(failures)('never tells key, secret, signature or address: %s', async (_name, failure) => {
    const { venue, connection, submit } = await openScripted(undefined, 15);
    const failing: Script = (sent) => failure(sent);
    for (const route of routes) venue.on(route, failing);
    const { inspector, canceller } = connection;
    const answers = await Promise.all([
      inspector.markets(),
      inspector.book('BTC/USDT', 5),
      inspector.balances(),
      inspector.openOrders(),
      inspector.orderByClientId('BTC/USDT', 'ours-1'),
      inspector.fillsOf('BTC/USDT', '71'),
      connection.fees('BTC/USDT'),
      inspector.ping(),
      canceller.cancel('BTC/USDT', 'ours-1'),
      submit(),
    ]);
    const signatures = venue.sent.map(({ parameters }) => parameters.get('signature')).filter((one) => one !== null);
    expect(signatures.length).toBeGreaterThan(5);
    for (const answer of answers) {
      expect(answer.ok).toBe(false);
      const text = JSON.stringify(answer);
      for (const hidden of [canary.apiKey, canary.secret, 'https:', 'api.binance.com', 'signature=', ...signatures]) {
        const shown = text.replaceAll('signature=(cut)', '');
        expect(shown).not.toContain(hidden);
      }
    }
  });
});
