import type { Account } from '../accounts.ts';
import { cancelOrder, type OrderEndpoints, placeRead, readOrder } from './order-endpoints.ts';
import { refusals, VenueError } from './venue-error.ts';

/**
 * POST /api/v3/order/cancelReplace: the filters of the new order come first, then one order is cancelled, then the other placed. Under
 * STOP_ON_FAILURE nothing is placed when the cancel fails; under ALLOW_FAILURE it is all the same. What failed is told in the error's
 * `data`: 409 where one half was done, 400 where none was.
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints
 */
export function cancelReplace(endpoints: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const mode = parameters.get('cancelReplaceMode');
  if (mode === null || mode === '') throw refusals.missing('cancelReplaceMode');
  if (mode !== 'STOP_ON_FAILURE' && mode !== 'ALLOW_FAILURE') throw refusals.invalid('cancelReplaceMode');
  const read = readOrder(endpoints, parameters);
  const toCancel = cancelPart(parameters);
  const canceled = attempt(() => cancelOrder(endpoints, account, toCancel));
  const mayPlace = canceled.result === 'SUCCESS' || mode === 'ALLOW_FAILURE';
  const placed = mayPlace
    ? attempt(() => placeRead(endpoints, account, read))
    : ({ result: 'NOT_ATTEMPTED', response: null } as const);
  const outcome = {
    cancelResult: canceled.result,
    newOrderResult: placed.result,
    cancelResponse: canceled.response,
    newOrderResponse: placed.response,
  };
  if (canceled.result === 'SUCCESS' && placed.result === 'SUCCESS') return outcome;
  const isPartly = canceled.result === 'SUCCESS' || placed.result === 'SUCCESS';
  throw isPartly ? refusals.replacedPartly(outcome) : refusals.notReplaced(outcome);
}

/** The parameters of DELETE /api/v3/order, by the names that this endpoint has for them. */
const cancelNames = [
  ['symbol', 'symbol'],
  ['cancelOrderId', 'orderId'],
  ['cancelOrigClientOrderId', 'origClientOrderId'],
  ['cancelNewClientOrderId', 'newClientOrderId'],
  ['cancelRestrictions', 'cancelRestrictions'],
] as const;

function cancelPart(parameters: URLSearchParams): URLSearchParams {
  const part = new URLSearchParams();
  for (const [from, to] of cancelNames) {
    const value = parameters.get(from);
    if (value !== null) part.set(to, value);
  }
  if (!part.has('orderId') && !part.has('origClientOrderId')) throw refusals.missing('cancelOrderId');
  return part;
}

function attempt<T>(step: () => T) {
  try {
    return { result: 'SUCCESS', response: step() } as const;
  } catch (cause) {
    if (!(cause instanceof VenueError)) throw cause;
    return { result: 'FAILURE', response: { code: cause.code, msg: cause.message } } as const;
  }
}
