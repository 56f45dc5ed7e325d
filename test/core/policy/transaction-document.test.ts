import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallRule, TransactionPolicy } from '../../../core/contract/shapes.ts';
import { compareDocuments } from '../../../core/policy/compare-documents.ts';
import { canonicalDocument, documentDigest, parseDocument } from '../../../core/policy/document.ts';
import { judge } from '../../../core/policy/engine.ts';
import type { TransactionFields } from '../../../core/policy/intent-fields.ts';
import { limitsOfDocument } from '../../../core/policy/limits.ts';
import { transactionRules } from '../../../core/policy/rules.ts';
import type { TransactionFacts } from '../../../core/policy/transaction-facts.ts';
import {
  addresses,
  anyTransactionFacts,
  anyTransactionFields,
  anyTransactionPolicy,
} from './generated-transactions.ts';

const patienceMs = 240_000;
const runs = process.env.PORTCULLIS_LONG === '1' ? 200_000 : 4_000;
const hourMs = 3_600_000;

const verdictUnder = (policy: TransactionPolicy, fields: TransactionFields, facts: TransactionFacts) =>
  judge(transactionRules, fields, limitsOfDocument({ version: 1, transactions: policy }), facts);

/** The plainest reading of a document: why it speaks against a transaction, null when it does not. */
function reasonAgainst(policy: TransactionPolicy, fields: TransactionFields, facts: TransactionFacts): string | null {
  const number = (value: unknown): bigint => value as bigint;
  const data = fields.data as string;
  const over = (value: bigint, limit: string | number | undefined) => limit !== undefined && value > BigInt(limit);
  if (policy.disallowContractCreation && fields.to === null) return 'creation';
  if (policy.allowChainIds && !policy.allowChainIds.map(BigInt).includes(number(fields.chainId))) return 'chain';
  if (policy.allowToAddresses && (fields.to === null || !policy.allowToAddresses.includes(fields.to))) return 'to';
  if (over(number(fields.valueWei), policy.maxValueWei)) return 'value';
  if (over(number(fields.gas), policy.maxGas)) return 'gas';
  if (over(number(fields.gasPriceWei), policy.maxGasPriceWei)) return 'gas price';
  if (over(BigInt((data.length - 2) / 2), policy.maxDataBytes)) return 'data';
  if (policy.maxFeeWei !== undefined) {
    if (facts.l1FeeWei === null) return 'fee unknown';
    if (number(fields.gas) * number(fields.gasPriceWei) + facts.l1FeeWei > BigInt(policy.maxFeeWei)) return 'fee';
  }
  const isFree = facts.isRescue || facts.isTakingBack;
  for (const [limits, span] of [
    [policy.maxHourSpend, 'hour'],
    [policy.maxDaySpend, 'day'],
  ] as const) {
    if (limits === undefined || isFree) continue;
    if (facts.spends === null || facts.spent === null) return `${span} unknown`;
    for (const { asset, amount } of facts.spends) {
      if (limits[asset] === undefined) continue;
      const before = facts.spent[asset]?.[span];
      if (before === undefined || amount === 'unlimited' || before + amount > BigInt(limits[asset])) return span;
    }
  }
  const isListed = (rule: CallRule) =>
    BigInt(rule.chainId) === fields.chainId &&
    rule.to === fields.to &&
    data.slice(0, 10) === rule.selector &&
    (rule.arguments ?? []).every(({ atMost, index, oneOf }) => {
      const words = data.slice(10).match(/.{64}/g) ?? [];
      const word = words[index];
      if (word === undefined) return false;
      return (
        (atMost === undefined || BigInt(`0x${word}`) <= BigInt(atMost)) &&
        (oneOf === undefined || oneOf.includes(`0x${word}`))
      );
    });
  if (policy.allowCalls && data !== '0x' && !facts.isTakingBack && !policy.allowCalls.some(isListed)) return 'call';
  if (policy.coolingOffHours !== undefined && !isFree) {
    const { coolingOffHours } = policy;
    if (facts.recipients === null) return 'recipients unknown';
    const isTooNew = facts.recipients.some(
      ({ address, knownSinceMs }) =>
        address !== fields.from &&
        (knownSinceMs === null ||
          facts.confirmedNowMs === 0 ||
          facts.confirmedNowMs < knownSinceMs + coolingOffHours * hourMs),
    );
    if (isTooNew) return 'cooling-off';
  }
  if (facts.isUnlimitedApproval && policy.allowUnlimitedApprovals !== true) return 'unlimited';
  const isNamed = (policy.allowBlindSigning ?? []).some(
    (rule) => BigInt(rule.chainId) === fields.chainId && rule.to === fields.to && data.slice(0, 10) === rule.selector,
  );
  return facts.isBlind === true && !isNamed ? 'blind' : null;
}

