import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../../core/contract/shapes.ts';
import { decimal } from '../../../core/domain/money.ts';
import { compareDocuments } from '../../../core/policy/compare-documents.ts';
import { canonicalDocument, documentDigest, firstDocument, parseDocument } from '../../../core/policy/document.ts';
import { judge } from '../../../core/policy/engine.ts';
import { limitsOfDocument } from '../../../core/policy/limits.ts';
import { orderRules } from '../../../core/policy/rules.ts';
import { anyDocument, anyFacts, anyOrder } from './generated.ts';

/** The full size takes longer than a test usually may. */
const patienceMs = 240_000;
const runs = process.env.PORTCULLIS_LONG === '1' ? 100_000 : 3_000;
const severity = { allow: 0, 'needs-approval': 1, deny: 2 } as const;

describe('comparing two policy documents', () => {
  it(
    'lets nothing pass that was refused, where it says that nothing is loosened',
    () => {
      let compared = 0;
      fc.assert(
        fc.property(
          anyDocument,
          anyDocument,
          fc.boolean(),
          anyOrder,
          anyFacts,
          (from, other, isAdded, order, facts) => {
            // Two documents drawn apart are rarely comparable: half of the time the second only adds to the first.
            const to = isAdded ? { ...other, ...from } : other;
            if (compareDocuments(from, to).loosens.length > 0) return;
            compared += 1;
            const before = judge(orderRules, order, limitsOfDocument(from), facts).verdict;
            const after = judge(orderRules, order, limitsOfDocument(to), facts).verdict;
            expect(severity[after]).toBeGreaterThanOrEqual(severity[before]);
          },
        ),
        { numRuns: runs },
      );
      expect(compared).toBeGreaterThan(runs / 10);
    },
    patienceMs,
  );

  it(
    'says the opposite the other way round, and nothing of a document and itself',
    () => {
      fc.assert(
        fc.property(anyDocument, anyDocument, (from, to) => {
          const there = compareDocuments(from, to);
          const back = compareDocuments(to, from);
          if (there.loosens.length === 0 && back.loosens.length === 0) {
            expect(documentDigest(canonicalDocument(from))).toBe(documentDigest(canonicalDocument(to)));
          }
          expect(compareDocuments(from, from)).toEqual({ loosens: [], tightens: [] });
        }),
        { numRuns: runs / 10 },
      );
    },
    patienceMs,
  );

  it.each<[string, Partial<PolicyDocument>, Partial<PolicyDocument>, 'looser' | 'stricter']>([
    ['a higher limit', { maxOrderAmount: decimal('1') }, { maxOrderAmount: decimal('1.1') }, 'looser'],
    ['a limit taken away', { maxOrdersPerMinute: 5 }, {}, 'looser'],
    [
      'a limit for one asset taken away',
      { maxPosition: { BTC: decimal('1') } },
      { maxPosition: { ETH: decimal('1') } },
      'looser',
    ],
    ['one name more', { allowExchanges: ['practice'] }, { allowExchanges: ['practice', 'binance'] }, 'looser'],
    ['another name', { allowSymbols: ['BTC/USDT'] }, { allowSymbols: ['ETH/USDT'] }, 'looser'],
    ['a list taken away', { allowMarketTypes: [] }, {}, 'looser'],
    ['approvals no longer asked for', { approveEach: true }, {}, 'looser'],
    ['more refused submits', {}, { triggers: { refusedSubmits: 6 } }, 'looser'],
    ['a loss limit taken away', { maxDayLoss: { USDT: decimal('1') } }, {}, 'looser'],
    ['a slower exchange', {}, { triggers: { venueLatencyMs: 3001 } }, 'looser'],
    ['less free space', { triggers: { freeDiskMegabytes: 200 } }, {}, 'looser'],
    ['a lower limit', { priceBandPercent: decimal('5') }, { priceBandPercent: decimal('4.9') }, 'stricter'],
    ['one name fewer', { allowExchanges: ['a', 'b'] }, { allowExchanges: ['b'] }, 'stricter'],
    ['a lower loss', { maxDayLoss: { USDT: decimal('2') } }, { maxDayLoss: { USDT: decimal('1') } }, 'stricter'],
    ['a clock less far off', {}, { triggers: { venueSkewMs: 999 } }, 'stricter'],
    ['a first list', {}, { allowExchanges: ['b'] }, 'stricter'],
    ['fewer seconds', { triggers: { staleMarketSeconds: 60 } }, { triggers: { staleMarketSeconds: 30 } }, 'stricter'],
  ])('%s is a change to the %s side', (_title, from, to, direction) => {
    const { loosens, tightens } = compareDocuments({ version: 1, ...from }, { version: 1, ...to });
    expect(loosens.length > 0).toBe(direction === 'looser');
    if (direction === 'stricter') expect(tightens).toHaveLength(1);
  });

  it('is not misled by case, order or space of names', () => {
    const a: PolicyDocument = { version: 1, allowExchanges: ['Practice ', 'b'], allowSymbols: ['btc/usdt'] };
    const b: PolicyDocument = { version: 1, allowExchanges: ['b', 'practice'], allowSymbols: ['BTC/USDT', 'btc/usdt'] };
    expect(compareDocuments(a, b)).toEqual({ loosens: [], tightens: [] });
    expect(canonicalDocument(a)).toEqual(canonicalDocument(b));
  });
});

describe('a policy document', () => {
  it('of a new folder allows the practice exchange and nothing else', () => {
    expect(firstDocument.allowExchanges).toEqual(['practice']);
    expect(parseDocument(JSON.stringify(firstDocument))).toMatchObject({ ok: true });
  });

  it.each([
    ['that is not JSON', '{'],
    ['of another version', '{"version":2}'],
    ['with an unknown key', '{"version":1,"maxOrderAmuont":"1"}'],
    ['with a negative limit', '{"version":1,"maxOrderAmount":"-1"}'],
    ['with a number for money', '{"version":1,"maxOrderAmount":1}'],
    ['with an exponent', '{"version":1,"maxDayNotional":{"USDT":"1e9"}}'],
    ['with approvals switched off in words', '{"version":1,"approveEach":false}'],
    ['with a limit for what is no asset but would vanish', '{"version":1,"maxPosition":{"BTC":"1","__proto__":"2"}}'],
    ['with a prototype', '{"version":1,"__proto__":{"allowExchanges":[]}}'],
    ['with an asset in small letters', '{"version":1,"maxPosition":{"btc":"1"}}'],
  ])('%s is refused', (_title, text) => {
    expect(parseDocument(text)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });
});
