import { readFileSync, statSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../core/node-ports.ts';
import { sentOrder, type TemporaryCore, temporaryCore } from '../temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});

describe('the export of fills', () => {
  it('is one year as CSV: fee, fee asset, cost basis, what was realised, and the ids of both sides', async () => {
    const console = await temporaryCore();
    current = console;
    const trade = async (side: 'buy' | 'sell') => {
      const draft = { exchange: 'practice', symbol: 'SOL/USDT', side, type: 'market', amount: '1' } as const;
      const { previewId } = await console.get('orders.preview', draft);
      return sentOrder(await console.get('orders.submit', { previewId }));
    };
    const bought = await trade('buy');
    const draft = { exchange: 'practice', symbol: 'SOL/USDT', side: 'sell', type: 'market', amount: '0.5' } as const;
    const { previewId } = await console.get('orders.preview', draft);
    await console.get('orders.submit', { previewId });
    const year = new Date(systemClock.nowMs()).getUTCFullYear();
    const { file, rows } = await console.get('fills.export', { year });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\r\n');
    const columns = head.split(',');
    const fills = lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [columns[index], cell])));
    expect(fills).toHaveLength(rows);
    expect(fills[0]).toMatchObject({
      market: 'SOL/USDT',
      side: 'buy',
      fee_asset: 'SOL',
      cost_basis: '',
      order_id: bought.orderId,
      venue_order_id: bought.venueOrderId,
    });
    const sale = fills.at(-1);
    expect(sale).toMatchObject({ side: 'sell', fee_asset: 'USDT' });
    expect(sale?.cost_basis).toMatch(/^\d+(\.\d+)?$/);
    expect(sale?.realised).toMatch(/^"?-?\d/);
    expect(await console.get('fills.export', { year: year - 1 })).toMatchObject({ rows: 0 });
  });
});
