import { expect, it } from 'vitest';
import type { Checklist } from '../../../core/contract/shapes.ts';
import { decimal } from '../../../core/domain/money.ts';
import { tokenList } from '../../../core/domain/tokens/token-list.ts';
import { type ArmingFacts, whyNotArmable } from '../../../core/golive/arming-terms.ts';

const dayMs = 86_400_000;
const nowMs = 500 * dayMs;
const item = (state: string, waiver: object | null = null) => ({ title: 'The drill', state, waiver });
const list = (...items: object[]) => ({ items }) as unknown as Checklist;
const facts: ArmingFacts = {
  nowMs,
  isHalted: false,
  checklist: list(item('met'), item('unmet', { reason: 'x' })),
  limits: { maxOrderNotional: { USDT: decimal('100'), EUR: decimal('1') }, maxDayNotional: { USDT: decimal('500') } },
  exchangesWithKey: ['kraken'],
  paperBySetting: null,
  armedBeforeMs: dayMs,
  ...{ chains: [], tokens: tokenList([]), signer: null },
};
const scope = {
  ...{ exchanges: ['kraken' as const], untilMs: nowMs + dayMs, maxDayNotional: { USDT: decimal('500') } },
  ...{ chains: [], maxDaySpend: {} },
};

it('may be armed where all is met or waived, for what the policy bounds', () => {
  expect(whyNotArmable(scope, facts)).toBeNull();
});

it.each([
  ['a halt that stands', scope, { isHalted: true }, 'release it first'],
  ['a setting that says paper', scope, { paperBySetting: 'PAPER_MODE=true' }, 'PAPER_MODE=true'],
  ['an item that is not met', scope, { checklist: list(item('unmet')) }, 'The drill'],
  ['an item that is not known', scope, { checklist: list(item('unknown'), item('unmet')) }, 'and 1 more'],
  ['an exchange without a key', { ...scope, exchanges: ['binance' as const] }, {}, 'no key of binance'],
  ['more than 7 days', { ...scope, untilMs: nowMs + 7 * dayMs + 1 }, {}, '7 days'],
  ['a time that is over', { ...scope, untilMs: nowMs - 1 }, {}, '5 minutes'],
  ['neither an exchange nor a chain', { ...scope, exchanges: [] }, {}, 'an exchange or a chain'],
  ['a chain, where nothing signs', { ...scope, chains: [1] }, {}, 'no signer'],
  ['no amount', { ...scope, maxDayNotional: {} }, {}, 'the most that may move'],
  ['more than the policy lets', { ...scope, maxDayNotional: { USDT: decimal('500.01') } }, {}, '500 USDT'],
  ['an asset without a most of a day', { ...scope, maxDayNotional: { EUR: decimal('1') } }, {}, 'EUR'],
  [
    'an asset of which the policy knows nothing',
    { ...scope, maxDayNotional: { toString: decimal('1') } },
    {},
    'toString',
  ],
  ['all that the policy lets, the first time', scope, { armedBeforeMs: dayMs - 1 }, '50 USDT'],
])('not with %s', (_what, wanted, change, why) => {
  expect(whyNotArmable(wanted, { ...facts, ...change } as ArmingFacts)).toContain(why);
});

it('moves a tenth of a day at first', () => {
  const first = { ...facts, armedBeforeMs: 0 };
  expect(whyNotArmable({ ...scope, maxDayNotional: { USDT: decimal('50') } }, first)).toBeNull();
  expect(whyNotArmable({ ...scope, maxDayNotional: { USDT: decimal('50.01') } }, first)).not.toBeNull();
});
