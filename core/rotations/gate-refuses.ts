import { decimal } from '../domain/money.ts';
import type { Result } from '../domain/result.ts';
import type { GateAnswer } from '../procedures/emergency/emergency-ports.ts';
import type { PaperTrading } from '../trading/open-paper.ts';
import { previewOrder } from '../trading/preview.ts';
import { submitPreview } from '../trading/submit.ts';

/** The smallest thing that the practice exchange always has. */
const draft = {
  exchange: 'practice',
  symbol: 'BTC/USDT',
  marketType: 'spot',
  side: 'buy',
  type: 'market',
  amount: decimal('0.001'),
} as const;

/** Sends an order on the practice exchange into the gate of this console while trading is halted; it must be refused for that. */
export async function tryGate(paper: Promise<Result<PaperTrading>>): Promise<GateAnswer> {
  const opened = await paper;
  if (!opened.ok) return unclear(opened.error.code);
  const { previews, trading } = opened.value;
  const preview = await previewOrder(trading, draft);
  if (!preview.ok) return unclear(preview.error.code);
  previews.hold(preview.value);
  const sent = await submitPreview(trading, previews, preview.value.shown.previewId, 'core');
  if (sent.ok) {
    return {
      answer: 'let-through',
      text: sent.value.state === 'sent' ? `order ${sent.value.order.orderId} was sent` : 'it waits for an approval',
    };
  }
  if (sent.error.code !== 'trading-halted') return unclear(sent.error.code);
  return { answer: 'refused', text: 'The gate refused a practice order, because trading is halted.' };
}

function unclear(code: string): GateAnswer {
  return { answer: 'unclear', text: `That the gate refuses could not be tried with a practice order (${code}).` };
}
