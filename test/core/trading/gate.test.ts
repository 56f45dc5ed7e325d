import { afterEach, describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { err } from '../../../core/domain/result.ts';
import type { Facts } from '../../../core/policy/rule.ts';
import { approve } from '../../../core/trading/approve.ts';
import { createConfirmedTime } from '../../../core/trading/confirmed-time.ts';
import { createPreviews } from '../../../core/trading/previews.ts';
import { previewReplacement } from '../../../core/trading/replace.ts';
import { submitOrder, submitPreview } from '../../../core/trading/submit.ts';
import type { Trading } from '../../../core/trading/trading.ts';
import type { VenueOrder } from '../../../core/venues/venue.ts';
import { sentOrder } from '../temporary-core.ts';
import { type Between, tradingWorld, type World } from './trading-world.ts';

let current: World | null = null;
afterEach(() => {
  current?.close();
  current = null;
});
async function open(between: Between = (_route, send) => send(), judge?: Trading['judge']): Promise<World> {
  current = await tradingWorld(between, judge);
  return current;
}

/** The same trading, where something happens while the row of the request is being written. */
function duringTheRow(trading: Trading, happens: () => void): Trading {
  return {
    ...trading,
    record: {
      ...trading.record,
      async before(entry) {
        const row = await trading.record.before(entry);
        happens();
        return row;
      },
    },
  };
}

describe('the last look before an order leaves', () => {
  it('sees a halt that came while its row was being written', async () => {
    const world = await open();
    const { halt } = world.trading;
    const preview = await world.preview();
    const trading = duringTheRow(world.trading, () => halt.engage({ source: 'tray', code: 'person', text: 'stop' }));
    expect(await submitOrder(trading, preview, 'test')).toMatchObject({ error: { code: 'trading-halted' } });
    expect(world.placed()).toBe(0);
  });

  it.each([
    ['deny', 'denied-by-policy'],
    ['needs-approval', 'needs-approval'],
  ] as const)('sees a policy that came to say %s while its row was being written', async (later, code) => {
    let verdict: 'allow' | 'needs-approval' | 'deny' = 'allow';
    const world = await open(undefined, () => ({ verdict, rulings: [] }));
    const preview = await world.preview();
    const trading = duringTheRow(world.trading, () => {
      verdict = later;
    });
    expect(await submitOrder(trading, preview, 'test')).toMatchObject({ error: { code } });
    expect(world.placed()).toBe(0);
  });

  it('takes an approval for exactly the order that was shown, and for no other', async () => {
    const world = await open();
    const { intent, shown } = await world.preview();
    const other = (await world.preview({ price: decimal('19999') })).shown.digest;
    const asked = { verdict: 'needs-approval', rulings: [] } as const;
    expect(approve(intent, shown.digest, asked, shown.digest)).toMatchObject({ ok: true });
    expect(approve(intent, shown.digest, asked, other)).toMatchObject({ error: { code: 'needs-approval' } });
    expect(approve(intent, shown.digest, asked, null)).toMatchObject({ error: { code: 'needs-approval' } });
    expect(approve({ ...intent, price: decimal('19999') }, shown.digest, asked, shown.digest)).toMatchObject({
      error: { code: 'stale-preview' },
    });
  });

  it('is never reached where the row could not be written', async () => {
    const world = await open();
    const preview = await world.preview();
    const failed = err({ code: 'audit-failed', retry: 'after-checking', what: 'a test' } as const);
    const trading = { ...world.trading, record: { ...world.trading.record, before: async () => failed } };
    expect(await submitOrder(trading, preview, 'test')).toEqual(failed);
    expect(world.placed()).toBe(0);
    expect(world.trading.journal.orders({ limit: 1 })).toEqual([]);
  });
});

describe('what the policy is told', () => {
  it('is that a position is not known while a buy by quote amount has no answer', async () => {
    const seen: Facts[] = [];
    let answer = (): void => undefined;
    const onItsWay = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const world = await open(
      async (route, send) => {
        if (route === 'POST /api/v3/order') await onItsWay;
        return send();
      },
      (_intent, facts) => {
        seen.push(facts);
        return { verdict: 'allow', rulings: [] };
      },
    );
    const byQuote = { type: 'market', price: undefined, amount: undefined, quoteAmount: decimal('100') } as const;
    const first = world.submit(byQuote);
    while (world.placed() === 0) await new Promise((resolve) => setImmediate(resolve));
    await world.preview();
    expect(seen.at(-1)?.position).toBeNull();
    answer();
    await first;
    await world.preview();
    expect(seen.at(-1)?.position).toMatchObject({ asset: 'BTC', opening: '0' });
  });

  it('is how old the book is, from before it was asked for', async () => {
    const seen: Facts[] = [];
    let world: World | null = null;
    world = await open(
      async (route, send) => {
        const answered = await send();
        if (route === 'GET /api/v3/depth') world?.later(6_000);
        return answered;
      },
      (_intent, facts) => {
        seen.push(facts);
        return { verdict: 'allow', rulings: [] };
      },
    );
    await world.preview();
    expect(seen.at(-1)?.market?.ageMs).toBeGreaterThanOrEqual(6_000);
  });

  it('is that nothing is known of the windows while no clock confirms the time', async () => {
    const seen: Facts[] = [];
    const world = await open(undefined, (_intent, facts) => {
      seen.push(facts);
      return { verdict: 'allow', rulings: [] };
    });
    const preview = await world.preview();
    expect(seen.at(-1)?.reserved).not.toBeNull();
    await submitOrder({ ...world.trading, confirmedTime: createConfirmedTime(0) }, preview, 'test');
    expect(seen.at(-1)?.reserved).toBeNull();
  });
});

describe('a preview', () => {
  it('that has expired sends nothing, and one that was submitted in time answers with the same for good', async () => {
    const world = await open();
    const { trading } = world;
    const previews = createPreviews(trading.clock);
    const [late, inTime] = [await world.preview(), await world.preview()];
    for (const preview of [late, inTime]) previews.hold(preview);
    const sent = await submitPreview(trading, previews, inTime.shown.previewId, 'test');
    world.later(60_001);
    expect(await submitPreview(trading, previews, late.shown.previewId, 'test')).toMatchObject({
      error: { code: 'expired' },
    });
    expect(await submitPreview(trading, previews, inTime.shown.previewId, 'test')).toEqual(sent);
    expect(world.placed()).toBe(1);
  });
});

describe('an order that is replaced', () => {
  it('and filled further before its cancel arrived is followed by nothing', async () => {
    const world = await open(async (route, send) => {
      const answer = await send();
      if (route !== 'DELETE /api/v3/order') return answer;
      const order = (await answer.json()) as object;
      const filled = { executedQty: '0.00400000', cummulativeQuoteQty: '80.00000000' };
      return new Response(JSON.stringify({ ...order, ...filled }), { status: 200 });
    });
    const submitted = await world.submit();
    const { orderId } = submitted.ok ? sentOrder(submitted.value) : { orderId: '' };
    const preview = await previewReplacement(world.trading, { orderId, price: decimal('21000') });
    if (!preview.ok) throw new Error(preview.error.code);
    expect(await submitOrder(world.trading, preview.value, 'test')).toMatchObject({
      error: { code: 'stale-preview', why: expect.stringContaining('0.004 filled') },
    });
    expect(world.placed()).toBe(1);
    expect(world.trading.journal.get(orderId)).toMatchObject({ status: 'canceled', filled: '0.004' });
  });
});

describe('the journal', () => {
  it('believes no later answer that makes a filled amount smaller or a finished order open again', async () => {
    const world = await open();
    const { journal } = world.trading;
    await world.submit();
    const [order] = journal.orders({ limit: 1 });
    const told = await world.trading.venue.inspector.orderByClientId('BTC/USDT', order?.clientOrderId ?? '');
    if (!told.ok || told.value === null) throw new Error('it is not there');
    const tell = (change: Partial<VenueOrder>) => journal.absorb({ ...(told.value as VenueOrder), ...change }, [], 1);
    tell({ status: 'partially-filled', filled: decimal('0.004') });
    expect(tell({ status: 'open', filled: decimal('0') })).toMatchObject({
      value: { order: { status: 'partially-filled', filled: '0.004', remaining: '0.006' } },
    });
    tell({ status: 'canceled', filled: decimal('0.004') });
    expect(tell({ status: 'partially-filled', filled: decimal('0.004') })).toMatchObject({
      value: { order: { status: 'canceled' } },
    });
    expect(journal.boughtOf('BTC')).toBe('0.004');
  });
});
