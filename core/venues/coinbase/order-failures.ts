import type { RefusalClass } from '../failures.ts';

/**
 * What Coinbase's reasons for not making an order mean. All of these say that there is none; a reason that is not here may leave one
 * (UNKNOWN_FAILURE_REASON among them), and DUPLICATE_CLIENT_ORDER_ID speaks of the order that was sent before.
 * https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/orders/create-order
 */
const reasons: Readonly<Record<string, RefusalClass>> = {
  BREACHED_RISK_LIMIT: 'other',
  COMMANDER_REJECTED_NEW_ORDER: 'other',
  DUPLICATE_CLIENT_ORDER_ID: 'duplicate',
  FOK_DISABLED: 'other',
  GEOFENCING_RESTRICTION: 'permission',
  INELIGIBLE_PAIR: 'other',
  INSUFFICIENT_FUND: 'funds',
  INSUFFICIENT_FUNDS: 'funds',
  INSUFFICIENT_LEDGER_BALANCE: 'funds',
  INVALID_BASE_SIZE_TOO_LARGE: 'filter',
  INVALID_BASE_SIZE_TOO_SMALL: 'filter',
  INVALID_LEDGER_BALANCE: 'funds',
  INVALID_LIMIT_PRICE: 'filter',
  INVALID_LIMIT_PRICE_POST_ONLY: 'other',
  INVALID_LIMIT_PRICE_PRECISION: 'filter',
  INVALID_NO_LIQUIDITY: 'other',
  INVALID_PRICE_PRECISION: 'filter',
  INVALID_PRICE_TOO_LARGE: 'filter',
  INVALID_PRODUCT_ID: 'other',
  INVALID_QUOTE_SIZE_PRECISION: 'filter',
  INVALID_QUOTE_SIZE_TOO_LARGE: 'filter',
  INVALID_QUOTE_SIZE_TOO_SMALL: 'filter',
  INVALID_REQUEST: 'other',
  INVALID_SIDE: 'other',
  INVALID_SIZE_PRECISION: 'filter',
  LIMIT_ORDER_PRICE_EXCEEDS_PRICE_BAND_ON_BUY: 'filter',
  LIMIT_ORDER_PRICE_EXCEEDS_PRICE_BAND_ON_SELL: 'filter',
  LIMIT_PRICE_TOO_FAR_FROM_MARKET: 'filter',
  ORDER_ENTRY_DISABLED: 'other',
  POST_ONLY_NOT_ALLOWED_WITH_FOK: 'other',
  PRODUCT_TRADING_HALTED: 'other',
  STOP_TRIGGER_PRICE_OUT_OF_BOUNDS: 'filter',
  TRADING_DISABLED: 'other',
  UNSUPPORTED_ORDER_CONFIGURATION: 'other',
  UNTRADABLE_PRODUCT: 'other',
};

const previewPrefix = 'PREVIEW_';

/** Whether a word is one of those that say nothing. */
export function isUnspecific(word: string): boolean {
  return word === '' || word === 'UNKNOWN_FAILURE_REASON' || word === 'UNKNOWN_PREVIEW_FAILURE_REASON';
}

/**
 * What one reason means. Those that begin with PREVIEW_ come from the check before an order is made: whatever they say, there is none.
 */
export function failureClass(word: string): RefusalClass {
  const isPreview = word.startsWith(previewPrefix);
  const known = reasons[isPreview ? word.slice(previewPrefix.length) : word];
  if (isUnspecific(word)) return 'unsure';
  return known ?? (isPreview ? 'other' : 'unsure');
}
