import { afterEach, describe, expect, it } from 'vitest';
import { reconcile, refreshOrder } from '../../../core/trading/reconcile.ts';
import { type Between, tradingWorld, type World } from './trading-world.ts';

let current: World | null = null;
afterEach(() => {
  current?.close();
  current = null;
});

/** Trading over the real exchange, whose answers to a placed order a test may spoil after the exchange has taken it, or before. */
async function tradingThrough(
  spoil: (send: () => Promise<Response>) => Promise<Response>,
  timeoutMs?: number,
): Promise<World> {
  const between: Between = (route, send) => (route === 'POST /api/v3/order' ? spoil(send) : send());
  current = await tradingWorld(between, undefined, timeoutMs);
  return current;
}

const spoils: readonly (readonly [string, (send: () => Promise<Response>) => Promise<Response>])[] = [
  [
    'never comes',
    async (send) => {
      await send();
      return new Promise<Response>(() => undefined);
    },
  ],
  [
    'is cut off by a reset',
    async (send) => {
      await send();
      throw new TypeError('fetch failed');
    },
  ],
  [
    'is an HTML page with status 200',
    async (send) => {
      await send();
      return new Response('<html>ok</html>', { status: 200 });
    },
  ],
  ['is cut short', async (send) => new Response((await (await send()).text()).slice(0, 40), { status: 200 })],
  [
    'is an empty object',
    async (send) => {
      await send();
      return new Response('{}', { status: 200 });
    },
  ],
  [
    'is a server error',
    async (send) => {
      await send();
      return new Response('<html>502</html>', { status: 502 });
    },
  ],
];

describe('an order whose answer is lost', () => {
  it.each(spoils)('when it %s: is unknown, is found by its client id, and is there once', async (title, spoil) => {
    const world = await tradingThrough(spoil, title === 'never comes' ? 1_000 : undefined);
    expect(await world.submit()).toMatchObject({ ok: false, error: { code: 'outcome-unknown' } });
    const [order] = world.trading.journal.orders({ limit: 10 });
    expect(order).toMatchObject({ status: 'outcome-unknown' });
    expect(world.refreshed).toEqual([order?.clientOrderId]);
    expect(await refreshOrder(world.trading, order?.clientOrderId ?? '')).toBe(true);
    expect(world.trading.journal.get(order?.orderId ?? '')).toMatchObject({ status: 'open', filled: '0' });
    expect(world.placed()).toBe(1);
    expect(await world.held()).toBe('200');
    const rows = await world.audit.query({ eventType: 'order', limit: 10 });
    expect(rows.ok && rows.value.map((row) => row.status)).toEqual(['recovered', 'unknown', 'requested']);
  });

  it('when it never reached the venue: stays unknown while it may be on its way, then counts as never arrived', async () => {
    const world = await tradingThrough(() => Promise.reject(new TypeError('fetch failed')));
    expect(await world.submit()).toMatchObject({ ok: false });
    const [order] = world.trading.journal.orders({ limit: 10 });
    if (order?.status === 'outcome-unknown') {
      expect(await reconcile(world.trading)).toBe(1);
      world.later(11_000);
      expect(await reconcile(world.trading)).toBe(0);
    }
    expect(world.trading.journal.get(order?.orderId ?? '')).toMatchObject({ status: 'rejected' });
    expect(await world.held()).toBe('0');
  });

  it('is not given up because the clock was set ahead, nor kept for ever because it was set back', async () => {
    const world = await tradingThrough(() => Promise.reject(new TypeError('fetch failed')));
    await world.submit();
    world.jump(3_600_000);
    expect(await reconcile(world.trading)).toBe(1);
    world.jump(-7_200_000);
    expect(await reconcile(world.trading)).toBe(1);
    world.later(11_000);
    expect(await reconcile(world.trading)).toBe(0);
    expect(world.trading.journal.orders({ limit: 1 })).toMatchObject([{ status: 'rejected' }]);
  });

  it('is not taken for gone where the venue took it and does not find it for a moment, only where that lasts', async () => {
    let isHidden = true;
    const noOrder = { code: -2013, msg: 'Order does not exist.' };
    current = await tradingWorld((route, send) =>
      isHidden && route === 'GET /api/v3/order'
        ? Promise.resolve(new Response(JSON.stringify(noOrder), { status: 400 }))
        : send(),
    );
    const { trading } = current;
    expect(await current.submit()).toMatchObject({ ok: true });
    current.later(60_000);
    const now = () => trading.journal.orders({ limit: 1 })[0];
    expect(await reconcile(trading)).toBe(1);
    current.later(5_000);
    expect(await reconcile(trading)).toBe(1);
    expect(now()).toMatchObject({ status: 'open' });
    isHidden = false;
    expect(await reconcile(trading)).toBe(0);
    isHidden = true;
    current.later(60_000);
    expect(await reconcile(trading)).toBe(1);
    expect(now()).toMatchObject({ status: 'open' });
    current.later(11_000);
    expect(await reconcile(trading)).toBe(0);
    expect(now()).toMatchObject({ status: 'canceled', reason: 'no longer known to the venue' });
  });

  it('is asked about again until all of its fills are told, also after a restart that found it finished', async () => {
    let lag = 2;
    current = await tradingWorld(async (route, send) => {
      if (route === 'POST /api/v3/order') {
        await send();
        return new Response('{}', { status: 200 });
      }
      if (route !== 'GET /api/v3/myTrades' || lag === 0) return send();
      lag -= 1;
      return new Response('[]', { status: 200 });
    });
    const { journal } = current.trading;
    await current.submit({ type: 'market', price: undefined });
    const [order] = journal.orders({ limit: 1 });
    expect(await refreshOrder(current.trading, order?.clientOrderId ?? '')).toBe(false);
    expect(journal.get(order?.orderId ?? '')).toMatchObject({ status: 'filled', filled: '0.01' });
    expect(journal.lackingFills()).toEqual([order?.clientOrderId]);
    expect(await reconcile(current.trading)).toBe(1);
    expect(await reconcile(current.trading)).toBe(0);
    expect(journal.filledOf(order?.orderId ?? '')).toBe('0.01');
    expect(journal.lackingFills()).toEqual([]);
  });

  it('when the venue takes no more requests: the order is not there, and is not sent again', async () => {
    const world = await tradingThrough(
      async () =>
        new Response('{"code":-1003,"msg":"Too many requests."}', { status: 429, headers: { 'retry-after': '2' } }),
    );
    expect(await world.submit()).toMatchObject({ ok: false, error: { code: 'rate-limited', retryAfterMs: 2_000 } });
    const [order] = world.trading.journal.orders({ limit: 10 });
    expect(order).toMatchObject({ status: 'rejected', filled: '0' });
    expect(world.placed()).toBe(1);
    expect(await world.held()).toBe('0');
  });

  it('when the network delivers the request twice: there is one order, and the books say so', async () => {
    const world = await tradingThrough(async (send) => {
      const first = await send();
      await send();
      return first;
    });
    expect(await world.submit()).toMatchObject({ ok: true });
    expect(world.placed()).toBe(1);
    const orders = world.trading.journal.orders({ limit: 10 });
    expect(orders).toMatchObject([{ status: 'open', filled: '0' }]);
    const atVenue = await world.trading.venue.inspector.openOrders();
    expect(atVenue.ok && atVenue.value.map(({ clientOrderId }) => clientOrderId)).toEqual([orders[0]?.clientOrderId]);
    expect(await world.held()).toBe('200');
  });
});
