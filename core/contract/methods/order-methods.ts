import * as z from 'zod';
import { anyone, type Method, nothing, page, traders } from '../method.ts';
import * as account from '../schemas/account.ts';
import * as common from '../schemas/common.ts';
import * as markets from '../schemas/markets.ts';
import * as orders from '../schemas/orders.ts';

/** Markets, orders and the account. */
export const orderMethods = {
  'markets.list': {
    from: anyone,
    effect: 'read',
    input: nothing,
    output: z.array(markets.Market),
  },
  'markets.snapshot': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ symbol: common.MarketSymbol }),
    output: markets.MarketSnapshot,
  },
  'markets.candles': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      symbol: common.MarketSymbol,
      interval: z.enum(['1m', '5m', '15m', '1h']).default('1m'),
      limit: z.number().int().min(1).max(1000).default(300),
    }),
    output: z.array(markets.Candle),
  },
  'orders.preview': {
    from: traders,
    effect: 'write',
    input: orders.OrderDraft,
    output: orders.OrderPreview,
  },
  'orders.previewReplace': {
    from: traders,
    effect: 'write',
    input: orders.ReplaceDraft,
    output: orders.OrderPreview,
  },
  'orders.submit': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ previewId: common.Id }),
    output: orders.Submission,
  },
  'orders.flatten': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      quote: z
        .string()
        .regex(/^[A-Z0-9]{1,20}$/)
        .default('USDT'),
    }),
    output: orders.Flattening,
  },
  'orders.cancel': {
    from: traders,
    effect: 'tighten',
    input: z.strictObject({ orderId: common.Id }),
    output: orders.Order,
  },
  'orders.cancelAll': {
    from: traders,
    effect: 'tighten',
    input: z.strictObject({ symbol: common.MarketSymbol.optional() }),
    output: z.strictObject({
      canceled: z.array(orders.Order),
      left: z.array(orders.Order),
    }),
  },
  'orders.list': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      open: z.boolean().optional(),
      symbol: common.MarketSymbol.optional(),
      ...page,
    }),
    output: z.array(orders.Order),
  },
  'orders.get': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ orderId: common.Id }),
    output: orders.Order,
  },
  'fills.list': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      orderId: common.Id.optional(),
      symbol: common.MarketSymbol.optional(),
      ...page,
    }),
    output: z.array(orders.Fill),
  },
  /** Writes the fills of a calendar year (UTC) as CSV to a file in the data folder. */
  'fills.export': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ year: z.number().int().min(2000).max(9999) }),
    output: z.strictObject({ file: z.string(), rows: z.number().int() }),
  },
  'account.performance': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      quote: z
        .string()
        .regex(/^[A-Z0-9]{1,20}$/)
        .default('USDT'),
      fromMs: common.AtMs.optional(),
    }),
    output: account.Performance,
  },
  'balances.list': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.array(orders.Balance),
  },
  'practice.reset': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: z.array(orders.Balance),
  },
} as const satisfies Readonly<Record<string, Method>>;
