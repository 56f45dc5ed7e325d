import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { methods } from '../../core/contract/methods.ts';
import { methodNames } from '../../core/contract/names.ts';
import { createCore } from '../../core/core.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import { systemSignerPorts } from '../../core/signer-ports.ts';
import { sentOrder, type TemporaryCore, type TemporaryOptions, temporaryCore } from './temporary-core.ts';

let current: TemporaryCore | null = null;
async function open(options: TemporaryOptions = {}): Promise<TemporaryCore> {
  current = await temporaryCore(options);
  return current;
}
afterEach(async () => {
  await current?.remove();
  current = null;
});

const order = (side: 'buy' | 'sell', amount: string, price?: string) => ({
  exchange: 'practice',
  symbol: 'BTC/USDT',
  side,
  type: price === undefined ? ('market' as const) : ('limit' as const),
  amount,
  ...(price === undefined ? {} : { price }),
});

async function place(console: TemporaryCore, draft: ReturnType<typeof order>) {
  const preview = await console.get('orders.preview', draft);
  return console.ask('orders.submit', { previewId: preview.previewId });
}

/** Releases a halt as the approval window does. */
async function release(console: TemporaryCore) {
  const approval = await console.get('halt.requestRelease', {});
  const { approvalId, digest } = approval;
  return console.ask('approvals.decide', { approvalId, digest, answer: 'approve', word: 'RELEASE' }, 'approval');
}

