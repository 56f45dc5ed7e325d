import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { judge, verdictOf } from '../../../core/policy/engine.ts';
import type { OrderFields, TransactionFields } from '../../../core/policy/intent-fields.ts';
import { type Limits, strictest } from '../../../core/policy/limits.ts';
import { readTransaction } from '../../../core/policy/read-transaction.ts';
import { type Rule, unknownFacts } from '../../../core/policy/rule.ts';
import { orderRules, transactionRules } from '../../../core/policy/rules.ts';

const facts = unknownFacts;
const order: OrderFields = {
  kind: 'order',
  exchange: 'practice',
  symbol: 'BTC/USDT',
  marketType: 'spot',
  side: 'buy',
  type: 'limit',
  amount: '0.05',
  quoteAmount: null,
  price: '100',
  stopPrice: null,
  timeInForce: 'gtc',
};
const address = '0x1111111111111111111111111111111111111111';
const transaction: TransactionFields = readTransaction({
  chainId: 1,
  to: address,
  value: '5',
  gas: 21_000,
  gasPrice: '7',
  data: '0xaabb',
  from: address,
});

function codes(intent: OrderFields | TransactionFields, limits: Limits, halted = false) {
  const rules = (intent.kind === 'order' ? orderRules : transactionRules) as readonly Rule[];
  return judge(rules, intent, limits, { ...facts, isHalted: halted }).rulings.flatMap((ruling) => ruling.code ?? []);
}

describe('order rules', () => {
  it.each([
    ['at the limit', { maxOrderAmount: decimal('0.05') }, {}, []],
    ['one unit above it', { maxOrderAmount: decimal('0.05') }, { amount: '0.050000001' }, ['order_amount_too_large']],
    ['one unit below it', { maxOrderAmount: decimal('0.05') }, { amount: '0.049999999' }, []],
    [
      'without an amount',
      { maxOrderAmount: decimal('0.05') },
      { amount: null },
      ['order_amount_too_large', 'invalid_amount'],
    ],
    ['with an exponent', {}, { amount: '1e3' }, ['invalid_amount']],
    ['with a negative amount', {}, { amount: '-1' }, ['invalid_amount']],
    ['with no exchange against a list', { allowExchanges: ['practice'] }, { exchange: null }, ['exchange_not_allowed']],
    ['on an exchange written otherwise', { allowExchanges: ['practice'] }, { exchange: ' Practice ' }, []],
    ['against an empty list', { allowExchanges: [] }, {}, ['exchange_not_allowed']],
    ['on another market', { allowSymbols: ['ETH/USDT'] }, {}, ['symbol_not_allowed']],
    ['with a blank market type', { allowMarketTypes: ['spot'] }, { marketType: ' ' }, []],
    ['that holds', {}, { side: 'hold' }, ['invalid_side']],
    ['of an unknown type', {}, { type: 'stop', timeInForce: null }, ['invalid_order_type']],
    ['with a limit but no price', {}, { price: null }, ['invalid_price']],
    ['to market without a price', {}, { type: 'market', price: null, timeInForce: null }, []],
    ['with a price of zero', {}, { price: '0' }, ['invalid_price']],
    ['with a stop price that it has no use for', {}, { stopPrice: '90' }, ['invalid_stop_price']],
    ['that waits, without a stop price', {}, { type: 'stop-limit', timeInForce: null }, ['invalid_stop_price']],
    [
      'that waits, without a book',
      {},
      { type: ' STOP-LIMIT ', stopPrice: '110', timeInForce: null },
      ['market_unreadable'],
    ],
  ] as const)('judge an order %s', (_title, limits, change, expected) => {
    expect(codes({ ...order, ...change } as OrderFields, limits)).toEqual(expected);
  });

  it.each([
    ['a sell below the bid', { side: 'sell', stopPrice: '98.9' }, []],
    ['a sell at the bid', { side: 'sell', stopPrice: '99' }, ['stop_would_trigger']],
    ['a sell between bid and ask', { side: 'sell', stopPrice: '100' }, ['stop_would_trigger']],
    ['a buy above the ask', { side: 'buy', stopPrice: '101.1' }, []],
    ['a buy at the ask', { side: 'buy', stopPrice: '101' }, ['stop_would_trigger']],
    ['a buy below the market', { side: 'buy', stopPrice: '50' }, ['stop_would_trigger']],
  ])('let %s wait only on the far side of a fresh book', (_title, change, expected) => {
    const book = { bestBid: decimal('99'), bestAsk: decimal('101'), worstPrice: null };
    const stop = { ...order, type: 'stop-market', price: null, timeInForce: null, ...change };
    const at = (ageMs: number) =>
      judge(orderRules, stop, {}, { ...facts, market: { ...book, ageMs } }).rulings.flatMap(({ code }) => code ?? []);
    expect(at(5_000)).toEqual(expected);
    expect(at(5_001)).toEqual(['market_unreadable']);
  });

  it('refuse everything while halted', () => {
    expect(codes(order, {}, true)).toEqual(['trading_halted']);
  });
});

