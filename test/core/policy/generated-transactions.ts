import fc from 'fast-check';
import type { TransactionPolicy } from '../../../core/contract/shapes.ts';
import type { TransactionFields } from '../../../core/policy/intent-fields.ts';
import type { TransactionFacts } from '../../../core/policy/transaction-facts.ts';

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 6 });

const withoutAbsent = <T extends object>(parts: T): T =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;

/** Few names, so that lists and transactions meet. */
export const addresses = ['a', 'b', 'c'].map((digit) => `0x${digit.repeat(40)}`);
const anyAddress = fc.constantFrom(...addresses);
const assets = ['1:native', `1:${addresses[0]}`];
const small = fc.integer({ min: 0, max: 6 }).map(String);
const selectors = ['0xa9059cbb', '0x095ea7b3'];
const words = [0, 1, 5].map((number) => `0x${number.toString(16).padStart(64, '0')}`);
const anySpends = fc.dictionary(fc.constantFrom(...assets), small, { maxKeys: 2, noNullPrototype: true });

const anyArgument = fc
  .record({
    index: fc.integer({ min: 0, max: 2 }),
    atMost: optional(small),
    oneOf: optional(fc.subarray(words)),
  })
  .map(withoutAbsent);
const anyCall = fc
  .record({
    chainId: fc.constantFrom(1, 10),
    to: anyAddress,
    selector: fc.constantFrom(...selectors),
    name: fc.constant('call'),
    arguments: optional(fc.array(anyArgument, { maxLength: 2 })),
  })
  .map(withoutAbsent);
const anyBlind = fc.record({
  chainId: fc.constantFrom(1, 10),
  to: anyAddress,
  selector: fc.constantFrom(...selectors),
});

/** The transaction part of documents. */
export const anyTransactionPolicy = fc
  .record({
    allowChainIds: optional(fc.subarray([1, 10])),
    allowToAddresses: optional(fc.subarray(addresses)),
    maxValueWei: optional(small),
    maxGas: optional(small),
    maxGasPriceWei: optional(small),
    maxDataBytes: optional(fc.integer({ min: 0, max: 70 })),
    disallowContractCreation: fc.option(fc.constant(true as const), { nil: undefined, freq: 2 }),
    maxFeeWei: optional(small),
    maxHourSpend: optional(anySpends),
    maxDaySpend: optional(anySpends),
    allowCalls: optional(fc.array(anyCall, { maxLength: 3 })),
    coolingOffHours: optional(fc.integer({ min: 1, max: 3 })),
    allowUnlimitedApprovals: fc.option(fc.constant(true as const), { nil: undefined, freq: 1 }),
    allowBlindSigning: optional(fc.array(anyBlind, { maxLength: 2 })),
  })
  .map((parts) => withoutAbsent(parts) as TransactionPolicy);

const anyData = fc.oneof(
  { weight: 3, arbitrary: fc.constant('0x') },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...selectors), fc.array(fc.constantFrom(...words), { maxLength: 2 }))
      .map(([selector, parts]) => `${selector}${parts.map((word) => word.slice(2)).join('')}`),
  },
);

/** Whole transactions of small numbers. */
export const anyTransactionFields: fc.Arbitrary<TransactionFields> = fc
  .record({
    chainId: fc.constantFrom(1n, 10n),
    to: fc.option(anyAddress, { nil: null, freq: 6 }),
    valueWei: fc.bigInt(0n, 6n),
    gas: fc.bigInt(0n, 6n),
    gasPriceWei: fc.bigInt(0n, 6n),
    data: anyData,
    from: anyAddress,
  })
  .map((fields) => ({
    kind: 'transaction' as const,
    ...fields,
    dataBytes: (fields.data.length - 2) / 2,
    fault: null,
  }));

const hourMs = 3_600_000;
const anySpend = fc.record({
  asset: fc.constantFrom(...assets, '10:native'),
  amount: fc.oneof(
    { weight: 6, arbitrary: fc.bigInt(0n, 5n) },
    { weight: 1, arbitrary: fc.constant('unlimited' as const) },
  ),
});
const spent = fc.record({ hour: fc.bigInt(0n, 4n), day: fc.bigInt(0n, 4n) });

/** What was known of the world; any of it may be missing. */
export const anyTransactionFacts: fc.Arbitrary<TransactionFacts> = fc.record({
  confirmedNowMs: fc.constantFrom(0, 10 * hourMs, 12 * hourMs),
  l1FeeWei: orNull(fc.bigInt(0n, 3n)),
  spends: orNull(fc.array(anySpend, { maxLength: 2 })),
  spent: orNull(fc.dictionary(fc.constantFrom(...assets, '10:native'), spent, { noNullPrototype: true })),
  recipients: orNull(
    fc.array(
      fc.record({
        address: anyAddress,
        knownSinceMs: orNull(fc.constantFrom(9 * hourMs, 10 * hourMs - 1, 11 * hourMs)),
      }),
      { maxLength: 2 },
    ),
  ),
  isUnlimitedApproval: fc.constantFrom(false, false, true),
  isBlind: fc.constantFrom(null, false, true),
  isRescue: fc.constantFrom(false, false, false, true),
  isTakingBack: fc.constantFrom(false, false, false, true),
});
