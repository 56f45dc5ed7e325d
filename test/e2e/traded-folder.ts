import { systemClock } from '../../core/node-ports.ts';
import type { Clock } from '../../core/ports.ts';
import { livePolicy } from '../core/golive/live-policy.ts';
import { sentOrder, temporaryCore } from '../core/temporary-core.ts';

/** More than the day that a record on paper spans at the least. */
const agoMs = 25 * 3_600_000;

/**
 * A data folder whose policy was set yesterday, and under which that many orders were filled on paper then: a real core did both, by a
 * clock that is a day behind. `headFolder` is where its newest row is kept beside it. Who takes the folder removes the one that it is in.
 */
export async function tradedFolder(orders: number, headFolder: string): Promise<string> {
  const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() - agoMs };
  const core = await temporaryCore({ ports: { clock }, environment: { PORTCULLIS_HEAD_DIR: headFolder } });
  const { digest: baseDigest } = await core.get('policy.get', {});
  const asked = await core.get('policy.requestChange', { document: livePolicy, baseDigest });
  const { approvalId, digest, word } = asked;
  const typed = word === null ? {} : { word };
  await core.get('approvals.decide', { approvalId, digest, answer: 'approve', ...typed }, 'approval');
  for (let count = 0; count < orders; count += 1) {
    const side = count % 2 === 0 ? 'buy' : 'sell';
    const draft = { exchange: 'practice', symbol: 'BTC/USDT', side, type: 'market', amount: '0.001' } as const;
    const { previewId } = await core.get('orders.preview', draft);
    const { status } = sentOrder(await core.get('orders.submit', { previewId }));
    if (status !== 'filled') throw new Error(`an order on paper is ${status}`);
  }
  await core.core.close();
  return core.folder;
}
