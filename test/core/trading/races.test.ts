import { afterEach, describe, expect, it } from 'vitest';
import type { Order } from '../../../core/contract/shapes.ts';
import { add, decimal } from '../../../core/domain/money.ts';
import type { Facts } from '../../../core/policy/rule.ts';
import { cancelOrder } from '../../../core/trading/cancel.ts';
import type { PaperTrading } from '../../../core/trading/open-paper.ts';
import { previewReplacement } from '../../../core/trading/replace.ts';
import { resetPractice } from '../../../core/trading/reset-practice.ts';
import { submitOrder } from '../../../core/trading/submit.ts';
import type { Trading } from '../../../core/trading/trading.ts';
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

/** Something that a test lets happen when it is time, and a word that it has come so far. */
function gate() {
  let reach = (): void => undefined;
  let open_ = (): void => undefined;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open_ = resolve;
  });
  return { reach: () => reach(), reached, open: () => open_(), opened };
}

async function rest(world: World): Promise<Order> {
  const submitted = await world.submit();
  if (!submitted.ok) throw new Error(submitted.error.code);
  return sentOrder(submitted.value);
}
async function replacement(world: World, orderId: string, price: string) {
  const preview = await previewReplacement(world.trading, { orderId, price: decimal(price) });
  if (!preview.ok) throw new Error(preview.error.code);
  return preview.value;
}

describe('two hands on one order', () => {
  it('replace it once: of two replacements at the same moment one is sent at the most', async () => {
    const world = await open();
    const old = await rest(world);
    const previews = [await replacement(world, old.orderId, '21000'), await replacement(world, old.orderId, '22000')];
    const answers = await Promise.all(previews.map((preview) => submitOrder(world.trading, preview, 'test')));
    expect(answers.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
    expect(answers).toContainEqual(
      expect.objectContaining({ error: expect.objectContaining({ code: 'stale-preview' }) }),
    );
    const atVenue = await world.trading.venue.inspector.openOrders();
    expect(atVenue.ok && atVenue.value.length).toBe(answers.filter(({ ok }) => ok).length);
  });

  it('put nothing in its place where one of them only wants it gone', async () => {
    const underWay = gate();
    const world = await open(async (route, send) => {
      if (route !== 'DELETE /api/v3/order') return send();
      underWay.reach();
      await underWay.opened;
      return send();
    });
    const old = await rest(world);
    const preview = await replacement(world, old.orderId, '21000');
    const replaced = submitOrder(world.trading, preview, 'test');
    await underWay.reached;
    const canceled = cancelOrder(world.trading, old.orderId, 'person');
    underWay.open();
    expect(await canceled).toMatchObject({ ok: true, value: { status: 'canceled' } });
    expect(await replaced).toMatchObject({ ok: false, error: { code: 'stale-preview' } });
    expect(world.placed()).toBe(1);
    expect(await world.held()).toBe('0');
  });
});

describe('a position', () => {
  it('counts what was bought while the balances were on their way', async () => {
    const answered = gate();
    let isFirst = false;
    const seen: Facts[] = [];
    const world = await open(
      async (route, send) => {
        const answer = await send();
        if (route !== 'GET /api/v3/account' || !isFirst) return answer;
        isFirst = false;
        answered.reach();
        await answered.opened;
        return answer;
      },
      (_intent, facts) => {
        seen.push(facts);
        return { verdict: 'allow', rulings: [] };
      },
    );
    const slow = await world.preview({ amount: decimal('0.002') });
    isFirst = true;
    const later = submitOrder(world.trading, slow, 'test');
    await answered.reached;
    const { price: _, ...market } = { type: 'market', price: undefined, amount: decimal('0.001') } as const;
    const bought = submitOrder(world.trading, await world.preview({ ...market, price: undefined }), 'test');
    expect(await bought).toMatchObject({ ok: true, value: { order: { status: 'filled' } } });
    seen.length = 0;
    answered.open();
    expect(await later).toMatchObject({ ok: true });
    for (const { position } of seen) {
      expect(add(position?.total ?? decimal('0'), position?.opening ?? decimal('0'))).toBe('0.101');
    }
    expect(seen).toHaveLength(3);
  });
});

describe('a reset of the practice account', () => {
  it('waits for nobody and takes nothing from an order that is on its way: it is refused', async () => {
    const onItsWay = gate();
    const world = await open(async (route, send) => {
      if (route !== 'POST /api/v3/order') return send();
      onItsWay.reach();
      await onItsWay.opened;
      return send();
    });
    const submitted = world.submit();
    await onItsWay.reached;
    const paper = { trading: world.trading, practice: world.practice } as unknown as PaperTrading;
    expect(await resetPractice(paper, 'test')).toMatchObject({ ok: false, error: { code: 'conflict' } });
    onItsWay.open();
    expect(await submitted).toMatchObject({ ok: true, value: { order: { status: 'open' } } });
    expect(world.trading.halt.state().state).toBe('active');
    expect(await resetPractice(paper, 'test')).toMatchObject({ ok: true });
    expect(await world.held()).toBe('0');
  });
});
