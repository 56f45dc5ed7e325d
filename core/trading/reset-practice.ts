import type { Balance } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import type { PaperTrading } from './open-paper.ts';

/**
 * Puts the practice account back to its first balances and forgets its orders and fills; the audit trail keeps them. `conflict` while an
 * order is on its way: its answer would find nothing that it belongs to.
 */
export async function resetPractice(paper: PaperTrading, actor: string): Promise<Result<Balance[]>> {
  const { trading } = paper;
  const entry = { eventType: 'practice-reset', level: 'info' as const, actor, subject: 'practice', body: {} };
  const row = await trading.record.before({ ...entry, status: 'requested' });
  if (!row.ok) return row;
  const reset: Result<void> = trading.inFlight.size > 0 ? conflict('an order is on its way') : paper.practice.reset();
  const cleared = reset.ok ? trading.journal.clear() : reset;
  await trading.record.after({ ...entry, status: cleared.ok ? 'ok' : 'failed' });
  if (!cleared.ok) return cleared;
  trading.balancesChanged();
  const balances = await trading.venue.inspector.balances();
  return balances.ok ? ok([...balances.value]) : balances;
}
