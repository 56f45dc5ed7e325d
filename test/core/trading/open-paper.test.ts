import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFoundations } from '../../../core/foundations.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import { systemSignerPorts } from '../../../core/signer-ports.ts';
import { createApprovals } from '../../../core/trading/approvals.ts';
import { openPaper } from '../../../core/trading/open-paper.ts';
import { previewOrder } from '../../../core/trading/preview.ts';
import { createRecord } from '../../../core/trading/record.ts';
import { submitOrder } from '../../../core/trading/submit.ts';
import { restingBuy } from './trading-world.ts';

describe('a halt in the last moment before an order leaves', () => {
  it('stops it: nothing reaches the exchange', async () => {
    const root = mkdtempSync(join(tmpdir(), 'portcullis-paper-'));
    const dataFolder = join(root, 'data');
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const ports = {
      clock: systemClock,
      ids: systemIds,
      log,
      fetch: () => Promise.reject(new Error('no')),
      arming: { isArmed: () => false },
      signers: systemSignerPorts(),
      masterKey: null,
    };
    const opened = openFoundations(ports, { dataFolder, environment: { PORTCULLIS_HEAD_DIR: join(root, 'heads') } });
    if (!opened.ok) throw new Error(opened.error.code);
    const { audit, halt } = opened.value;
    const record = createRecord(audit, halt);
    const announce = (): void => undefined;
    const paper = await openPaper({
      ports,
      dataFolder,
      halt,
      record,
      judge: () => ({ verdict: 'allow', rulings: [] }),
      priceBandPercent: () => null,
      approvals: createApprovals({ clock: systemClock, ids: systemIds, record, announce, isLocked: () => false }),
      refusedSubmit: announce,
      announce,
      // The gate has let it through, the order is with the client: now somebody halts.
      count: (event) => {
        if (event === 'submitted') halt.engage({ source: 'shortcut', code: 'person', text: 'stop' });
      },
    });
    if (!paper.ok) throw new Error(paper.error.code);
    const { trading } = paper.value;
    const preview = await previewOrder(trading, restingBuy);
    if (!preview.ok) throw new Error(preview.error.code);
    expect(await submitOrder(trading, preview.value, 'test')).toMatchObject({ ok: false });
    expect(trading.journal.orders({ limit: 1 })).toMatchObject([{ status: 'rejected' }]);
    expect(await trading.venue.inspector.openOrders()).toMatchObject({ value: [] });
    expect(trading.venue.mutatingRequests()).toBe(0);
    paper.value.close();
    opened.value.close();
    rmSync(root, { recursive: true, force: true });
  });
});
