import { describe, expect, it } from 'vitest';
import { html, json, openScripted, restingOrder } from './scripted-venue.ts';

const route = 'DELETE /api/v3/order';
const look = 'GET /api/v3/order';
const nothingToCancel = () => json(400, { code: -2011, msg: 'Unknown order sent.' });

function canceled(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    ...restingOrder({ status: 'CANCELED' }),
    clientOrderId: 'made-up-by-the-venue',
    origClientOrderId: 'ours-1',
    transactTime: 1_767_225_600_300,
    ...changes,
  };
}

describe('cancelling an order', () => {
  it('names it by our own id and answers how it ended', async () => {
    const { venue, connection } = await openScripted();
    venue.on(route, () => canceled());
    expect(await connection.canceller.cancel('BTC/USDT', 'ours-1')).toMatchObject({
      ok: true,
      value: { clientOrderId: 'ours-1', status: 'canceled', filled: '0', updatedAtMs: 1_767_225_600_300 },
    });
    const [sent] = venue.sentTo(route);
    expect(sent?.parameters.get('origClientOrderId')).toBe('ours-1');
    expect(connection.mutatingRequests()).toBe(1);
  });

  it('that has already ended answers how, after looking', async () => {
    const { venue, connection } = await openScripted();
    venue.on(route, nothingToCancel);
    venue.on(look, () =>
      restingOrder({ status: 'FILLED', executedQty: '0.00200000', cummulativeQuoteQty: '120.00000000' }),
    );
    expect(await connection.canceller.cancel('BTC/USDT', 'ours-1')).toMatchObject({
      ok: true,
      value: { status: 'filled', filled: '0.002' },
    });
  });

  it('that the venue refuses to cancel is never taken for cancelled', async () => {
    const { venue, connection } = await openScripted();
    venue.on(route, nothingToCancel);
    venue.on(look, () => restingOrder());
    expect(await connection.canceller.cancel('BTC/USDT', 'ours-1')).toMatchObject({
      ok: false,
      error: { code: 'venue-rejected', venueCode: '-2011' },
    });
  });

  it('that the venue does not know is not found', async () => {
    const { venue, connection } = await openScripted();
    venue.on(route, nothingToCancel);
    venue.on(look, () => json(400, { code: -2013, msg: 'Order does not exist.' }));
    expect(await connection.canceller.cancel('BTC/USDT', 'ours-1')).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it.each([
    ['a page', () => html(200), 'venue-answer-malformed'],
    ['an empty object', () => ({}), 'venue-answer-malformed'],
    ['another order', () => canceled({ origClientOrderId: 'ours-2' }), 'venue-answer-malformed'],
    ['an order that is still open', () => canceled({ status: 'NEW' }), 'venue-answer-malformed'],
    ['silence', () => new Promise(() => undefined), 'venue-unreachable'],
    ['503', () => html(503), 'venue-unreachable'],
    ['a limit', () => html(429), 'rate-limited'],
  ])('answered by %s is not taken for cancelled, and can be asked again', async (_name, script, code) => {
    const { venue, connection } = await openScripted();
    venue.on(route, script);
    expect(await connection.canceller.cancel('BTC/USDT', 'ours-1')).toMatchObject({ ok: false, error: { code } });
    expect(venue.sentTo(route)).toHaveLength(1);
    venue.on(route, () => canceled());
    expect(await connection.canceller.cancel('BTC/USDT', 'ours-1')).toMatchObject({ ok: true });
  });
});
