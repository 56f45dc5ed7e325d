import type { PolicyDocument } from '../../../core/contract/shapes.ts';
import { exchangeNames } from '../../../core/domain/exchanges.ts';
import { decimal } from '../../../core/domain/money.ts';

/** A policy under which orders may be live at every exchange, and are bounded as going live asks. */
export const livePolicy: PolicyDocument = {
  version: 1,
  allowExchanges: ['practice', ...exchangeNames],
  allowMarketTypes: ['spot'],
  maxOrderNotional: { USDT: decimal('2000'), USD: decimal('2000') },
  maxDayNotional: { USDT: decimal('5000'), USD: decimal('5000') },
  priceBandPercent: decimal('90'),
};
