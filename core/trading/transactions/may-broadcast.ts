import type { Broadcaster } from '../../chain/broadcaster.ts';
import { err, type Result } from '../../domain/result.ts';
import type { JudgedTransaction } from './held-transaction.ts';
import { exemptionNow } from './judge-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/**
 * What would send this transaction now. `not-offered` where nothing is sent to its chain: on paper, and on a chain that live trading is not
 * armed for, only what takes back is.
 */
export function mayBroadcast(trading: TransactionTrading, judged: JudgedTransaction): Result<Broadcaster> {
  const broadcaster = judged.access.broadcaster(exemptionNow(trading, judged) === null ? 'open' : 'cancel');
  if (broadcaster.ok) return broadcaster;
  const what =
    'signing for this chain while live trading is not armed for it; on paper a development chain on this machine is signed for,';
  return err({ code: 'not-offered', retry: 'never', what });
}
