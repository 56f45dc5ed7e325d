import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransactionPreview } from '../../../core/contract/shapes.ts';
import { type Anvil, startAnvil } from '../../chain/anvil.ts';
import {
  fine,
  hostileAddress,
  refusal,
  rightDer,
  said,
  signed,
  standing,
  startHostileService,
} from '../../mpc/hostile-service.ts';
import { from, other } from '../../signer/remote-kit.ts';
import { type RecordingServer, serveRecording } from '../../tls/recording-server.ts';
import { remoteSettings } from '../transactions/remote-settings.ts';
import { signedLike } from '../transactions/wrong-answers.ts';
import { type LiveWorld, liveWorld } from './live-world.ts';

/** Halts for this reason when it is provoked: an order leaves right before, and the next one does not, by the exchanges' own count. */
async function halts(world: LiveWorld, code: string, provoke: () => Promise<unknown>): Promise<void> {
  world.passTime(40_000);
  await world.check('kraken');
  await world.passes('kraken');
  const next = await world.preview('kraken');
  await provoke();
  await expect.poll(world.reasons, { timeout: 10_000 }).toContain(code);
  expect(world.core.core.status().halt.state).toBe('halted');
  const before = world.mutating();
  const submitted = await world.core.ask('orders.submit', { previewId: next });
  expect(submitted).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
  expect(world.mutating()).toBe(before);
}

describe('a console that moves real money halts by itself, and the next order does not leave', () => {
  let anvil: Anvil;
  let service: RecordingServer;
  let world: LiveWorld;
  let address: string = from;
  let shown: TransactionPreview;
  beforeAll(async () => {
    anvil = await startAnvil({}, { endsWithTest: false });
    service = await serveRecording((response, { method, path }) => {
      const isAddress = method === 'GET' && path === '/address';
      const signed = method === 'GET' ? {} : { rawTransactionHex: signedLike(shown, { valueWei: 1n }) };
      response
        .writeHead(method === 'GET' && !isAddress ? 404 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(isAddress ? { address } : signed));
    });
    world = await liveWorld({
      ...remoteSettings(service.url, { PORTCULLIS_SIGNER_ADDRESS: from }),
      PORTCULLIS_RPC_31337: anvil.url,
    });
  }, 60_000);
  afterAll(async () => {
    await world.close();
    await service.close();
    await anvil.stop();
  });

  it('for a signature that is not what was approved', async () => {
    await halts(world, 'signature-mismatch', async () => {
      const draft = { kind: 'transfer', chainId: 31337, to: other, amount: '0.01' } as const;
      shown = await world.core.get('transactions.preview', draft);
      return world.core.ask('transactions.submit', { previewId: shown.previewId });
    });
    await world.release();
  });

  it('for a signer whose address is another, which nobody has to ask for it', async () => {
    await halts(world, 'signer-changed', async () => {
      address = other;
    });
    address = from;
    await world.release();
  });

  it('for a balance that changed without a cause, until it was acknowledged', async () => {
    await halts(world, 'unexplained-change', async () => {
      world.withdraw();
      await world.check('kraken');
      await world.check('kraken');
    });
    await world.release();
    await expect.poll(world.reasons, { timeout: 10_000 }).toContain('unexplained-change');
    await world.core.get('venues.acknowledge', { exchange: 'kraken', what: 'unexplained' });
    await world.release();
  });

  it('for a passport that became wider', async () => {
    const { credentials } = await world.core.get('custody.list', {});
    const key = credentials.find(({ subject }) => subject === 'kraken')?.credentialId ?? '';
    await halts(world, 'passport-wider', async () => {
      world.krakenKey.ipAllowlist = [];
      await world.core.get('exchangeKeys.readPassport', { credentialId: key });
    });
    await world.release();
  });

  it('for a loss above the day’s limit', async () => {
    await world.passes('kraken', { price: '20001' });
    await halts(world, 'day-loss', async () => {
      world.pay(15_500);
      await world.check('kraken');
    });
    await world.release();
    await expect.poll(world.reasons, { timeout: 10_000 }).toContain('day-loss');
    world.pay(20_000);
    await world.check('kraken');
    await world.release();
  });

  it('for a burst of refusals', async () => {
    await halts(world, 'refused-submits', async () => {
      for (let n = 0; n < 5; n += 1) {
        world.passTime(6_000);
        await world.order('kraken', { amount: '0.2' });
      }
    });
    await world.release();
  });

  it('for a disk that is nearly full', async () => {
    await halts(world, 'disk-full', async () => {
      world.leave(1n);
    });
    world.leave(10n ** 12n);
    await expect
      .poll(() => world.core.core.status().halt.reasons.find(({ code }) => code === 'disk-full')?.resolved)
      .toBe(true);
    await world.release();
  });

  it('for a vault that can no longer be read', async () => {
    const database = new SqliteDatabase(join(world.core.folder, 'console.db'));
    const sealed = database.prepare("SELECT sealed FROM vault_records WHERE identity = 'audit-mac-key'").pluck().get();
    const put = database.prepare("UPDATE vault_records SET sealed = ? WHERE identity = 'audit-mac-key'");
    await halts(world, 'vault-failed', async () => put.run(Buffer.alloc(16)));
    put.run(sealed);
    database.close();
    await expect
      .poll(() => world.core.core.status().halt.reasons.find(({ code }) => code === 'vault-failed')?.resolved)
      .toBe(true);
    await world.release();
  });

  it('for an audit trail that cannot be written, of which the order that meets it is the first not to leave', async () => {
    const database = new SqliteDatabase(join(world.core.folder, 'audit.db'));
    database.exec("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END");
    const before = world.mutating();
    expect(await world.order('kraken')).toMatchObject({ ok: false, error: { code: 'audit-failed' } });
    expect(world.reasons()).toContain('audit-failed');
    expect(await world.order('kraken')).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
    expect(world.mutating()).toBe(before);
    database.exec('DROP TRIGGER full');
    database.close();
  });
});

describe('with a two-party signer', () => {
  it('it halts for shares that do not belong together, and for shares of an older epoch', async () => {
    let epoch = 3;
    let isMixed = true;
    const service = await startHostileService('mpc-2p/1', {
      '/address': () => fine(said('mpc-2p/1', epoch)),
      '/v1/status': () => fine(standing({ epoch, peer: { reachable: true, epoch, last_seen: null } })),
      '/sign_digest': ({ body }) =>
        isMixed ? refusal(409, 'epoch_mismatch') : signed('mpc-2p/1', rightDer(body), { epoch }),
    });
    const world = await liveWorld({
      SIGNER_TYPE: 'cb_mpc_2pc',
      MPC_SIGNER_URL: service.url,
      PORTCULLIS_SIGNER_ADDRESS: hostileAddress,
    });
    try {
      await halts(world, 'keyshares-mixed', () => world.core.ask('signers.test', {}));
      isMixed = false;
      await world.approve(await world.core.get('signers.requestRestarted', {}));
      expect(world.core.core.status().halt.reasons).toMatchObject([{ code: 'keyshares-mixed', resolved: true }]);
      await world.release();
      await halts(world, 'keyshares-stale', async () => {
        epoch = 2;
      });
    } finally {
      await world.close();
      await service.close();
    }
  }, 60_000);
});
