import { compare, decimal, decimalsOf, multiply, readDecimal, toUnits } from '../../../core/domain/money.ts';
import { assetScale, toLots, toTicks } from '../../../core/practice/market-spec.ts';
import type { Asked } from './kraken-book.ts';
import { type Listing, listed } from './kraken-listing.ts';

/** https://docs.kraken.com/exchange/guides/general/clordid */
const clOrdIds = /^([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32}|[\x20-\x7e]{1,18})$/i;

/** Which prices each kind has: the trigger is the first, the limit behind it the second. */
const kinds = {
  limit: { isStop: false, hasLimit: true },
  market: { isStop: false, hasLimit: false },
  'stop-loss': { isStop: true, hasLimit: false },
  'stop-loss-limit': { isStop: true, hasLimit: true },
} as const;

/** What AddOrder asks for, or Kraken's code for what is wrong with it. https://docs.kraken.com/api-reference/trading/add-order */
export function readAddOrder(form: URLSearchParams): Asked | string {
  const listing = listed(form.get('pair') ?? '');
  if (listing === null) return 'EQuery:Unknown asset pair';
  const side = form.get('type');
  if (side !== 'buy' && side !== 'sell') return 'EGeneral:Invalid arguments:type';
  const kind = form.get('ordertype');
  if (kind === null || !Object.hasOwn(kinds, kind)) return 'EGeneral:Invalid arguments:ordertype';
  const { isStop, hasLimit } = kinds[kind as keyof typeof kinds];
  const inForce = form.get('timeinforce') ?? 'GTC';
  if (inForce !== 'GTC' && inForce !== 'IOC') return 'EGeneral:Invalid arguments:timeinforce';
  const clOrdId = form.get('cl_ord_id');
  if (clOrdId !== null && !clOrdIds.test(clOrdId)) return 'EGeneral:Invalid arguments:cl_ord_id';
  const flags = (form.get('oflags') ?? '').split(',').filter((flag) => flag !== '');
  if (flags.some((flag) => !['post', 'fcib', 'fciq', 'viqc'].includes(flag)))
    return 'EGeneral:Invalid arguments:oflags';
  const isByQuote = flags.includes('viqc');
  if (isByQuote && (kind !== 'market' || side !== 'buy')) return 'EGeneral:Invalid arguments:viqc';
  if (flags.includes('post') && (kind !== 'limit' || inForce === 'IOC')) return 'EGeneral:Invalid arguments:oflags';
  if (!flags.includes('fcib') && !flags.includes('fciq')) flags.unshift(side === 'buy' ? 'fciq' : 'fcib');

  const volume = readDecimal(form.get('volume') ?? '');
  if (volume === null || compare(volume, decimal('0')) <= 0) return 'EGeneral:Invalid arguments:volume';
  if (form.has('trigger') && (!isStop || form.get('trigger') !== 'last')) return 'EGeneral:Invalid arguments:trigger';
  const first = isStop || hasLimit ? readDecimal(form.get('price') ?? '') : null;
  if ((isStop || hasLimit) && first === null) return 'EGeneral:Invalid arguments:price';
  const second = isStop && hasLimit ? readDecimal(form.get('price2') ?? '') : null;
  if (isStop && hasLimit && second === null) return 'EOrder:Invalid price:Invalid secondary price argument.';
  const price = isStop ? second : first;
  const ticks = price === null ? null : toTicks(price, listing.spec);
  const stopTicks = isStop && first !== null ? toTicks(first, listing.spec) : null;
  if ((price !== null && ticks === null) || (isStop && stopTicks === null)) return 'EOrder:Tick size check failed';
  const common = { clOrdId, listing, flags, side, ticks, stopTicks, isIoc: inForce === 'IOC' } as const;
  if (isByQuote) {
    if (decimalsOf(volume) > 5) return 'EGeneral:Invalid arguments:volume';
    return { ...common, lots: null, quoteTarget: toUnits(volume, assetScale) };
  }
  const least = belowLeast(volume, price ?? first, listing);
  if (least !== null) return least;
  const lots = toLots(volume, listing.spec);
  if (lots === null) return 'EGeneral:Invalid arguments:volume';
  return { ...common, lots, quoteTarget: null };
}

function belowLeast(
  volume: NonNullable<ReturnType<typeof readDecimal>>,
  price: ReturnType<typeof readDecimal>,
  { costMin, orderMin }: Listing,
): string | null {
  if (compare(volume, decimal(orderMin)) < 0) return 'EOrder:Order minimum not met';
  if (price !== null && compare(multiply(volume, price), decimal(costMin)) < 0) return 'EOrder:Cost minimum not met';
  return null;
}