describe('what a document says of transactions, against a slow, plain oracle', () => {
  it(
    'allows nothing that the oracle denies, and denies nothing that it allows',
    () => {
      let allowed = 0;
      fc.assert(
        fc.property(anyTransactionPolicy, anyTransactionFields, anyTransactionFacts, (policy, fields, facts) => {
          const reason = reasonAgainst(policy, fields, facts);
          const { verdict } = verdictUnder(policy, fields, facts);
          if (reason === null) allowed += 1;
          expect(`${reason}: ${verdict}`).toBe(`${reason}: ${reason === null ? 'allow' : 'deny'}`);
        }),
        { numRuns: runs },
      );
      expect(allowed).toBeGreaterThan(runs / 200);
    },
    patienceMs,
  );

  it(
    'lets nothing pass that was refused, where comparing says that nothing is loosened',
    () => {
      let compared = 0;
      fc.assert(
        fc.property(
          anyTransactionPolicy,
          anyTransactionPolicy,
          fc.boolean(),
          anyTransactionFields,
          anyTransactionFacts,
          (from, other, isAdded, fields, facts) => {
            const to = isAdded ? { ...other, ...from } : other;
            const change = compareDocuments({ version: 1, transactions: from }, { version: 1, transactions: to });
            if (change.loosens.length > 0) return;
            compared += 1;
            const before = verdictUnder(from, fields, facts).verdict;
            const after = verdictUnder(to, fields, facts).verdict;
            if (before === 'deny') expect(after).toBe('deny');
          },
        ),
        { numRuns: runs },
      );
      expect(compared).toBeGreaterThan(runs / 20);
    },
    patienceMs,
  );

  it('says nothing of a document and itself, and something of any other', () => {
    fc.assert(
      fc.property(anyTransactionPolicy, anyTransactionPolicy, (a, b) => {
        const [from, to] = [
          { version: 1 as const, transactions: a },
          { version: 1 as const, transactions: b },
        ];
        expect(compareDocuments(from, from)).toEqual({ loosens: [], tightens: [] });
        const { loosens, tightens } = compareDocuments(from, to);
        if (loosens.length + tightens.length > 0) return;
        const name = (document: typeof from) => documentDigest(canonicalDocument(document));
        expect(name(from)).toBe(name(to));
      }),
      { numRuns: runs / 10 },
    );
  });
});

describe('the transaction part of a document', () => {
  it.each<[string, TransactionPolicy, TransactionPolicy, 'looser' | 'stricter']>([
    ['an unlimited approval allowed', {}, { allowUnlimitedApprovals: true }, 'looser'],
    [
      'blind signing of a call',
      {},
      { allowBlindSigning: [{ chainId: 1, to: addresses[0] ?? '', selector: '0x12345678' }] },
      'looser',
    ],
    ['a longer cooling-off', { coolingOffHours: 24 }, { coolingOffHours: 48 }, 'stricter'],
    ['no cooling-off', { coolingOffHours: 24 }, {}, 'looser'],
    ['a first window', {}, { maxDaySpend: { '1:native': '5' } }, 'stricter'],
    ['contracts not to be made', {}, { disallowContractCreation: true }, 'stricter'],
    ['a lower fee', { maxFeeWei: '10' }, { maxFeeWei: '9' }, 'stricter'],
  ])('%s is a change to the right side', (_title, from, to, direction) => {
    const { loosens } = compareDocuments({ version: 1, transactions: from }, { version: 1, transactions: to });
    expect(loosens.length > 0).toBe(direction === 'looser');
  });

  it.each([
    ['an asset of no chain', { maxHourSpend: { native: '1' } }],
    ['a number for wei', { maxValueWei: 1 }],
    ['hexadecimal wei', { maxValueWei: '0x1' }],
    ['a selector in capitals', { allowBlindSigning: [{ chainId: 1, to: addresses[0], selector: '0xABCDEF12' }] }],
    [
      'an address with a wrong checksum',
      { allowToAddresses: ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD'.replace('5a', '5A')] },
    ],
    ['no cooling-off in words', { coolingOffHours: 0 }],
    ['an unknown key', { maxWei: '1' }],
  ])('with %s is refused', (_title, transactions) => {
    expect(parseDocument(JSON.stringify({ version: 1, transactions }))).toMatchObject({ ok: false });
  });
});