describe('a core', () => {
  it('takes an order from preview to fill, with a row before and after, and its chain verifies', async () => {
    const console = await open();
    const preview = await console.get('orders.preview', order('buy', '0.01'));
    expect(preview).toMatchObject({ verdict: 'allow', blocked: null });
    const filled = sentOrder(await console.get('orders.submit', { previewId: preview.previewId }));
    expect(filled).toMatchObject({ status: 'filled', filled: '0.01', remaining: '0' });
    const fills = await console.get('fills.list', { orderId: filled.orderId });
    expect(fills.length).toBeGreaterThan(0);
    const rows = await console.get('audit.query', { eventType: 'order' });
    expect(rows.map((row) => row.status)).toEqual(['ok', 'requested']);
    expect(await console.get('audit.verify', {})).toMatchObject({ ok: true, firstBadId: null });
    const balances = await console.get('balances.list', {});
    expect(balances.find((balance) => balance.asset === 'BTC')).toMatchObject({ total: '0.10999' });
  });

  it('answers a repeated submit with the same order, and places it once', async () => {
    const console = await open();
    const { previewId } = await console.get('orders.preview', order('buy', '0.01'));
    const [first, second] = await Promise.all([
      console.get('orders.submit', { previewId }),
      console.get('orders.submit', { previewId }),
    ]);
    expect(second).toEqual(first);
    expect(await console.get('orders.list', {})).toHaveLength(1);
  });

  it('refuses by policy with the rule named, sends nothing, and leaves a failed row', async () => {
    const console = await open({ environment: { MAX_CEX_ORDER_AMOUNT: '0.05' } });
    const refused = await place(console, order('buy', '0.06'));
    expect(refused).toMatchObject({ ok: false, error: { code: 'denied-by-policy' } });
    expect(
      refused.ok === false && refused.error.code === 'denied-by-policy' ? refused.error.rulings : [],
    ).toContainEqual(
      expect.objectContaining({ rule: 'order-amount', code: 'order_amount_too_large', decision: 'deny' }),
    );
    expect(await console.get('orders.list', {})).toEqual([]);
    expect(await console.get('audit.query', { status: 'failed' })).toHaveLength(1);
    expect(await place(console, order('buy', '0.05'))).toMatchObject({ ok: true });
  });

  it('lets nothing new pass while halted, but cancels, and survives a restart halted', async () => {
    const console = await open();
    const resting = await place(console, order('buy', '0.01', '20000'));
    expect(resting).toMatchObject({ ok: true, value: { state: 'sent', order: { status: 'open' } } });
    const { previewId } = await console.get('orders.preview', order('buy', '0.01'));
    await console.get('halt.engage', { reason: 'a test' });
    expect(await console.ask('orders.submit', { previewId })).toMatchObject({
      ok: false,
      error: { code: 'trading-halted' },
    });
    const again = await console.restart();
    current = again;
    expect((await again.get('system.status', {})).halt).toMatchObject({
      state: 'halted',
      reasons: [{ text: 'a test', source: 'window' }],
    });
    expect(await place(again, order('sell', '0.01'))).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
    const { canceled, left } = await again.get('orders.cancelAll', {});
    expect({ canceled: canceled.map((item) => item.status), left }).toEqual({ canceled: ['canceled'], left: [] });
    expect(await release(again)).toMatchObject({ ok: true });
    expect(await place(again, order('sell', '0.01'))).toMatchObject({ ok: true });
  });

  it('cannot be released while TRADING_HALTED is set, and a typo there counts as halted', async () => {
    const console = await open({ environment: { TRADING_HALTED: 'true' } });
    expect(await console.ask('halt.requestRelease', {})).toMatchObject({
      ok: false,
      error: { code: 'release-locked' },
    });
    const again = await console.restart({ environment: { TRADING_HALTED: 'halt' } });
    current = again;
    expect((await again.get('system.status', {})).halt.state).toBe('halted');
    expect((await again.get('settings.list', {})).problems).toMatchObject([
      { name: 'TRADING_HALTED', code: 'invalid_setting' },
    ]);
  });

  it('starts halted after a crash, and with a setting that is not one', async () => {
    const console = await open({ previousCrash: true, environment: { MAX_CEX_ORDER_AMOUNTS: '1' } });
    const { halt } = await console.get('system.status', {});
    expect(halt.reasons.map((reason) => reason.code).sort()).toEqual(['core-crashed', 'settings-problem']);
    expect((await console.get('settings.list', {})).problems[0]?.text).toContain('did you mean MAX_CEX_ORDER_AMOUNT?');
  });

  it('refuses every order while a limit cannot be read, even after the halt was released', async () => {
    const console = await open({ environment: { MAX_CEX_ORDER_AMOUNT: '0,05' } });
    expect(await release(console)).toMatchObject({ ok: true });
    const preview = await console.get('orders.preview', order('buy', '0.01'));
    expect(preview).toMatchObject({ verdict: 'deny', rulings: [{ code: 'invalid_setting' }] });
    expect(await console.ask('orders.submit', { previewId: preview.previewId })).toMatchObject({
      error: { code: 'denied-by-policy' },
    });
  });

  it('asks for every order when the approval mode cannot be read', async () => {
    const console = await open({ environment: { EXECUTION_APPROVAL_MODE: 'approve-each' } });
    expect(await release(console)).toMatchObject({ ok: true });
    expect(await place(console, order('buy', '0.01'))).toMatchObject({
      ok: false,
      error: { code: 'denied-by-policy' },
    });
    expect(await console.get('orders.list', {})).toEqual([]);
  });

  it('makes no request to the outside, whatever is traded', async () => {
    let requests = 0;
    const console = await open({
      ports: {
        fetch: () => {
          requests += 1;
          return Promise.reject(new Error('no'));
        },
      },
    });
    await place(console, order('buy', '0.01'));
    await place(console, order('buy', '0.01', '20000'));
    await console.get('orders.cancelAll', {});
    await console.get('balances.list', {});
    expect(requests).toBe(0);
  });

  it('lets no secret of the environment into an answer, an announcement or the audit trail', async () => {
    const canary = 'c4na7y5ec7e7';
    const console = await open({
      environment: {
        PRIVATE_KEY: `0x${canary}`,
        KEYSTORE_PASSWORD: canary,
        CEX_API_KEY: canary,
        CEX_API_SECRET: canary,
        CEX_KRAKEN_API_SECRET: canary,
        PORTCULLIS_RPC_1: `https://rpc.example/${canary}`,
      },
    });
    await release(console);
    await place(console, order('buy', '0.01'));
    const unlocked = await console.ask('vault.unlock', { passphrase: canary }, 'terminal');
    const wrong = await console.ask('vault.unlock', { passphrase: `${canary}-wrong` }, 'terminal');
    const told = [
      unlocked,
      wrong,
      await console.get('settings.list', {}),
      await console.get('system.status', {}),
      await console.get('audit.query', { limit: 500 }),
      console.heard,
    ];
    expect(JSON.stringify(told)).not.toContain(canary);
    expect((await console.get('settings.list', {})).settings.filter((setting) => setting.secret)).toHaveLength(6);
  });

  it('refuses a second core on the same folder', async () => {
    const console = await open();
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const ports = {
      clock: systemClock,
      ids: systemIds,
      log: quiet,
      fetch,
      arming: { isArmed: () => false },
      signers: systemSignerPorts(),
      masterKey: null,
    };
    const second = await createCore(ports, {
      dataFolder: console.folder,
      environment: { PORTCULLIS_HEAD_DIR: join(console.folder, '..', 'heads') },
      runtime: 'test',
      previousCrash: false,
      serveApi: false,
    });
    expect(second).toMatchObject({ ok: false, error: { code: 'already-running' } });
  });

  it('refuses every raising method from every face that may not raise, and reading ones that are not listed', async () => {
    const console = await open();
    for (const name of methodNames) {
      if (methods[name].effect !== 'raise') continue;
      for (const face of ['console', 'operator'] as const) {
        expect(await console.core.call(face, name, {})).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
      }
    }
    expect(await console.core.call('console', 'constructor', {})).toMatchObject({ error: { code: 'unknown-method' } });
    expect(await console.core.call('console', 'balances.list', { extra: 1 })).toMatchObject({
      error: { code: 'invalid-input' },
    });
  });

  it('restores the first balances on request and forgets the orders, but not the trail', async () => {
    const console = await open();
    await place(console, order('buy', '0.01'));
    await place(console, order('buy', '0.01', '20000'));
    const balances = await console.get('practice.reset', {});
    expect(balances.find((balance) => balance.asset === 'USDT')).toMatchObject({ free: '10000', held: '0' });
    expect(await console.get('orders.list', {})).toEqual([]);
    expect((await console.get('audit.query', { eventType: 'order' })).length).toBeGreaterThan(0);
  });

  it('opens the vault with a passphrase, seals what was written before, and refuses another', async () => {
    const console = await open();
    await place(console, order('buy', '0.01'));
    expect((await console.get('system.status', {})).vault).toBe('absent');
    expect(await console.ask('vault.unlock', { passphrase: 'published test words' }, 'terminal')).toEqual({
      ok: true,
      value: { vault: 'open' },
    });
    const verified = await console.get('audit.verify', {});
    expect(verified).toMatchObject({ ok: true, unsealed: [] });
    const again = await console.restart();
    current = again;
    expect((await again.get('system.status', {})).vault).toBe('locked');
    expect(await place(again, order('buy', '0.01'))).toMatchObject({ ok: true });
    expect(await again.ask('vault.unlock', { passphrase: 'another' }, 'terminal')).toMatchObject({
      error: { code: 'wrong-passphrase' },
    });
    expect(await again.core.checkPassphrase('published test words', 'approvals.decide')).toMatchObject({ ok: true });
    expect(await again.core.checkPassphrase('another', 'approvals.decide')).toMatchObject({
      error: { code: 'wrong-passphrase' },
    });
    const wrong = await again.get('audit.query', { eventType: 'failed_auth' });
    expect(wrong.map(({ level, subject }) => [level, subject])).toEqual([
      ['warn', 'vault passphrase'],
      ['warn', 'vault passphrase'],
    ]);
  });

  it("answers the custody document's two statements with the sqlite3 program on the open file", async () => {
    const console = await open({ environment: { MAX_CEX_ORDER_AMOUNT: '0.05' } });
    await place(console, order('buy', '0.06'));
    const file = join(console.folder, 'audit.db');
    const failed = execFileSync(
      'sqlite3',
      [file, "SELECT * FROM events WHERE status='failed' ORDER BY timestamp DESC;"],
      { encoding: 'utf8' },
    );
    expect(failed).toContain('order_amount_too_large');
    const signs = execFileSync(
      'sqlite3',
      [file, "SELECT * FROM events WHERE event_type='sign' ORDER BY timestamp DESC LIMIT 10;"],
      { encoding: 'utf8' },
    );
    expect(signs).toBe('');
  });
});
