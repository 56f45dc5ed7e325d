import { describe, expect, it } from 'vitest';
import type { Sweep, VenueStanding } from '../../../core/contract/shapes.ts';
import { sweepWords, venueNews, venueStateWords } from '../../../renderer/state/venue-words.ts';

const standing: VenueStanding = {
  exchange: 'kraken',
  title: 'Kraken',
  standIn: null,
  keySource: 'vault',
  keyProblem: null,
  passportVerdict: 'fit',
  health: { exchange: 'kraken', state: 'ok', latencyMs: 80, skewMs: 3, text: 'Answers' },
  venueStatus: 'ok',
  reducing: null,
  openOrders: null,
  otherKeyOrders: null,
  unexplained: [],
  deadman: null,
  hasDeadman: true,
  isArmed: false,
  mutatingRequests: 0,
};
const sweep: Sweep = { exchange: 'kraken', listed: 3, canceled: 3, left: [], unreached: [], failure: null };

describe('words about exchanges', () => {
  it('have no news of an exchange where nothing is open and nothing changed', () => {
    expect(venueNews(standing)).toBeNull();
    expect(venueNews({ ...standing, openOrders: { count: 0, atMs: 1, isAcknowledged: false } })).toBeNull();
    expect(venueNews({ ...standing, openOrders: { count: 2, atMs: 1, isAcknowledged: true } })).toBeNull();
  });

  it('tell what is open until it was acknowledged', () => {
    const open = { ...standing, openOrders: { count: 2, atMs: 1, isAcknowledged: false } };
    expect(venueNews(open)?.openOrders).toBe('2 orders are open at Kraken.');
  });

  it('tell an unexplained change although the orders were acknowledged, with its asset escaped', () => {
    const changed = {
      ...standing,
      openOrders: { count: 2, atMs: 1, isAcknowledged: true },
      unexplained: [{ asset: 'B\u200bTC', change: '-1' as never, atMs: 1 }],
    };
    const news = venueNews(changed);
    expect(news?.openOrders).toBeNull();
    expect(news?.unexplained).toContain('nothing here explains it');
    expect(news?.unexplained).not.toContain('\u200b');
  });

  it('call a sweep proved only when the exchange lists nothing afterwards', () => {
    expect(sweepWords(sweep)).toBe('All 3 are gone: the exchange lists none any more.');
    expect(sweepWords({ ...sweep, listed: 0, canceled: 0 })).toBe('There was nothing open.');
    expect(sweepWords({ ...sweep, left: [{} as never], canceled: 2 })).toBe('2 of 3 are cancelled; 1 are still open.');
    expect(sweepWords({ ...sweep, failure: 'It does not answer.' })).toMatch(/Nothing is proved/);
  });

  it('tell of orders that only another key reaches, until they were acknowledged, and after a sweep', () => {
    const elsewhere = { count: 1, text: 'One order\u200b was placed with another key.', isAcknowledged: false };
    expect(venueNews({ ...standing, otherKeyOrders: elsewhere })?.otherKeyOrders).toMatch(/^One order⟨U\+200B⟩ was/);
    expect(venueNews({ ...standing, otherKeyOrders: { ...elsewhere, isAcknowledged: true } })).toBeNull();
    expect(sweepWords({ ...sweep, unreached: [{} as never] })).toBe(
      'All 3 are gone: the exchange lists none any more. One order was placed with another key and not reached.',
    );
  });

  it('tell that only orders that reduce go to an armed exchange, and why; on paper its card says it', () => {
    const reducing = { sinceMs: 1, why: 'Only orders that reduce go to Kraken: its clock​ is off.' };
    expect(venueNews({ ...standing, reducing, isArmed: true })?.reducing).toMatch(/its clock⟨U\+200B⟩ is off/);
    expect(venueNews({ ...standing, reducing })).toBeNull();
    expect(venueStateWords({ ...standing, reducing, isArmed: true })).toBe('Answers, armed, only reduces');
  });

  it('say of an exchange without a key that it is not asked', () => {
    expect(venueStateWords({ ...standing, keySource: 'none' })).toBe('Not asked');
    expect(venueStateWords({ ...standing, isArmed: true })).toBe('Answers, armed');
  });
});
