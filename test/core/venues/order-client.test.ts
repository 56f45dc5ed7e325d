import { describe, expect, it } from 'vitest';
import { openVenue } from '../../../core/venues/open-venue.ts';
import { manualClock } from '../../manual-clock.ts';
import { approvedOrder, canary, openScripted, scriptedVenue } from './scripted-venue.ts';

const route = 'POST /api/v3/order';

describe('an order client', () => {
  it('does not exist outside an armed scope', async () => {
    const { connection } = await openScripted();
    expect(connection.orderClient({ isArmed: (scope) => scope === 'paper' }, 'live')).toMatchObject({
      ok: false,
      error: { code: 'not-allowed', face: 'live' },
    });
  });

  it('does not exist without a key, and neither does any signed request', async () => {
    const venue = scriptedVenue();
    const opened = await openVenue({
      exchange: 'practice',
      transport: venue.transport,
      credentials: null,
      clock: manualClock(),
      rateLimit: false,
      timeoutMs: 40,
    });
    if (!opened.ok) throw new Error('the venue should open without a key');
    expect(opened.value.markets[0]).toMatchObject({ symbol: 'BTC/USDT', makerFee: '0.001', takerFee: '0.001' });
    expect(opened.value.orderClient({ isArmed: () => true }, 'live')).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    expect(await opened.value.inspector.balances()).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(venue.sent.map(({ path }) => path)).toEqual(['/api/v3/exchangeInfo']);
  });

  it('sends nothing once its scope is disarmed', async () => {
    const { venue, connection } = await openScripted();
    let armed = true;
    const client = connection.orderClient({ isArmed: () => armed }, 'live');
    armed = false;
    if (!client.ok) throw new Error('the scope was armed');
    expect(await client.value.submit(approvedOrder())).toMatchObject({ ok: false, error: { code: 'egress-denied' } });
    expect(venue.sentTo(route)).toEqual([]);
    expect(connection.mutatingRequests()).toBe(0);
  });

  it('asks again after waiting for the rate limit', async () => {
    const venue = scriptedVenue();
    const opened = await openVenue({
      exchange: 'practice',
      transport: venue.transport,
      credentials: canary,
      clock: manualClock(),
      rateLimit: true,
      timeoutMs: 1_000,
    });
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    let armed = true;
    const client = opened.value.orderClient({ isArmed: () => armed }, 'live');
    if (!client.ok) throw new Error('the scope was armed');
    const answers = Array.from({ length: 4 }, (_, i) =>
      client.value.submit(approvedOrder({ clientOrderId: `ours-${i}` })),
    );
    armed = false;
    for (const answer of await Promise.all(answers)) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'egress-denied' } });
    }
    expect(venue.sentTo(route)).toEqual([]);
  });
});