describe('transaction rules', () => {
  it.each([
    ['value', { maxValueWei: 5n }, { maxValueWei: 4n }, 'sign_value_too_large'],
    ['gas', { maxGas: 21_000n }, { maxGas: 20_999n }, 'sign_gas_too_large'],
    ['gas price', { maxGasPriceWei: 7n }, { maxGasPriceWei: 6n }, 'sign_gas_price_too_large'],
    ['calldata', { maxDataBytes: 2n }, { maxDataBytes: 1n }, 'sign_data_too_large'],
    ['chain', { allowChainIds: [1n] }, { allowChainIds: [10n] }, 'sign_chain_id_not_allowed'],
    ['recipient', { allowToAddresses: [address] }, { allowToAddresses: [] }, 'sign_to_not_allowed'],
    ['signer', { allowSignerAddresses: [address] }, { allowSignerAddresses: [] }, 'signer_address_not_allowed'],
  ] as const)('bound the %s, inclusively', (_title, within, beyond, code) => {
    expect(codes(transaction, within)).toEqual([]);
    expect(codes(transaction, beyond)).toEqual([code]);
  });

  it.each([
    [{ value: null }, { maxValueWei: 5n }, 'sign_value_missing'],
    [{ gas: null }, { maxGas: 5n }, 'sign_gas_missing'],
    [{ gasPrice: null }, { maxGasPriceWei: 5n }, 'sign_gas_price_missing'],
    [{ to: null }, { disallowContractCreation: true }, 'sign_contract_creation_not_allowed'],
    [
      { gasPrice: undefined, maxFeePerGas: '8', maxPriorityFeePerGas: '1' },
      { maxGasPriceWei: 7n },
      'sign_gas_price_too_large',
    ],
    [{ value: '0xzz' }, {}, 'invalid_transaction'],
    [{ value: '1.5' }, {}, 'invalid_transaction'],
    [{ data: '0xabc' }, {}, 'invalid_transaction'],
    [{ to: '0x1234' }, {}, 'invalid_transaction'],
    [{ maxFeePerGas: '8' }, {}, 'invalid_transaction'],
  ])('never let %o pass under %o', (change, limits, code) => {
    const given = {
      chainId: 1,
      to: address,
      value: '5',
      gas: 21_000,
      gasPrice: '7',
      data: '0x',
      ...change,
    } as Parameters<typeof readTransaction>[0];
    expect(codes(readTransaction(given), limits as Limits)).toContain(code);
  });
});

describe('the engine', () => {
  it('denies when no rule applies, and when a rule throws', () => {
    expect(judge([], order, {}, facts).verdict).toBe('deny');
    const thrower: Rule<OrderFields> = {
      id: 'thrower',
      title: '',
      appliesTo: 'order',
      standing: () => null,
      judge: () => {
        throw new Error('x');
      },
    };
    expect(judge([thrower], order, {}, facts)).toMatchObject({ verdict: 'deny', rulings: [{ code: 'rule_failed' }] });
  });

  it('lets the most severe word win', () => {
    const ruling = (decision: 'allow' | 'needs-approval' | 'deny') => ({
      layer: 'engine' as const,
      rule: '',
      decision,
      code: null,
      message: '',
      facts: {},
    });
    expect(verdictOf([ruling('allow'), ruling('needs-approval')])).toBe('needs-approval');
    expect(verdictOf([ruling('deny'), ruling('needs-approval'), ruling('allow')])).toBe('deny');
  });

  it('allows nothing under two sets of limits that either of them refuses', () => {
    const limits: fc.Arbitrary<Limits> = fc.record(
      {
        allowExchanges: fc.subarray(['practice', 'binance']),
        allowSymbols: fc.subarray(['BTC/USDT', 'ETH/USDT']),
        maxOrderAmount: fc.constantFrom(decimal('0.01'), decimal('0.05'), decimal('1')),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        limits,
        limits,
        fc.constantFrom('0.005', '0.05', '0.5', 'NaN'),
        fc.constantFrom('practice', 'binance'),
        (a, b, amount, exchange) => {
          const intent = { ...order, amount, exchange };
          const verdict = (set: Limits) => judge(orderRules, intent, set, facts).verdict;
          const both = verdict(strictest(a, b));
          expect(both).toBe(verdict(a) === 'allow' && verdict(b) === 'allow' ? 'allow' : 'deny');
        },
      ),
    );
  });
});
