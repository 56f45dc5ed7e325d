import { quoteOf } from '../policy/assets.ts';
import { limitFor } from '../policy/limits.ts';
import type { ChecklistFacts } from './checklist-facts.ts';
import { type ItemAbout, type JudgedItem, met, unknown, unmet } from './item.ts';
import { keysInUse } from './keys-in-use.ts';

const dayMs = 86_400_000;
/** What was traded on paper before it is done with money: so many orders over so long, under the policy as it stands. */
const paperOrders = 20;
const paperSpanMs = dayMs;

const transactionRules: ItemAbout = {
  itemId: 'transaction-rules',
  title: 'Both policy layers bound what is signed: chain, recipient, value and gas',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const orderLimits: ItemAbout = {
  itemId: 'order-limits',
  title: 'Orders have limits: exchanges, kinds of market, and amounts of every quote asset',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const paperRecord: ItemAbout = {
  itemId: 'paper-record',
  title: 'This policy was traded on paper first',
  custodyLine: null,
  source: 'register',
  isWaivable: true,
};

/** What the policy must say before anything moves money, and that it was tried. */
export function policyItems(facts: ChecklistFacts): readonly JudgedItem[] {
  return [signed(facts), ordered(facts), tried(facts)];
}

/** The rules that each layer must have for what is signed, by their names there. */
const bounds = [
  ['engine', 'sign-chain-id', 'chains'],
  ['engine', 'sign-to', 'recipients'],
  ['engine', 'sign-value', 'largest value'],
  ['engine', 'sign-gas', 'most gas'],
  ['signer', 'signer-chain-id', 'chains at the signer (SIGNER_ALLOWED_CHAIN_IDS)'],
  ['signer', 'signer-to', 'recipients at the signer (SIGNER_ALLOWED_TO_ADDRESSES)'],
  ['signer', 'signer-value', 'largest value at the signer (SIGNER_MAX_VALUE_WEI)'],
  ['signer', 'signer-gas', 'most gas at the signer (SIGNER_MAX_GAS)'],
] as const;

function signed({ policyRows, status }: ChecklistFacts): JudgedItem {
  if (status.signer.kind === null) return met(transactionRules, 'No signer is in use yet: nothing is signed.');
  const lacking = bounds.filter(([layer, rule]) => {
    const row = policyRows.find((one) => one.layer === layer && one.rule === rule);
    return row === undefined || row.source === 'none' || row.source === 'built-in' || row.value === null;
  });
  return lacking.length === 0
    ? met(transactionRules, 'Each of them is bounded in both.')
    : unmet(
        transactionRules,
        `Without a bound: ${lacking.map(([, , words]) => words).join(', ')}.`,
        'Set each on the Policy screen, and those of the signer in .env.',
      );
}

function ordered({ custody, limits }: ChecklistFacts): JudgedItem {
  if (keysInUse(custody).length === 0) return met(orderLimits, 'No exchange key is in use yet: no order leaves.');
  const { allowExchanges, allowMarketTypes, allowSymbols, maxDayNotional, maxOrderNotional } = limits;
  const hasBoth = (quote: string): boolean =>
    limitFor(maxOrderNotional, quote) !== undefined && limitFor(maxDayNotional, quote) !== undefined;
  const limited = Object.keys(maxOrderNotional ?? {}).filter(hasBoth);
  const quotes = allowSymbols?.map((symbol) => quoteOf(symbol) ?? symbol);
  const bare = [...new Set(quotes ?? [])].filter((quote) => !hasBoth(quote));
  const lacking = [
    ...(allowExchanges === undefined ? ['a list of exchanges'] : []),
    ...(allowMarketTypes === undefined ? ['a list of kinds of market'] : []),
    ...(limited.length === 0 ? ['a largest order and a most in 24 hours for any quote asset'] : []),
    ...(limited.length > 0 && bare.length > 0 ? [`both amounts for ${bare.join(', ')}`] : []),
    ...(limits.priceBandPercent === undefined ? ['a price band'] : []),
  ];
  if (lacking.length > 0) {
    return unmet(orderLimits, `Missing: ${lacking.join('; ')}.`, 'Set them on the Policy screen.');
  }
  return met(orderLimits, `Orders in ${limited.join(', ')} have limits; in anything else none is live.`);
}

function tried({ paper }: ChecklistFacts): JudgedItem {
  const fix = `Set the limits of orders first, for a change of the policy begins the day anew. Then trade on paper: ${paperOrders} filled orders over a day.`;
  if (paper === null) return unknown(paperRecord, 'Trading on paper is not open.', 'Wait until it is.');
  const hours = Math.floor(paper.spanMs / 3_600_000);
  const text = `${paper.orders} filled orders over ${hours} h under the policy as it stands.`;
  return paper.orders >= paperOrders && paper.spanMs >= paperSpanMs
    ? met(paperRecord, text)
    : unmet(paperRecord, text, fix);
}
