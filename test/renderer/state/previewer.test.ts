import { describe, expect, it } from 'vitest';
import type { OrderPreview } from '../../../core/contract/shapes.ts';
import { decimal } from '../../../core/domain/money.ts';
import { ok, type Result } from '../../../core/domain/result.ts';
import {
  createPreviewer,
  type Draft,
  firstRetryMs,
  marketAgainMs,
  mostRetryMs,
  orderPreviewing,
  type PreviewState,
  restMs,
} from '../../../renderer/state/previewer.ts';

const draft: Draft = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'limit', amount: '1', price: '10' };

function preview(asked: Draft, previewId: string): OrderPreview {
  return {
    previewId,
    digest: 'd',
    expiresAtMs: 60_000,
    replaces: null,
    draft: {
      ...asked,
      marketType: 'spot',
      amount: decimal(asked.amount ?? '1'),
      quoteAmount: null,
      price: decimal(asked.price ?? '1'),
      stopPrice: null,
      timeInForce: 'gtc',
    },
    estimatedAmount: null,
    estimatedPrice: null,
    notional: decimal('10'),
    worstCost: { amount: decimal('10'), asset: 'USDT' },
    estimatedFee: { amount: decimal('0.001'), asset: 'BTC' },
    verdict: 'allow',
    rulings: [],
    blocked: null,
  };
}

