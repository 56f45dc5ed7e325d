import { expect } from 'vitest';
import type { WireIn } from '../../core/contract/methods.ts';
import { arm, type GoingLiveConsole } from './golive-console.ts';
import { answerTo, patience } from './golive-hands.ts';

/** An order as a person drafts it. */
export type Draft = WireIn<'orders.preview'>;

/** Some triggers look only every half minute, or after a minute and a half of silence. */
export const longest = { timeout: 200_000, interval: 500 };

const buy = { side: 'buy', type: 'limit', price: '15000' } as const;
/** An order that rests at Binance. */
export const atBinance = { ...buy, exchange: 'binance', symbol: 'BTC/USDT', amount: '0.0005' } as const;
/** One that rests at Kraken, which lets itself be asked so much more seldom that a book of it may come too late. */
export const atKraken = { ...buy, exchange: 'kraken', symbol: 'BTC/USD', amount: '0.0001' } as const;

/** Orders of a console that is armed in its real window, and what the exchanges see of them. */
export interface LiveOrders {
  readonly status: () => ReturnType<typeof statusOf>;
  /** The codes of what trading is halted for. */
  reasons(): Promise<readonly string[]>;
  preview(draft: Draft): Promise<string>;
  submit(previewId: string): Promise<Awaited<ReturnType<typeof answerTo<'orders.submit'>>>>;
  /** Arms where nothing is armed, and has an order leave; the exchanges count it. */
  leaves(draft: Draft): Promise<void>;
  /**
   * Trading halts for this reason when it is provoked: an order leaves right before, the next does not by the exchanges' own count, and
   * the window says why and is PAPER.
   */
  halts(code: string, provoke: () => unknown, draft?: Draft): Promise<void>;
}

/** Those of one console. */
export function liveOrders(stood: GoingLiveConsole): LiveOrders {
  const { exchanges, hands } = stood;
  const status = () => statusOf(stood);
  const reasons = async (): Promise<readonly string[]> => (await status()).halt.reasons.map(({ code }) => code);
  const preview = async (draft: Draft): Promise<string> => (await hands.get('orders.preview', draft)).previewId;
  const submit = (previewId: string) => answerTo(hands.page, 'orders.submit', { previewId });

  async function leaves(draft: Draft): Promise<void> {
    if ((await hands.get('golive.live', {})).armed === null) await arm(hands);
    const before = exchanges.mutating();
    let previewId = '';
    // What was left there is settled first after every arming.
    await expect
      .poll(
        async () => {
          const shown = await answerTo(hands.page, 'orders.preview', draft);
          previewId = shown.ok ? shown.value.previewId : '';
          return shown.ok ? shown.value.verdict : shown.error.code;
        },
        { ...longest, interval: 10_000 },
      )
      .toBe('allow');
    const sent = await submit(previewId);
    expect(sent, JSON.stringify(sent)).toMatchObject({ ok: true });
    expect(exchanges.mutating()).toBe(before + 1);
  }

  return {
    ...{ status, reasons, preview, submit, leaves },
    async halts(code, provoke, draft = atBinance) {
      await leaves(draft);
      const next = await preview(atBinance);
      await provoke();
      await expect.poll(reasons, longest).toContain(code);
      const before = exchanges.mutating();
      expect(await submit(next)).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
      expect(exchanges.mutating()).toBe(before);
      await hands.page.getByRole('region', { name: 'Halt', exact: true }).waitFor(patience);
      await hands.page.locator('.mode').filter({ hasText: 'PAPER' }).waitFor(patience);
    },
  };
}

function statusOf({ hands }: GoingLiveConsole) {
  return hands.get('system.status', {});
}
