import { describe, expect, it } from 'vitest';
import { methods } from '../../core/contract/methods.ts';
import type { MethodName } from '../../core/contract/names.ts';
import { systemIds } from '../../core/node-ports.ts';
import { answer, type Sender } from '../../electron/ipc.ts';
import { keepingLog } from './quiet-log.ts';

const consoleWindow: Sender = { url: 'app://console/', isMainFrame: true };
const approvalWindow: Sender = { url: 'app://approval/?approvalId=1', isMainFrame: true };

function door() {
  const asked: unknown[][] = [];
  const log = keepingLog();
  const deps = {
    call: async (...call: unknown[]) => {
      asked.push(call);
      return { ok: true as const, value: 'asked' };
    },
    ids: systemIds,
    log,
  };
  return { asked, log, ask: (sender: Sender, method: unknown, input: unknown) => answer(deps, sender, method, input) };
}

describe('the one door', () => {
  it('passes a listed question of the console window on, under that face', async () => {
    const { ask, asked } = door();
    expect(await ask(consoleWindow, 'orders.list', { open: true })).toEqual({ ok: true, value: 'asked' });
    expect(asked).toEqual([['console', 'orders.list', { open: true, limit: 100 }]]);
  });

  it('passes a question of the approval window on, under that face', async () => {
    const { ask, asked } = door();
    await ask(approvalWindow, 'approvals.show', { approvalId: 'a1' });
    expect(asked).toEqual([['approval', 'approvals.show', { approvalId: 'a1' }]]);
  });

  it.each([
    'https://console/',
    'file:///console/index.html',
    'app://consoles/',
    'app://console.evil/',
    'app://CONSOLE/',
    'app://console:80/',
    'app://console@evil/',
    'app://evil@console/',
    'app:console',
    'apps://console/',
    'about:blank',
    'data:text/html,x',
    '',
    'null',
  ])('refuses a sender at the wrong origin %j', async (url) => {
    const { ask, asked, log } = door();
    const refused = await ask({ url, isMainFrame: true }, 'system.status', {});
    expect(refused).toEqual({
      ok: false,
      error: { code: 'not-allowed', retry: 'never', method: 'system.status', face: 'stranger' },
    });
    expect(asked).toEqual([]);
    expect(log.lines).toEqual(['the door refused a stranger']);
  });

  it('refuses a frame inside a window', async () => {
    const { ask, asked } = door();
    const refused = await ask({ url: 'app://console/', isMainFrame: false }, 'system.status', {});
    expect(refused).toMatchObject({ ok: false, error: { code: 'not-allowed', face: 'stranger' } });
    expect(asked).toEqual([]);
  });

  it('refuses a frame that is already gone', async () => {
    const { ask, asked } = door();
    expect(await ask(null, 'system.status', {})).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect(asked).toEqual([]);
  });

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'orders.withdraw',
    '',
    7,
    null,
    ['system.status'],
    {},
  ])('refuses a method that is not listed: %j', async (method) => {
    const { ask, asked } = door();
    expect(await ask(consoleWindow, method, {})).toMatchObject({ ok: false, error: { code: 'unknown-method' } });
    expect(asked).toEqual([]);
  });

  it('repeats an unknown method only where it looks like the name of one', async () => {
    const { ask } = door();
    for (const name of ['x'.repeat(10_000), `0x${'ab'.repeat(32)}`, 'correct horse']) {
      const refused = await ask(consoleWindow, name, {});
      expect(refused).toMatchObject({ ok: false, error: { method: '(no name of a method)' } });
    }
    expect(await ask(consoleWindow, 'orders.place', {})).toMatchObject({ error: { method: 'orders.place' } });
  });

  const raising = Object.keys(methods).filter((name) => methods[name as MethodName].effect === 'raise');

  it('knows methods that raise', () => {
    expect(raising).toContain('approvals.decide');
    expect(raising).toContain('vault.unlock');
  });

  it.each(raising)('refuses the console window %s, which raises', async (method) => {
    const { ask, asked } = door();
    expect(await ask(consoleWindow, method, {})).toEqual({
      ok: false,
      error: { code: 'not-allowed', retry: 'never', method, face: 'console' },
    });
    expect(asked).toEqual([]);
  });

  it('refuses the approval window what is only for traders', async () => {
    const { ask, asked } = door();
    expect(await ask(approvalWindow, 'orders.preview', {})).toMatchObject({
      ok: false,
      error: { code: 'not-allowed', face: 'approval' },
    });
    expect(asked).toEqual([]);
  });

  it('refuses an input with one key too many', async () => {
    const { ask, asked } = door();
    const refused = await ask(consoleWindow, 'orders.cancel', { orderId: 'a1', force: true });
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid-input', issues: [{ path: '' }] } });
    expect(asked).toEqual([]);
  });

  it('names the field that is wrong', async () => {
    const { ask } = door();
    const draft = { exchange: 'binance', symbol: 'BTC/USDT', side: 'buy', type: 'limit', amount: '1e3', price: '1' };
    expect(await ask(consoleWindow, 'orders.preview', draft)).toMatchObject({
      ok: false,
      error: { code: 'invalid-input', issues: [{ path: 'amount' }] },
    });
  });

  it('answers a throw with an incident id and not with its text', async () => {
    const log = keepingLog();
    const call = () => Promise.reject(new Error('a secret detail'));
    const answered = await answer({ call, ids: systemIds, log }, consoleWindow, 'system.status', {});
    expect(answered).toEqual({
      ok: false,
      error: { code: 'internal', retry: 'after-checking', incidentId: expect.stringMatching(/^[0-9a-f]{24}$/) },
    });
    expect(JSON.stringify(answered)).not.toContain('detail');
    expect(log.lines).toEqual(['a call through the door threw']);
  });
});
