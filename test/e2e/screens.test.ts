import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaunchedConsole, launchConsole } from './launch.ts';
import { type Look, lookOf } from './look.ts';
import { focusSmall } from './small-windows.ts';

const patience = { timeout: 45_000 };

let place = '';
let launched: LaunchedConsole;
let page: Page;
let look: Look;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-screens-'));
  launched = await launchConsole({
    dataFolder: join(place, 'data'),
    environment: {
      MAX_CEX_ORDER_AMOUNT: '0.5',
      SIGNER_MAX_GAS: '500000',
      PORTCULLIS_HEAD_DIR: join(place, 'heads'),
      XDG_RUNTIME_DIR: place,
    },
  });
  page = await launched.window('console');
  look = lookOf(launched, page);
  await page.getByRole('button', { name: 'Halt', exact: true }).waitFor(patience);
});
afterAll(async () => {
  await launched.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

async function go(screen: 'Trade' | 'Policy' | 'Go live' | 'Audit' | 'Settings'): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click();
}

describe('the screens of the console', () => {
  it('begin with three steps, taken once', async () => {
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Step 1 of 3').waitFor(patience);
    expect(await look('first-run')).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog.getByText('Step 2 of 3').waitFor(patience);
    expect(await look('first-run-2')).toEqual([]);
    await dialog.getByRole('button', { name: 'Go on without one' }).click();
    expect(await look('first-run-3')).toEqual([]);
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    await dialog.waitFor({ state: 'detached', ...patience });
    await page.reload();
    await page.getByRole('button', { name: 'Halt', exact: true }).waitFor(patience);
    await page.getByLabel('Amount', { exact: true }).waitFor(patience);
    expect(await dialog.count()).toBe(0);
  });

  it('show Trade so that everyone can use it', async () => {
    await page.getByLabel('Amount', { exact: true }).fill('0.01');
    await page.getByRole('radio', { name: 'Market', exact: true }).click();
    await page.locator('button[type=submit]:enabled').waitFor(patience);
    expect(await look('trade')).toEqual([]);
    await page.locator('button[type=submit]:enabled').click(patience);
    await page.locator('.outcome').getByText('Filled.').waitFor(patience);
    await page.getByRole('tab', { name: 'Fills' }).click();
    await page.getByRole('table', { name: 'Fills' }).getByText('Taker').first().click();
    await page.getByRole('complementary', { name: 'Why this fill' }).waitFor(patience);
    expect(await look('trade-fills')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: /Open orders/ }).click();
    await page.getByRole('radio', { name: 'Limit', exact: true }).click();
    await page.getByLabel('Price', { exact: true }).fill('90000');
    await page.getByLabel('Amount', { exact: true }).fill('0.02');
    await page.locator('button[type=submit]:enabled').click(patience);
    await page.getByRole('button', { name: 'Replace buy 0.02 BTC on BTC/USDT' }).waitFor(patience);
    await page.getByRole('radio', { name: 'Stop market' }).click();
    await page.getByText('The policy denies every stop market order').waitFor(patience);
    await page.getByRole('radio', { name: 'Sell', exact: true }).click();
    await page.getByRole('radio', { name: 'Stop limit' }).click();
    await page.getByLabel('Stop', { exact: true }).fill('50000');
    await page.getByLabel('Price', { exact: true }).fill('49000');
    await page.getByLabel('Amount', { exact: true }).fill('0.01');
    await page.locator('button[type=submit]:enabled').click(patience);
    await page.getByRole('button', { name: 'Cancel sell 0.01 BTC on BTC/USDT' }).waitFor(patience);
    expect(await look('trade-stops')).toEqual([]);
    await page.getByRole('button', { name: 'Replace sell 0.01 BTC on BTC/USDT' }).click(patience);
    await page.getByText('Costs at most 0.01 BTC').waitFor(patience);
    expect(await look('trade-replace-stop')).toEqual([]);
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel sell 0.01 BTC on BTC/USDT' }).click(patience);
    await page
      .getByRole('button', { name: 'Cancel sell 0.01 BTC on BTC/USDT' })
      .waitFor({ state: 'detached', ...patience });
    await page.getByRole('radio', { name: 'Buy', exact: true }).click();
    await page.getByRole('button', { name: 'Replace buy 0.02 BTC on BTC/USDT' }).click(patience);
    await page.getByText('Costs at most 1').waitFor(patience);
    expect(await look('trade-replace')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'Replace this order' }).waitFor({ state: 'detached', ...patience });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Replace');
  });

  it('show Policy: a limit is tightened at once, and refuses', async () => {
    await go('Policy');
    await page.getByRole('heading', { name: 'Policy engine' }).waitFor(patience);
    await page.getByLabel('Largest notional', { exact: true }).fill('100 USDT');
    await page.getByText('Largest notional: no limit (USDT) becomes 100 USDT').waitFor(patience);
    expect(await look('policy')).toEqual([]);
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('In force now.').waitFor(patience);
    await page.getByRole('tab', { name: 'Sandbox' }).click();
    await page.getByRole('button', { name: 'Judge by what is in force' }).click();
    await page.getByText('The policy denies it.').waitFor(patience);
    expect(await look('policy-sandbox')).toEqual([]);
    await page.getByRole('tab', { name: 'Replay' }).click();
    await page.getByRole('button', { name: 'Replay what is in force' }).click();
    await page.getByText('The policy in force allows').waitFor(patience);
    expect(await look('policy-replay')).toEqual([]);
    await go('Trade');
    await page.getByRole('radio', { name: 'Market', exact: true }).click();
    await page.getByLabel('Amount', { exact: true }).fill('0.01');
    await page.getByText('Denied by largest notional').waitFor(patience);
    await page.getByText('order_notional_too_large').waitFor(patience);
  });

  it('show every order’s approval in a window of its own, and the app lock in another', async () => {
    await go('Policy');
    await page.getByRole('tab', { name: 'Change' }).click();
    await page.getByLabel('Largest notional', { exact: true }).fill('5000 USDT');
    await page.getByRole('button', { name: 'Ask for approval…' }).waitFor(patience);
    expect(await look('policy-looser')).toEqual([]);
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByLabel('Every order needs my approval').check();
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('In force now.').waitFor(patience);
    await go('Trade');
    await page.getByRole('radio', { name: 'Limit', exact: true }).click();
    await page.getByLabel('Price', { exact: true }).fill('20000');
    await page.getByLabel('Amount', { exact: true }).fill('0.004');
    await page.locator('button[type=submit]:enabled').click(patience);
    await page.getByText('It waits for your approval').waitFor(patience);
    const approval = await launched.window('approval');
    await approval.getByText('Buy 0.004 BTC at 20000 USDT or better on practice.').waitFor(patience);
    await approval.getByText('What the policy says').waitFor(patience);
    expect(await look('approval-order', approval)).toEqual([]);
    await focusSmall(launched, approval);
    await approval.locator('button.refuse').click();
    await page.locator('.outcome').getByText('Refused. Nothing was sent.').waitFor(patience);
    await go('Settings');
    await page.getByRole('button', { name: 'Set a passphrase…' }).click();
    await expect
      .poll(() => launched.app.windows().some((shown) => shown.url().includes('purpose=lock')), patience)
      .toBe(true);
    const lock = launched.app.windows().find((shown) => shown.url().includes('purpose=lock'));
    if (lock === undefined) throw new Error('no lock window');
    await lock.getByLabel('New passphrase (8 characters or more)').fill('a long passphrase');
    await lock.getByLabel('The same again').fill('a long passphrase');
    expect(await look('app-lock', lock)).toEqual([]);
    await lock.getByRole('button', { name: 'Set', exact: true }).click();
    await lock.getByText('The passphrase is set.').waitFor(patience);
    await lock.close();
    await page.getByText('approving, releasing and loosening want its passphrase').waitFor(patience);
  });

  it('show what was traded: performance, its export, replacing and flattening', async () => {
    await go('Trade');
    await page.getByRole('tab', { name: 'Performance' }).click();
    await page.getByText('Below its peak').waitFor(patience);
    await page.getByRole('button', { name: 'Export fills' }).click();
    await page.getByText(/\d fills? of/).waitFor(patience);
    expect(await look('performance')).toEqual([]);
    await page.getByRole('tab', { name: /Open orders/ }).click();
    await page.getByRole('button', { name: 'Flatten…' }).click();
    await page.getByRole('dialog').getByText('Then sold at once').waitFor(patience);
    expect(await look('flatten')).toEqual([]);
    await page.getByRole('button', { name: 'Keep everything' }).click();
  });

  it('show Audit', async () => {
    await go('Audit');
    await page.getByRole('table', { name: /audit/i }).waitFor(patience);
    expect(await look('audit')).toEqual([]);
    await page.getByRole('button', { name: 'Report of a day…' }).click();
    await page.getByRole('heading', { name: /^Report of \d{4}-\d\d-\d\d/ }).waitFor(patience);
    expect(await look('audit-report')).toEqual([]);
    await page.getByRole('button', { name: 'Back to the trail' }).click();
  });

  it('show Go live: what it asks for, with its evidence, and nothing to tick', async () => {
    await go('Go live');
    await page.getByText('No drill was ever completed.').waitFor(patience);
    await page.getByText(/^\d+ of \d+ are met$/).waitFor(patience);
    expect(await page.getByRole('region', { name: 'What going live asks for' }).getByRole('checkbox').count()).toBe(0);
    expect(await look('golive')).toEqual([]);
  });

  it('show Settings, where the theme is chosen and a bundle for diagnosis is written', async () => {
    await go('Settings');
    await page.getByText('MAX_CEX_ORDER_AMOUNT').first().waitFor(patience);
    await page.getByRole('button', { name: 'Write a bundle' }).click();
    await page.getByText('Written to').waitFor(patience);
    expect(await look('settings-below')).toEqual([]);
    await page.getByRole('region', { name: 'Preferences' }).evaluate((column) => column.scrollTo(0, 0));
    expect(await look('settings')).toEqual([]);
    await page.getByRole('radio', { name: 'Dark' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark', undefined, patience);
    await page.getByRole('radio', { name: 'Light' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'light', undefined, patience);
  });

  it('show a halt across every screen, and what its release asks', async () => {
    await go('Trade');
    await page.getByRole('button', { name: 'Halt', exact: true }).click();
    await page.getByRole('region', { name: 'Halt' }).getByText('Still open: 1 order').waitFor(patience);
    expect(await look('halted')).toEqual([]);
    await page.getByRole('button', { name: 'Release…' }).click();
    await expect
      .poll(() => launched.app.windows().some((shown) => shown.url().includes('approvalId=')), patience)
      .toBe(true);
    const release = await launched.window('approval');
    await release.getByLabel('Type RELEASE to go on').waitFor(patience);
    await release.getByText(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC[+−]\d\d:\d\d/).waitFor(patience);
    expect(await look('approval-release', release)).toEqual([]);
  });
});