/** Time by hand, and a core that answers when told to. */
function stage() {
  const questions: { draft: Draft; answer: (result: Result<OrderPreview>) => void }[] = [];
  const states: PreviewState[] = [];
  let timer: { dueMs: number; task: () => void } | null = null;
  let nowMs = 0;
  const previewer = createPreviewer<Draft, OrderPreview>({
    ...orderPreviewing,
    ask: (asked) => new Promise((answer) => void questions.push({ draft: asked, answer })),
    after(delayMs, task) {
      const made = { dueMs: nowMs + delayMs, task };
      timer = made;
      return () => {
        if (timer === made) timer = null;
      };
    },
    nowMs: () => nowMs,
    onChange: (state) => void states.push(state),
  });
  return {
    previewer,
    questions,
    latest: () => states.at(-1),
    async pass(ms: number) {
      nowMs += ms;
      const due = timer;
      if (due !== null && due.dueMs <= nowMs) {
        timer = null;
        due.task();
      }
      await Promise.resolve();
    },
    async answer(at: number, result: Result<OrderPreview>) {
      questions[at]?.answer(result);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe('the preview of the ticket', () => {
  it('asks once typing rests, about what was typed last', async () => {
    const { previewer, questions, pass } = stage();
    previewer.consider(draft);
    await pass(restMs - 1);
    previewer.consider({ ...draft, amount: '12' });
    await pass(restMs - 1);
    expect(questions).toHaveLength(0);
    await pass(1);
    expect(questions.map((question) => question.draft.amount)).toEqual(['12']);
  });

  it('takes no answer about anything but what the fields hold now', async () => {
    const { previewer, latest, pass, answer } = stage();
    previewer.consider(draft);
    await pass(restMs);
    const changed = { ...draft, amount: '2' };
    previewer.consider(changed);
    await answer(0, ok(preview(draft, 'old')));
    expect(latest()).toEqual({ kind: 'asking', last: null });
    await pass(restMs);
    await answer(1, ok(preview(changed, 'new')));
    const state = latest();
    expect(state?.kind === 'shown' && state.preview.previewId).toBe('new');
  });

  it('cannot be submitted from the moment the fields change, while the last figures stay for the eye', async () => {
    const { previewer, latest, pass, answer } = stage();
    previewer.consider(draft);
    await pass(restMs);
    await answer(0, ok(preview(draft, 'p1')));
    previewer.consider({ ...draft, price: '11' });
    const state = latest();
    expect(state?.kind).toBe('asking');
    expect(state?.kind === 'asking' && state.last?.previewId).toBe('p1');
  });

  it('is never of another stop price than the fields hold, when only that was changed', async () => {
    const { previewer, latest, pass, answer } = stage();
    const stop: Draft = { ...draft, side: 'sell', type: 'stop-limit', price: '90', stopPrice: '95' };
    previewer.consider(stop);
    await pass(restMs);
    await answer(0, ok(preview(stop, 'at 95')));
    previewer.consider({ ...stop, stopPrice: '94' });
    expect(latest()?.kind).toBe('asking');
    await pass(restMs);
    await answer(1, ok(preview(stop, 'at 94')));
    const state = latest();
    expect(state?.kind === 'shown' && state.preview.previewId).toBe('at 94');
  });

  it('is of other fields as soon as any one of them is another, and of the same whatever the order they were set in', () => {
    const whole: Required<Draft> = {
      exchange: 'practice',
      symbol: 'BTC/USDT',
      marketType: 'spot',
      side: 'buy',
      type: 'limit',
      amount: '1',
      quoteAmount: '10',
      price: '10',
      stopPrice: '9',
      timeInForce: 'gtc',
    };
    const { isSame } = orderPreviewing;
    for (const field of Object.keys(whole)) {
      expect(isSame(whole, { ...whole, [field]: 'another' }), field).toBe(false);
      expect(isSame(whole, { ...whole, [field]: undefined }), field).toBe(false);
    }
    const turned = Object.fromEntries(Object.entries(whole).reverse()) as Draft;
    expect(isSame(whole, turned)).toBe(true);
    expect(isSame(draft, { ...draft, stopPrice: undefined })).toBe(true);
  });

  it('is emptied at once with the fields', async () => {
    const { previewer, latest, pass, answer } = stage();
    previewer.consider(draft);
    await pass(restMs);
    previewer.consider(null);
    await answer(0, ok(preview(draft, 'late')));
    expect(latest()).toEqual({ kind: 'empty' });
  });

  it('is replaced before it expires, and at market as often as the book may have moved', async () => {
    const limit = stage();
    limit.previewer.consider(draft);
    await limit.pass(restMs);
    await limit.answer(0, ok(preview(draft, 'p1')));
    await limit.pass(49_000);
    expect(limit.questions).toHaveLength(1);
    await limit.pass(1_000);
    expect(limit.questions).toHaveLength(2);

    const market = stage();
    market.previewer.consider({ ...draft, type: 'market' });
    await market.pass(restMs);
    await market.answer(0, ok(preview(draft, 'p1')));
    await market.pass(marketAgainMs);
    expect(market.questions).toHaveLength(2);
  });

  it('says why there is none, and asks again when something it depends on changed', async () => {
    const { previewer, latest, questions, pass, answer } = stage();
    previewer.consider(draft);
    await pass(restMs);
    const error = { code: 'core-unavailable', retry: 'safe', why: 'it is starting' } as const;
    await answer(0, { ok: false, error });
    expect(latest()).toEqual({ kind: 'refused', error });
    previewer.refresh();
    await pass(restMs);
    expect(questions).toHaveLength(2);
  });

  it('asks again by itself where the reason may pass, ever more seldom, until it is answered', async () => {
    const { previewer, latest, questions, pass, answer } = stage();
    const error = { code: 'chain-unreachable', retry: 'safe', chainId: '1', why: 'it has not answered yet' } as const;
    previewer.consider(draft);
    await pass(restMs);
    for (let waitMs = firstRetryMs, asked = 1; asked <= 7; asked += 1, waitMs = Math.min(waitMs * 2, mostRetryMs)) {
      await answer(asked - 1, { ok: false, error });
      expect(latest()).toEqual({ kind: 'refused', error });
      await pass(waitMs - 1);
      expect(questions).toHaveLength(asked);
      await pass(1);
      expect(questions).toHaveLength(asked + 1);
      // What is known stays for the eye while it is asked.
      expect(latest()?.kind).toBe('refused');
    }
    await answer(7, ok(preview(draft, 'p1')));
    expect(latest()?.kind).toBe('shown');
    previewer.consider({ ...draft, amount: '2' });
    await pass(restMs);
    await answer(8, { ok: false, error });
    await pass(firstRetryMs);
    expect(questions).toHaveLength(10);
  });

  it('waits as long as who refused asks for, and asks no more once the fields are another or gone', async () => {
    const { previewer, questions, pass, answer } = stage();
    const limited = { code: 'rate-limited', retry: 'safe', venue: 'kraken', retryAfterMs: 30_000 } as const;
    previewer.consider(draft);
    await pass(restMs);
    await answer(0, { ok: false, error: limited });
    await pass(29_999);
    expect(questions).toHaveLength(1);
    previewer.consider(null);
    await pass(mostRetryMs);
    expect(questions).toHaveLength(1);
  });

  it('does not ask again by itself what stays refused as it stands, nor what would report a bug each time', async () => {
    for (const error of [
      { code: 'not-found', retry: 'never', what: 'market' },
      { code: 'trading-halted', retry: 'never', state: 'halted', reason: 'a person' },
      { code: 'internal', retry: 'after-checking', incidentId: '1' },
    ] as const) {
      const { previewer, questions, pass, answer } = stage();
      previewer.consider(draft);
      await pass(restMs);
      await answer(0, { ok: false, error });
      await pass(10 * mostRetryMs);
      expect(questions, error.code).toHaveLength(1);
    }
  });
});
