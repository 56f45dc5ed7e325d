import { describe, expect, it } from 'vitest';
import { faultOf, reportedRow } from '../../../core/reports/row-words.ts';
import { someRow } from './some-row.ts';

const none = new Map<string, string>();
const words = (body: unknown, part: Parameters<typeof someRow>[0] = {}) =>
  reportedRow(someRow({ ...part, body }), none).text;
const denied = {
  code: 'denied-by-policy',
  retry: 'never',
  rulings: [
    { layer: 'engine', rule: 'order-notional', decision: 'allow', code: null, message: 'Fine.', facts: {} },
    {
      layer: 'engine',
      rule: 'day-notional',
      decision: 'deny',
      code: 'day_limit_exceeded',
      message: 'Too much in a day.',
      facts: {},
    },
  ],
};

describe('a row in a report', () => {
  it.each([
    ['a halt', { text: 'The disk is full' }, 'The disk is full'],
    ['a change of a halt', { change: 'its cause is gone' }, 'its cause is gone'],
    [
      'a policy that was changed',
      { change: { loosens: ['more'], tightens: ['less', 'few'] }, after: '{}' },
      'looser: more; stricter: less, few',
    ],
    ['a drop', { what: 'drop', why: 'Trading was halted.', armedAtMs: 1 }, 'drop; Trading was halted.'],
    [
      'an arming',
      { what: 'arm', exchanges: ['binance'], untilMs: 0, maxDayNotional: { USDT: '5' } },
      'arm; binance until 1970-01-01T00:00:00.000Z, at most 5 USDT in 24 hours',
    ],
    [
      'an order',
      { intent: { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', amount: '0.1', quoteAmount: null } },
      'buy 0.1 BTC/USDT at practice',
    ],
    ['a fill', { fillId: 'x', price: '20', amount: '0.5' }, '0.5 at 20'],
    ['a refusal by the policy', { error: denied }, 'day_limit_exceeded: Too much in a day.'],
    ['an error of a desk', { what: 'arm', error: 'conflict' }, 'arm; conflict'],
    ['a release that was refused', { refused: 'release-locked' }, 'refused: release-locked'],
    ['a trail that does not hold', { problem: 'the head is missing' }, 'the head is missing'],
    ['a body of other fields', { digest: 'abc', facts: { a: 1 } }, ''],
    ['a body that is no object', ['x'], ''],
    ['a body that was cleared', null, 'Cleared: the time it had to be kept is over.'],
  ])('says of %s what happened, in words', (_what, body, text) => expect(words(body)).toBe(text));

  it('is told with what its subject stands for, and never with the digest of a policy', () => {
    const labels = new Map([['c1', 'Day trading']]);
    expect(reportedRow(someRow({ subject: 'c1' }), labels).about).toBe('Day trading');
    expect(reportedRow(someRow({ eventType: 'policy-change', subject: 'a'.repeat(64) }), none).about).toBe('policy');
  });

  it('shows what hides spelled out, cuts what is as long as a key, and ends', () => {
    expect(words({ text: 'a\u202eb\u0000' })).toBe('a⟨U+202E⟩b⟨U+0000⟩');
    expect(words({ text: `it is ${'Q'.repeat(64)}` })).toBe('it is (cut)');
    expect(words({ text: 'long words '.repeat(100) })).toHaveLength(300);
    const hostile = reportedRow(someRow({ subject: '\u202ex', actor: '\u202ex', eventType: '\u202ex' }), none);
    expect(JSON.stringify(hostile)).not.toContain('\u202e');
  });

  it('takes nothing from a body that is not as it is written', () => {
    expect(words({ text: 7, exchanges: 'binance', untilMs: 'x', error: { no: 1 }, intent: [] })).toBe('');
    expect(words({ exchanges: ['a'], untilMs: Number.MAX_SAFE_INTEGER, maxDayNotional: {} })).toContain(
      'a time that is none',
    );
  });
});

describe('why a row failed', () => {
  it.each([
    ['the first rule that refused', { error: denied }, 'day_limit_exceeded'],
    ['an error with its reason', { error: { code: 'conflict', what: 'it is armed' } }, 'conflict'],
    ['a code alone', { error: 'vault-locked' }, 'vault-locked'],
    ['an answer', { answer: 'expired' }, 'expired'],
    ['a problem without a code', { problem: 'the head is missing' }, 'failed'],
    ['nothing', {}, 'failed'],
  ])('is %s', (_what, body, code) => expect(faultOf(someRow({ body })).code).toBe(code));
});
