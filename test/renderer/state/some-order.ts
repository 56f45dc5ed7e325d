import type { Fill, Order } from '../../../core/contract/shapes.ts';
import { decimal } from '../../../core/domain/money.ts';

/** An open limit order with any part changed. */
export function someOrder(part: Partial<Order> = {}): Order {
  return {
    orderId: 'o1',
    clientOrderId: 'pc-1',
    venueOrderId: '1',
    exchange: 'practice',
    symbol: 'BTC/USDT',
    side: 'buy',
    type: 'limit',
    timeInForce: 'gtc',
    quoteAmount: null,
    amount: decimal('0.05'),
    price: decimal('61000.5'),
    stopPrice: null,
    filled: decimal('0'),
    remaining: decimal('0.05'),
    averagePrice: null,
    status: 'open',
    createdAtMs: 1_000,
    updatedAtMs: 1_000,
    reason: null,
    replaces: null,
    ...part,
  };
}

/** A fill of that order with any part changed. */
export function someFill(part: Partial<Fill> = {}): Fill {
  return {
    fillId: 'f1',
    orderId: 'o1',
    exchange: 'practice',
    symbol: 'BTC/USDT',
    side: 'buy',
    price: decimal('61000.5'),
    amount: decimal('0.02'),
    notional: decimal('1220.01'),
    fee: { amount: decimal('0.00002'), asset: 'BTC' },
    role: 'maker',
    atMs: 5_000,
    ...part,
  };
}
