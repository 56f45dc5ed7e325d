import { expect, it } from 'vitest';
import { releaseWord, requestRelease } from '../../../core/trading/release.ts';
import { haltForStore } from '../../../core/trading/store-failed.ts';
import { transactionWorld } from './transactions/transaction-world.ts';

it('halts once for each thing that could not be stored, with a row for each, however often it is tried again', async () => {
  const { audit, halt } = await transactionWorld();
  for (const text of ['An order.', 'A fill.', 'An order.', 'The day.', 'A fill.']) haltForStore({ halt }, text);
  expect(halt.state().reasons.map(({ text }) => text)).toEqual(['An order.', 'A fill.', 'The day.']);
  const rows = await audit.query({ eventType: 'halt', limit: 10 });
  expect(rows).toMatchObject({ ok: true, value: [{}, {}, {}] });
});

it('halts again for what stands as resolved, and after a release', async () => {
  const { halt } = await transactionWorld();
  haltForStore({ halt }, 'An order.');
  halt.resolve('store-failed');
  haltForStore({ halt }, 'An order.');
  expect(halt.state().reasons.at(-1)).toMatchObject({ text: 'An order.', resolved: false });
  expect(halt.release('reducing', 'test')).toMatchObject({ ok: true });
  haltForStore({ halt }, 'An order.');
  expect(halt.state().state).toBe('halted');
});

it('is not passed over by a release that was asked for before the second failure', async () => {
  const { halt, trading } = await transactionWorld();
  haltForStore({ halt }, 'An order.');
  const asked = requestRelease(
    {
      halt,
      approvals: trading.approvals,
      open: () => ({ openOrders: null, liveOpenOrders: null, openTransactions: 0 }),
    },
    'active',
  );
  if (!asked.ok) throw new Error(asked.error.code);
  haltForStore({ halt }, 'A fill.');
  const { approvalId, digest } = asked.value;
  const answer = { approvalId, digest, answer: 'approve', word: releaseWord } as const;
  expect(await trading.approvals.decide(answer, 'approval')).toMatchObject({ error: { code: 'stale-preview' } });
  expect(halt.state().state).toBe('halted');
});
