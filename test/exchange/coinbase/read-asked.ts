import { decimal, readDecimal, toUnits } from '../../../core/domain/money.ts';
import { assetScale, toLots, toTicks } from '../../../core/practice/market-spec.ts';
import { type Asked, coinbaseProducts } from './coinbase-book.ts';

/** Which kinds of order there are, and how long each works. */
const kinds = {
  market_market_ioc: { isLimit: false, timeInForce: 'GTC' },
  sor_limit_ioc: { isLimit: true, timeInForce: 'IOC' },
  limit_limit_gtc: { isLimit: true, timeInForce: 'GTC' },
  limit_limit_fok: { isLimit: true, timeInForce: 'FOK' },
  stop_limit_stop_limit_gtc: { isLimit: true, timeInForce: 'GTC' },
} as const;

/** What the body of POST /orders asks for, or with which of Coinbase's reasons it is refused. */
export function readAsked(body: Readonly<Record<string, unknown>>): Asked | string {
  const { client_order_id: clientOrderId, product_id: productId, side, order_configuration: given } = body;
  const product = coinbaseProducts.find(({ id }) => id === productId);
  if (typeof clientOrderId !== 'string' || clientOrderId === '') return 'INVALID_REQUEST';
  if (product === undefined) return 'INVALID_PRODUCT_ID';
  if (side !== 'BUY' && side !== 'SELL') return 'INVALID_SIDE';
  if (product.alias !== '') return 'INSUFFICIENT_FUND';
  const configuration = given as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const [name = '', ...more] = Object.keys(configuration);
  const kind = Object.hasOwn(kinds, name) ? kinds[name as keyof typeof kinds] : undefined;
  const fields = configuration[name];
  if (kind === undefined || fields === undefined || more.length > 0) return 'UNSUPPORTED_ORDER_CONFIGURATION';
  const { spec } = product;
  const baseSize = readDecimal(String(fields.base_size ?? ''));
  const quoteSize = readDecimal(String(fields.quote_size ?? ''));
  const price = readDecimal(String(fields.limit_price ?? ''));
  const ticks = price === null ? null : toTicks(price, spec);
  const lots = baseSize === null ? null : toLots(baseSize, spec);
  const quoteTarget = quoteSize === null ? null : toUnits(quoteSize, assetScale);
  if ((price !== null) !== kind.isLimit || (lots === null) === (quoteTarget === null))
    return 'UNSUPPORTED_ORDER_CONFIGURATION';
  if (kind.isLimit && (ticks === null || ticks <= 0n)) return 'INVALID_PRICE_PRECISION';
  const stop = name === 'stop_limit_stop_limit_gtc' ? readDecimal(String(fields.stop_price ?? '')) : null;
  const stopTicks = stop === null ? null : toTicks(stop, spec);
  if (name === 'stop_limit_stop_limit_gtc') {
    // The other direction takes profit: nobody here asks for it, and the engine has no such order.
    const direction = side === 'BUY' ? 'STOP_DIRECTION_STOP_UP' : 'STOP_DIRECTION_STOP_DOWN';
    if (stop === null || fields.stop_direction !== direction || 'post_only' in fields)
      return 'UNSUPPORTED_ORDER_CONFIGURATION';
    if (ticks === null || stopTicks === null || stopTicks <= 0n) return 'INVALID_PRICE_PRECISION';
    if (side === 'SELL' && stopTicks < ticks) return 'PREVIEW_STOP_PRICE_BELOW_LIMIT_PRICE';
    if (side === 'BUY' && stopTicks > ticks) return 'PREVIEW_STOP_PRICE_ABOVE_LIMIT_PRICE';
  } else if ('stop_price' in fields || 'stop_direction' in fields) return 'UNSUPPORTED_ORDER_CONFIGURATION';
  if (baseSize !== null && (lots === null || baseSize === decimal('0'))) return 'INVALID_SIZE_PRECISION';
  return {
    clientOrderId,
    product,
    configuration,
    side: side === 'BUY' ? 'buy' : 'sell',
    isPostOnly: fields.post_only === true,
    timeInForce: kind.timeInForce,
    ticks,
    stopTicks,
    lots,
    quoteTarget,
  };
}
