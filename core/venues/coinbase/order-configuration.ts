import * as z from 'zod';
import { isWithoutPrice, type OrderIntent, type OrderType, type TimeInForce } from '../../domain/intent.ts';
import { type DecimalText, isPositive, readDecimal } from '../../domain/money.ts';

/** What a Coinbase order is to do, in our words. Exactly one of the sizes is given. */
export interface ConfigurationFields {
  readonly type: OrderType;
  readonly timeInForce: TimeInForce | null;
  readonly baseSize: DecimalText | null;
  /** What a market order may spend or is to fetch. */
  readonly quoteSize: DecimalText | null;
  readonly price: DecimalText | null;
  /** Null exactly where it is no stop. */
  readonly stopPrice: DecimalText | null;
  /** Where the last trade's price must come from: a sell's stop is reached from above ('STOP_DOWN'), a buy's from below. Null where it is not told. */
  readonly stopDirection: string | null;
}

/** The direction in which each side's stop is reached, in Coinbase's words. The other two directions take profit. */
export const stopDirections = { buy: 'STOP_DIRECTION_STOP_UP', sell: 'STOP_DIRECTION_STOP_DOWN' } as const;

/** Coinbase's kinds of order in our words. A stop-limit order works until it is cancelled, or for 'gtd' until a date. */
const kinds: Readonly<
  Record<string, { readonly type: 'limit' | 'market' | 'stop-limit'; readonly timeInForce: TimeInForce | null }>
> = {
  market_market_ioc: { type: 'market', timeInForce: null },
  sor_limit_ioc: { type: 'limit', timeInForce: 'ioc' },
  limit_limit_gtc: { type: 'limit', timeInForce: 'gtc' },
  limit_limit_gtd: { type: 'limit', timeInForce: null },
  limit_limit_fok: { type: 'limit', timeInForce: 'fok' },
  stop_limit_stop_limit_gtc: { type: 'stop-limit', timeInForce: null },
  stop_limit_stop_limit_gtd: { type: 'stop-limit', timeInForce: null },
};

/** What an order is to do, out of its `order_configuration`: one named kind with its sizes and prices as exact text. */
export const Configuration = z.unknown().transform((raw, context): ConfigurationFields => {
  const read = readConfiguration(raw);
  if (read !== null) return read;
  context.addIssue({ code: 'custom', message: 'is not a configuration that we know' });
  return z.NEVER;
});

function readConfiguration(raw: unknown): ConfigurationFields | null {
  const named = namedIn(raw);
  const kind = named === null ? undefined : kinds[named.name];
  if (named === null || kind === undefined) return null;
  const { type, timeInForce } = kind;
  const baseSize = amountIn(named.fields, 'base_size');
  const quoteSize = amountIn(named.fields, 'quote_size');
  const price = amountIn(named.fields, 'limit_price');
  const stopPrice = amountIn(named.fields, 'stop_price');
  const direction = named.fields.stop_direction;
  const stopDirection = typeof direction === 'string' && direction !== '' ? direction : null;
  const isStop = type === 'stop-limit';
  if (isWithoutPrice(type) !== (price === null) || (baseSize === null) === (quoteSize === null)) return null;
  if (!isWithoutPrice(type) && baseSize === null) return null;
  if (isStop !== (stopPrice !== null)) return null;
  const sizes = { baseSize, quoteSize, price, stopPrice, stopDirection: isStop ? stopDirection : null };
  const isPostOnly = named.fields.post_only === true;
  return isPostOnly ? { ...sizes, type: 'limit-maker', timeInForce: null } : { ...sizes, type, timeInForce };
}

/** As much as can be told of the size and prices of an order of any kind. */
export function sizesOf(raw: unknown): {
  readonly baseSize: DecimalText | null;
  readonly price: DecimalText | null;
  readonly stopPrice: DecimalText | null;
} {
  const fields = namedIn(raw)?.fields ?? {};
  return {
    baseSize: amountIn(fields, 'base_size'),
    price: amountIn(fields, 'limit_price'),
    stopPrice: amountIn(fields, 'stop_price') ?? amountIn(fields, 'stop_trigger_price'),
  };
}

/** What to send for an order; every value as text, exactly as approved. https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/guides/orders */
export function configurationFor({
  type,
  amount,
  quoteAmount,
  price,
  side,
  stopPrice,
  timeInForce,
}: OrderIntent): Record<string, unknown> {
  const size = amount === null ? { quote_size: quoteAmount } : { base_size: amount };
  if (type === 'market') return { market_market_ioc: size };
  const limit = { ...size, limit_price: price };
  if (stopPrice !== null) {
    return { stop_limit_stop_limit_gtc: { ...limit, stop_price: stopPrice, stop_direction: stopDirections[side] } };
  }
  if (type === 'limit-maker') return { limit_limit_gtc: { ...limit, post_only: true } };
  if (timeInForce === 'ioc') return { sor_limit_ioc: limit };
  if (timeInForce === 'fok') return { limit_limit_fok: limit };
  return { limit_limit_gtc: { ...limit, post_only: false } };
}

function namedIn(raw: unknown): { readonly name: string; readonly fields: Readonly<Record<string, unknown>> } | null {
  const given = Object.entries(z.record(z.string(), z.unknown()).safeParse(raw).data ?? {}).filter(
    ([, value]) => value !== null,
  );
  const [only] = given;
  const fields = z.record(z.string(), z.unknown()).safeParse(only?.[1]).data;
  return given.length !== 1 || only === undefined || fields === undefined ? null : { name: only[0], fields };
}

/** An amount above zero; null where the field is not there, empty, or anything else. */
function amountIn(fields: Readonly<Record<string, unknown>>, name: string): DecimalText | null {
  const text = fields[name];
  const value = typeof text === 'string' ? readDecimal(text) : null;
  return value !== null && isPositive(value) ? value : null;
}
