import { expect, it } from 'vitest';
import { latencyWords, liveVenueWords, skewWords } from '../../../renderer/state/connection-words.ts';

const venue = (title: string, state = 'ok', reducing: object | null = null) =>
  ({ exchange: 'kraken', title, health: { state }, reducing }) as never;

it('names the one exchange that is armed, and counts several', () => {
  expect(liveVenueWords([venue('Kraken')])).toEqual({ isWell: true, text: 'Kraken' });
  expect(liveVenueWords([venue('Kraken'), venue('Binance')])).toEqual({ isWell: true, text: '2 exchanges' });
});

it('says which are not well: that do not answer as they should, or are only sold at', () => {
  expect(liveVenueWords([venue('Kraken', 'down')])).toEqual({ isWell: false, text: 'Kraken degraded' });
  const one = [venue('Kraken'), venue('Binance', 'ok', { sinceMs: 1, why: 'Slow.' })];
  expect(liveVenueWords(one)).toEqual({ isWell: false, text: '1 of 2 exchanges degraded' });
});

it('says what is not known', () => {
  expect([latencyWords({ latencyMs: null }), skewWords({ skewMs: null })]).toEqual(['no answer yet', 'unknown']);
  expect([latencyWords({ latencyMs: 12 }), skewWords({ skewMs: -3.2 })]).toEqual(['12 ms', '−3 ms']);
});
