import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { liveScope } from '../../core/trading/open-live.ts';
import { type BinanceServer, serveBinance } from '../exchange/binance/binance-server.ts';
import { type TlsFetch, tlsFetch } from '../exchange/tls-fetch.ts';
import { livePolicy } from './exchanges/exchange-world.ts';
import { sentOrder, type TemporaryCore, temporaryCore } from './temporary-core.ts';

let binance: BinanceServer;
let net: TlsFetch;
let core: TemporaryCore;
beforeAll(async () => {
  binance = await serveBinance();
  await binance.other('BUY', '1', '19999');
  await binance.other('SELL', '1', '20001');
  net = tlsFetch([binance]);
  core = await temporaryCore({
    environment: {
      EXECUTION_APPROVAL_MODE: 'auto',
      CEX_BINANCE_API_KEY: binance.credentials.apiKey,
      CEX_BINANCE_API_SECRET: binance.credentials.secret,
    },
    ports: {
      fetch: net.fetch,
      masterKey: new Uint8Array(32).fill(9),
      arming: { isArmed: (scope) => scope === liveScope('binance') },
    },
  });
  const { digest: baseDigest } = await core.get('policy.get', {});
  const asked = await core.get('policy.requestChange', { document: livePolicy, baseDigest });
  const { approvalId, digest } = asked;
  await core.get('approvals.decide', { approvalId, digest, answer: 'approve' }, 'approval');
});
afterAll(async () => {
  await core.remove();
  net.close();
  await binance.close();
});

const draft = { type: 'limit', amount: '0.01', price: '15000' } as const;

it('a live.db that cannot be read when the core starts halts it and keeps it up: once released paper trades, and no live order leaves', async () => {
  writeFileSync(join(core.folder, 'live.db'), 'this is no database');
  core = await core.restart();
  const { credentials } = await core.get('custody.list', {});
  for (const { credentialId, kind } of credentials) {
    if (kind === 'cex-key') await core.get('exchangeKeys.readPassport', { credentialId });
  }
  const here = await core.get('venues.check', { exchange: 'binance' });
  expect(here).toMatchObject({ isArmed: true, health: { state: 'ok' } });
  const { halt } = core.core.status();
  expect(halt).toMatchObject({ state: 'halted', reasons: [{ code: 'store-failed', resolved: false }] });
  expect(halt.reasons[0]?.text).toContain('real transactions that are on their way are not followed');

  // Getting out goes on without it, halted: the person's own order at the exchange is found and cancelled.
  expect(await core.ask('venues.sweep', { exchange: 'binance' })).toMatchObject({ ok: true, value: { failure: null } });
  const release = await core.get('halt.requestRelease', {});
  const answer = {
    approvalId: release.approvalId,
    digest: release.digest,
    answer: 'approve',
    word: 'RELEASE',
  } as const;
  await core.get('approvals.decide', answer, 'approval');
  expect(core.core.status().halt.state).toBe('active');

  const onPaper = { ...draft, exchange: 'practice', symbol: 'BTC/USDT', side: 'buy' } as const;
  const { previewId } = await core.get('orders.preview', onPaper);
  const { orderId } = sentOrder(await core.get('orders.submit', { previewId }));
  expect(await core.get('orders.cancel', { orderId })).toMatchObject({ status: 'canceled' });

  for (const side of ['buy', 'sell'] as const) {
    expect(await core.ask('orders.preview', { ...onPaper, exchange: 'binance', side })).toMatchObject({
      error: { code: 'storage-failed', what: expect.stringContaining('live.db') },
    });
  }
  expect(binance.mutating()).toBe(0);
  for (const asked of [{}, { chainId: 1 }]) {
    expect(await core.ask('transactions.list', { ...asked, limit: 5 })).toMatchObject({
      error: { code: 'storage-failed', what: expect.stringContaining('live.db') },
    });
  }
  expect(await core.ask('transactions.list', { chainId: 31337, limit: 5 })).toMatchObject({ ok: true, value: [] });
  expect(await core.ask('transactions.get', { transactionId: '0'.repeat(24) })).toMatchObject({
    error: { code: 'storage-failed' },
  });
  expect(await core.ask('system.status', {})).toMatchObject({ ok: true, value: { openTransactions: null } });
  expect(core.core.status().halt.state).toBe('active');
}, 60_000);
