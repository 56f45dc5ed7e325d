import { afterEach, describe, expect, it } from 'vitest';
import { cancelAll, cancelOrder } from '../../../core/trading/cancel.ts';
import { refreshOrder } from '../../../core/trading/reconcile.ts';
import { tradingWorld, type World } from './trading-world.ts';

let current: World | null = null;
afterEach(() => {
  current?.close();
  current = null;
});
async function open(): Promise<World> {
  current = await tradingWorld((_route, send) => send());
  return current;
}
const setReadOnly = ({ database }: World, isReadOnly: boolean): void =>
  void database.pragma(`query_only = ${isReadOnly ? 'ON' : 'OFF'}`);

describe('orders whose store can only be read', () => {
  it('are cancelled all the same, and stored as soon as that is possible', async () => {
    const world = await open();
    const { journal, halt } = world.trading;
    await world.submit();
    await world.submit();
    const [first, second] = journal.orders({ open: true, limit: 2 });
    setReadOnly(world, true);
    expect(await cancelOrder(world.trading, first?.orderId ?? '', 'test')).toMatchObject({
      ok: true,
      value: { status: 'canceled' },
    });
    expect(halt.state()).toMatchObject({ state: 'halted', reasons: [{ code: 'store-failed' }] });
    expect(await cancelAll(world.trading, undefined, 'test')).toMatchObject({ value: { left: [] } });
    expect(await refreshOrder(world.trading, second?.clientOrderId ?? '')).toBe(false);
    const halted = halt.state();
    expect(halted.reasons.map(({ text }) => text)).toEqual([
      'A cancelled order could not be stored.',
      'A change of an order could not be stored.',
    ]);
    // It is tried again every second: that is no new halt each time.
    expect(await refreshOrder(world.trading, second?.clientOrderId ?? '')).toBe(false);
    expect(halt.state()).toEqual(halted);
    expect(await world.held()).toBe('0');

    setReadOnly(world, false);
    for (const order of [first, second]) {
      expect(await refreshOrder(world.trading, order?.clientOrderId ?? '')).toBe(true);
      expect(journal.get(order?.orderId ?? '')).toMatchObject({ status: 'canceled' });
    }
  });

  it('are not sent: nothing leaves that could not be written down before', async () => {
    const world = await open();
    setReadOnly(world, true);
    expect(await world.submit()).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(world.placed()).toBe(0);
    const rows = await world.audit.query({ eventType: 'order', limit: 5 });
    expect(rows.ok && rows.value.map(({ status }) => status)).toEqual(['failed', 'requested']);
  });
});
