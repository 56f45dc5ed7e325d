import type { Out } from '../../core/contract/methods.ts';
import type { OrderType } from '../../core/domain/intent.ts';
import { shownText } from '../escape.ts';

/** What kind of order, on which side, paid in which asset. */
export interface OrderKind {
  readonly type: OrderType;
  readonly side: 'buy' | 'sell';
  readonly quote: string;
}

type Row = Pick<Out<'policy.get'>['rows'][number], 'rule' | 'value'>;

const notionalRules: ReadonlySet<string> = new Set(['order-notional', 'hour-notional', 'day-notional']);

/**
 * Why the policy in force denies every order of a kind, whatever its figures; null where it does not. A stop order without a limit has
 * no worst price: no price band can hold it, and no limit on notionals a buy.
 */
export function standingDenial({ type, side, quote }: OrderKind, rows: readonly Row[]): string | null {
  if (type !== 'stop-market') return null;
  const band = rows.find(({ rule }) => rule === 'price-band')?.value ?? null;
  if (band !== null) {
    return `The policy denies every stop market order: it may trade at any price, and the price band is ${shownText(band).replaceAll(' ', '\u00a0')}. Choose Stop limit.`;
  }
  const isLimited = rows.some(({ rule, value }) => notionalRules.has(rule) && namesAsset(value, quote));
  return side === 'buy' && isLimited
    ? `The policy denies every stop market buy: it may cost anything, and there is a limit in ${shownText(quote)}. Choose Stop limit.`
    : null;
}

function namesAsset(value: string | null, asset: string): boolean {
  return value?.split(/[^A-Z0-9]+/).includes(asset) ?? false;
}
