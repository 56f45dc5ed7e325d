import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaunchedConsole, launchConsole } from './launch.ts';

const pictures = fileURLToPath(new URL('./screenshots/', import.meta.url));
const patience = { timeout: 45_000 };
const themes = ['dark', 'light'] as const;
const sizes = [
  { width: 1440, height: 900 },
  { width: 1100, height: 700 },
] as const;

let place = '';
let launched: LaunchedConsole;
let page: Page;

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
  await page.getByRole('button', { name: 'Halt', exact: true }).waitFor(patience);
});
afterAll(async () => {
  await launched.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

/** Pictures of the screen as it is, in both themes and sizes; and what axe finds wrong with it in both themes. */
async function look(name: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of themes) {
    await page.evaluate((chosen) => {
      document.documentElement.dataset.theme = chosen;
    }, theme);
    for (const { width, height } of sizes) {
      await launched.app.evaluate(
        ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setContentSize(wanted.width, wanted.height),
        { width, height },
      );
      await page.waitForFunction((wanted) => innerWidth === wanted, width, patience);
      await page.screenshot({ path: join(pictures, `${name}-${theme}-${width}x${height}.png`) });
    }
    // Legacy mode keeps axe in this one frame: the window's policy lets no other one open.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    for (const { id, nodes } of violations) {
      found.push(`${theme} ${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
    }
  }
  return found;
}

async function go(screen: 'Trade' | 'Policy' | 'Audit' | 'Settings'): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click();
}

describe('the screens of the console', () => {
  it('begin with three steps, taken once', async () => {
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Step 1 of 3').waitFor(patience);
    expect(await look('first-run')).toEqual([]);
    await dialog.getByRole('button', { name: 'Stay on paper' }).click();
    await dialog.getByRole('button', { name: 'Go on without one' }).click();
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
  });

  it('show Policy: a limit is tightened at once, and refuses', async () => {
    await go('Policy');
    await page.getByRole('heading', { name: 'Policy engine' }).waitFor(patience);
    await page.getByLabel('Per order', { exact: true }).fill('100 USDT');
    await page.getByText('Largest notional: no limit (USDT) becomes 100 USDT').waitFor(patience);
    expect(await look('policy')).toEqual([]);
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('In force now.').waitFor(patience);
    await page.getByRole('tab', { name: 'Sandbox' }).click();
    await page.getByRole('button', { name: 'Judge by what is in force' }).click();
    await page.getByText('The policy denies it.').waitFor(patience);
    expect(await look('policy-sandbox')).toEqual([]);
    await page.getByRole('tab', { name: 'Replay' }).click();
    expect(await look('policy-replay')).toEqual([]);
    await go('Trade');
    await page.getByLabel('Amount', { exact: true }).fill('0.01');
    await page.getByText('order_notional_too_large').waitFor(patience);
  });

  it('show Audit', async () => {
    await go('Audit');
    await page.getByRole('table', { name: /audit/i }).waitFor(patience);
    expect(await look('audit')).toEqual([]);
  });

  it('show Settings, where the theme is chosen and a bundle for diagnosis is written', async () => {
    await go('Settings');
    await page.getByText('MAX_CEX_ORDER_AMOUNT').first().waitFor(patience);
    await page.getByRole('button', { name: 'Write a bundle' }).click();
    await page.getByText('Written to').waitFor(patience);
    expect(await look('settings')).toEqual([]);
    await page.getByRole('radio', { name: 'Dark' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark', undefined, patience);
    await page.getByRole('radio', { name: 'Light' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'light', undefined, patience);
  });
});
