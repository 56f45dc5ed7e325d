import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corePid } from './core-pid.ts';
import { type LaunchedConsole, launchConsole } from './launch.ts';
import { skipFirstRun } from './skip-first-run.ts';

const patience = { timeout: 45_000 };

let place = '';
let launched: LaunchedConsole;
let page: Page;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-silent-'));
  launched = await launchConsole({
    dataFolder: join(place, 'data'),
    environment: { PORTCULLIS_HEAD_DIR: join(place, 'heads'), XDG_RUNTIME_DIR: place },
  });
  page = await launched.window('console');
  await skipFirstRun(page);
  await page.getByLabel('Amount', { exact: true }).waitFor(patience);
});
afterAll(async () => {
  await launched.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

describe('a core that hangs', () => {
  it('is named on every screen, sends nothing meanwhile, and is forgotten once it answers again', async () => {
    await page.getByRole('radio', { name: 'Market', exact: true }).click();
    const pid = corePid(launched.app.process().pid ?? 0);
    process.kill(pid, 'SIGSTOP');
    try {
      await page.getByLabel('Amount', { exact: true }).fill('0.01');
      await page.getByText('The trading core does not answer').waitFor(patience);
      await page.getByText('Checking.').waitFor(patience);
      expect(await page.locator('button[type=submit]').isDisabled()).toBe(true);
      await page.keyboard.press('Control+8');
      await page.getByRole('region', { name: 'Core' }).waitFor(patience);
      await page.keyboard.press('Control+1');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await page.getByText('The trading core does not answer').waitFor({ state: 'detached', ...patience });
    await page.locator('button[type=submit]:enabled').waitFor(patience);
  });

  it('is ended by a halt that it does not confirm, and comes back halted', async () => {
    const pid = corePid(launched.app.process().pid ?? 0);
    process.kill(pid, 'SIGSTOP');
    await page.getByRole('button', { name: 'Halt', exact: true }).click();
    await page.getByRole('region', { name: 'Halt' }).waitFor(patience);
    expect(corePid(launched.app.process().pid ?? 0)).not.toBe(pid);
  });
});
