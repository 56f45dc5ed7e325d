import { describe, expect, it } from 'vitest';
import { type LiveFacts, liveMode } from '../../../core/exchanges/exchange-mode.ts';

const fine: LiveFacts = {
  exchange: 'kraken',
  isArmed: true,
  standIn: null,
  passport: { verdict: 'fit', why: '' },
  skewMs: 0,
  reducing: () => null,
  loss: () => null,
};
const loss = {
  layer: 'engine',
  rule: 'day-loss',
  decision: 'deny',
  code: 'day_loss_unknown',
  message: 'It cannot be told.',
  facts: {},
} as const;
const codeOf = (facts: Partial<LiveFacts>, exposure: 'open' | 'reduce') => {
  const answer = liveMode({ ...fine, ...facts }, exposure);
  if (answer.ok) return 'open';
  return answer.error.code === 'denied-by-policy' ? answer.error.rulings[0]?.code : answer.error.code;
};

describe('the mode of an exchange', () => {
  it.each<[string, Partial<LiveFacts>, string, string]>([
    ['all is well', {}, 'open', 'open'],
    ['it is in trouble', { reducing: () => 'Only orders that reduce go there.' }, 'venue_reducing', 'open'],
    ['the day’s loss allows nothing new', { loss: () => loss }, 'day_loss_unknown', 'open'],
    ['its clock is off', { skewMs: 1_000 }, 'clock_skew', 'open'],
    ['its clock is not known', { skewMs: null }, 'clock_unknown', 'open'],
    ['the key is not fit', { passport: { verdict: 'unfit', why: 'It may withdraw.' } }, 'key_not_fit', 'key_not_fit'],
    ['it is not armed', { isArmed: false }, 'not-allowed', 'not-allowed'],
    ['something stands in for it', { standIn: 'https://127.0.0.1:1' }, 'not-allowed', 'not-allowed'],
  ])('where %s', (_title, facts, opening, reducing) => {
    expect([codeOf(facts, 'open'), codeOf(facts, 'reduce')]).toEqual([opening, reducing]);
  });
});
