import type { AskOptions } from '../../../core/cli/ask.ts';
import { openCore } from '../../../core/cli/open-core.ts';

/** Leaves an order in the books that nothing fills, by a core that is gone again. */
export async function restAnOrder(options: AskOptions): Promise<void> {
  const opened = await openCore({ ...options, logFile: null, runtime: 'test', serveApi: false });
  if (!opened.ok) throw new Error(opened.error.code);
  const { call, close } = opened.value;
  const order = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'limit', amount: '0.01', price: '1000' };
  const preview = await call('operator', 'orders.preview', order);
  if (!preview.ok) throw new Error(JSON.stringify(preview.error));
  const { previewId } = preview.value as { readonly previewId: string };
  const placed = await call('operator', 'orders.submit', { previewId });
  if (!placed.ok) throw new Error(JSON.stringify(placed.error));
  await close();
}
