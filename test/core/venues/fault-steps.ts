import fc from 'fast-check';
import type { OrderIntent } from '../../../core/domain/intent.ts';
import { decimal } from '../../../core/domain/money.ts';
import { type Fault, faults } from './faulty-transport.ts';

/** What of an order differs from the usual one. */
type Kind = Partial<OrderIntent>;
/** One thing that happens to a venue behind a faulty network. */
export type Step =
  | { readonly kind: 'submit'; readonly order: Kind; readonly fault: Fault }
  | { readonly kind: 'cancel'; readonly index: number; readonly faults: readonly Fault[] }
  | { readonly kind: 'somebody'; readonly side: 'BUY' | 'SELL'; readonly quantity: string }
  | { readonly kind: 'late delivery' }
  | { readonly kind: 'time'; readonly ms: number };

const fault = fc.constantFrom(...faults);
const side = fc.constantFrom('buy' as const, 'sell' as const);
const amount = fc.constantFrom('0.001', '0.002', '0.01').map(decimal);
const price = fc.constantFrom('49800', '49900', '50000', '50100').map(decimal);
const kinds: fc.Arbitrary<Kind> = fc.oneof(
  fc.record({
    type: fc.constant('limit' as const),
    side,
    amount,
    price,
    timeInForce: fc.constantFrom('gtc', 'ioc', 'fok'),
  }),
  fc.record({ type: fc.constant('limit-maker' as const), side, amount, price, timeInForce: fc.constant(null) }),
  fc.record({
    type: fc.constant('market' as const),
    side,
    amount,
    price: fc.constant(null),
    timeInForce: fc.constant(null),
  }),
  fc.record({
    type: fc.constant('market' as const),
    side,
    amount: fc.constant(null),
    quoteAmount: fc.constantFrom('60', '333.33').map(decimal),
    price: fc.constant(null),
    timeInForce: fc.constant(null),
  }),
);
/** Some of them. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('submit' as const), order: kinds, fault }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('cancel' as const),
        index: fc.nat(11),
        faults: fc.array(fault, { maxLength: 2 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('somebody' as const),
        side: fc.constantFrom('BUY' as const, 'SELL' as const),
        quantity: fc.constantFrom('0.001', '0.02'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('late delivery' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.nat(8_000) }) },
  ),
  { minLength: 3, maxLength: 12, size: 'max' },
);
