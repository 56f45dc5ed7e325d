import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bridge } from '../../core/contract/bridge.ts';
import type { Out, WireIn } from '../../core/contract/methods.ts';
import type { MethodName } from '../../core/contract/names.ts';
import type { Order } from '../../core/contract/shapes.ts';
import type { Result } from '../../core/domain/result.ts';
import { corePid } from './core-pid.ts';
import { type LaunchedConsole, launchConsole } from './launch.ts';
import { skipFirstRun } from './skip-first-run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const patience = { timeout: 45_000 };

let place = '';
let launched: LaunchedConsole;
let page: Page;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-day-'));
  launched = await launchConsole({ dataFolder: join(place, 'data'), environment: environment() });
  page = await launched.window('console');
  await page.getByRole('button', { name: 'Halt', exact: true }).waitFor(patience);
  await skipFirstRun(page);
});
afterAll(async () => {
  await launched.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

function environment(): Record<string, string> {
  return { MAX_CEX_ORDER_AMOUNT: '0.5', PORTCULLIS_HEAD_DIR: join(place, 'heads'), XDG_RUNTIME_DIR: place };
}

/** Asks the core through the window's own bridge, as the screens do. */
function ask<M extends MethodName>(method: M, input: WireIn<M>): Promise<Result<Out<M>>> {
  return page.evaluate(
    ([name, given]) =>
      (window as unknown as { portcullis: Bridge }).portcullis.ask[name as 'system.status'](given as never),
    [method, input] as const,
  ) as unknown as Promise<Result<Out<M>>>;
}

async function get<M extends MethodName>(method: M, input: WireIn<M>): Promise<Out<M>> {
  const answer = await ask(method, input);
  if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

/** Fills in the ticket and sends it; answers with what the console says of it. */
async function trade(side: 'Buy' | 'Sell', kind: 'Limit' | 'Market', amount: string, price?: string): Promise<string> {
  const ticket = page.getByRole('form', { name: 'Order ticket for BTC/USDT' });
  await ticket.getByRole('radio', { name: side, exact: true }).click();
  await ticket.getByRole('radio', { name: kind, exact: true }).click();
  if (price !== undefined) await ticket.getByLabel('Price', { exact: true }).fill(price);
  await ticket.getByLabel('Amount', { exact: true }).fill(amount);
  await ticket.locator('button[type=submit]:enabled').click(patience);
  const outcome = ticket.locator('.outcome');
  await outcome.waitFor(patience);
  return (await outcome.textContent()) ?? '';
}

async function newest(): Promise<Order> {
  const [order] = await get('orders.list', { limit: 1 });
  if (order === undefined) throw new Error('there is no order');
  return order;
}

/** Waits until a question to the core is answered as wanted. */
async function until<T>(question: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
  return expect
    .poll(
      async () => {
        const answer = await question();
        return isWanted(answer) ? 'as wanted' : 'not yet';
      },
      { timeout: patience.timeout, interval: 100 },
    )
    .toBe('as wanted')
    .then(question);
}

/** Releases the halt as a person does: asks, types the word in the approval window, holds its button. */
async function release(): Promise<void> {
  await page.getByRole('button', { name: 'Release…' }).click(patience);
  const { approvalId } = await until(
    () => get('approvals.pending', {}),
    (pending) => pending.length === 1,
  ).then(([pending]) => pending ?? { approvalId: '' });
  const address = `app://approval/?approvalId=${approvalId}`;
  const approval = await until(
    async () => launched.app.windows().find((candidate) => candidate.url() === address) ?? null,
    (found) => found !== null,
  );
  if (approval === null) throw new Error('the approval window is gone');
  await approval.locator('[data-phase]').waitFor(patience);
  await clickInto(address);
  await approval.locator('[data-phase=ready]').waitFor(patience);
  await approval.getByLabel('Type RELEASE to go on').fill('RELEASE');
  await approval.getByRole('button', { name: 'Hold to approve' }).hover();
  const closed = approval.waitForEvent('close', patience);
  await approval.mouse.down();
  await closed;
  await page.getByRole('button', { name: 'Halt', exact: true }).waitFor(patience);
}

/** A real click of the display's pointer into a window: on a display without a window manager nothing else gives it the focus. */
async function clickInto(address: string): Promise<void> {
  const bounds = await launched.app.evaluate(
    ({ BrowserWindow }, start) =>
      BrowserWindow.getAllWindows()
        .find((item) => item.webContents.getURL().startsWith(start))
        ?.getContentBounds(),
    address,
  );
  if (bounds === undefined) throw new Error(`no window at ${address}`);
  const [x, y] = [bounds.x + 24, bounds.y + Math.round(bounds.height / 2)];
  execFileSync('xdotool', ['mousemove', `${x}`, `${y}`, 'click', '1']);
}

function portcullis(...args: string[]): string {
  return execFileSync(process.execPath, [join(root, 'out', 'core', 'cli.js'), ...args, '--data', launched.dataFolder], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: place, ...environment() },
  });
}

async function health(): Promise<Record<string, unknown>> {
  const response = await fetch(`http://127.0.0.1:${launched.apiPort}/api/health`);
  return (await response.json()) as Record<string, unknown>;
}

describe('a day of trading on paper, in the real window', () => {
  it('shows a market that moves', async () => {
    const last = page.locator('.last-price');
    await last.filter({ hasText: /\d/ }).waitFor(patience);
    const first = await last.textContent();
    await until(
      () => last.textContent(),
      (now) => now !== first,
    );
    await page.locator('canvas').first().waitFor(patience);
  });

  it('rests a limit order and fills it as the market comes to it', async () => {
    const attempt = async () => {
      const { ticker } = await get('markets.snapshot', { symbol: 'BTC/USDT' });
      await trade('Buy', 'Limit', '0.02', ticker.bid ?? '0');
      const order = await newest();
      expect(order).toMatchObject({ type: 'limit', side: 'buy', amount: '0.02' });
      await until(
        () => get('orders.get', { orderId: order.orderId }),
        ({ status }) => status === 'filled' || status === 'partially-filled',
      );
      return { order, fills: await get('fills.list', { orderId: order.orderId }) };
    };
    // The market may pass the price while it is typed: then the order takes at once, and another is placed.
    let { fills, order } = await attempt();
    for (let more = 0; more < 3 && fills.some(({ role }) => role === 'taker'); more += 1) {
      ({ fills, order } = await attempt());
    }
    expect(fills.length).toBeGreaterThan(0);
    for (const fill of fills) expect(fill).toMatchObject({ price: order.price, role: 'maker' });
  });

  it('fills a market order at once and says so', async () => {
    const said = await trade('Sell', 'Market', '0.05');
    expect(said).toMatch(/0\.05/);
    expect(await newest()).toMatchObject({ type: 'market', status: 'filled', filled: '0.05' });
  });

  it('cancels an order from its row', async () => {
    await trade('Buy', 'Limit', '0.01', '20000');
    const order = await newest();
    expect(order.status).toBe('open');
    await page.getByRole('button', { name: 'Cancel buy 0.01 BTC on BTC/USDT' }).click(patience);
    await until(
      () => get('orders.get', { orderId: order.orderId }),
      ({ status }) => status === 'canceled',
    );
  });

  it('refuses what the policy denies and names the rule', async () => {
    const ticket = page.getByRole('form', { name: 'Order ticket for BTC/USDT' });
    await ticket.getByRole('radio', { name: 'Market', exact: true }).click();
    await ticket.getByLabel('Amount', { exact: true }).fill('0.6');
    await ticket.getByText('order_amount_too_large').waitFor(patience);
    expect(await ticket.locator('button[type=submit]').isDisabled()).toBe(true);
    const draft = { exchange: 'practice', symbol: 'BTC/USDT', side: 'sell', type: 'market', amount: '0.6' } as const;
    const { previewId } = await get('orders.preview', draft);
    expect(await ask('orders.submit', { previewId })).toMatchObject({ ok: false, error: { code: 'denied-by-policy' } });
    const [row] = await get('audit.query', { eventType: 'policy-violation', limit: 1 });
    expect(row).toMatchObject({ status: 'failed', level: 'warn' });
    await ticket.getByLabel('Amount', { exact: true }).fill('');
  });

  it('halts from the button: nothing passes, cancel does, and the approval window releases it', async () => {
    await trade('Buy', 'Limit', '0.01', '20000');
    const resting = await newest();
    const draft = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.01' } as const;
    const { previewId } = await get('orders.preview', draft);
    await page.getByRole('button', { name: 'Halt', exact: true }).click();
    await page.getByRole('region', { name: 'Halt' }).waitFor(patience);
    expect(await ask('orders.submit', { previewId })).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
    expect(await health()).toMatchObject({ status: 'ok', mode: 'paper', trading_halted: true, live_enabled: false });
    await page.getByRole('button', { name: 'Cancel all open orders' }).click();
    await until(
      () => get('orders.get', { orderId: resting.orderId }),
      ({ status }) => status === 'canceled',
    );
    await release();
    expect(await health()).toMatchObject({ trading_halted: false });
  });

  it('cannot be released by the console window itself', async () => {
    await get('halt.engage', { reason: 'a test', source: 'window' });
    const { approvalId, digest } = await get('halt.requestRelease', {});
    const answer = { approvalId, digest, answer: 'approve', word: 'RELEASE' } as const;
    expect(await ask('approvals.decide', answer)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect((await get('system.status', {})).halt.state).toBe('halted');
    await release();
  });

  it('halts from the shortcut, whatever has the focus', async () => {
    execFileSync('xdotool', ['key', 'ctrl+alt+shift+h']);
    await until(
      () => get('system.status', {}),
      ({ halt }) => halt.state === 'halted',
    );
    expect((await get('system.status', {})).halt.reasons.some((reason) => reason.source === 'shortcut')).toBe(true);
    await release();
  });

  it('halts from the command line, which tells the same as the window', async () => {
    portcullis('halt', '--reason', 'from a shell');
    await page.getByRole('region', { name: 'Halt' }).getByText('from a shell').waitFor(patience);
    const status = JSON.parse(portcullis('call', 'system.status', '{}')) as { value: { halt: { state: string } } };
    expect(status.value.halt.state).toBe('halted');
    await release();
  });

  it('comes back after its core is killed: halted, with everything acknowledged, and a chain that verifies', async () => {
    await trade('Buy', 'Limit', '0.01', '20000');
    const before = await get('orders.list', { limit: 500 });
    const fillsBefore = await get('fills.list', { limit: 500 });
    const balances = await get('balances.list', {});
    process.kill(corePid(launched.app.process().pid ?? 0), 'SIGKILL');
    await page.getByRole('region', { name: 'Halt' }).waitFor(patience);
    await until(
      () => ask('orders.list', { limit: 500 }),
      (answer) => answer.ok,
    );
    const after = await get('orders.list', { limit: 500 });
    const known = new Map(after.map((order) => [order.orderId, order]));
    for (const order of before)
      expect(known.get(order.orderId)).toMatchObject({ amount: order.amount, side: order.side });
    const fillIds = new Set((await get('fills.list', { limit: 500 })).map((fill) => fill.fillId));
    for (const fill of fillsBefore) expect(fillIds.has(fill.fillId)).toBe(true);
    expect(await get('audit.verify', {})).toMatchObject({ ok: true, firstBadId: null, cutTail: false });
    expect((await get('balances.list', {})).map((balance) => balance.asset)).toEqual(
      balances.map((balance) => balance.asset),
    );
    await get('orders.cancelAll', {});
    await release();
  });
});
