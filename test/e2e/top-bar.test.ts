import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testAuthority } from '../tls/certificates.ts';
import { type LaunchedConsole, launchConsole } from './launch.ts';
import { skipFirstRun } from './skip-first-run.ts';

const patience = { timeout: 45_000 };
const dayMs = 86_400_000;
/** From the narrowest that the window can be to wider than most screens, and on both sides of where the layout changes. */
const widths = [1100, 1279, 1280, 1366, 1440, 1600, 1637, 1700, 2000];
const longText =
  'A sentence that is far longer than any place that a top bar could ever have for it, and goes on. '.repeat(3);
let place = '';
let launched: LaunchedConsole;
let page: Page;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-top-bar-'));
  const dataFolder = join(place, 'data');
  mkdirSync(dataFolder, { mode: 0o700 });
  const times = { notBeforeMs: Date.now() - 40 * dayMs, notAfterMs: Date.now() - 2 * dayMs };
  for (const file of ['remote.pem', 'party.pem']) {
    writeFileSync(join(dataFolder, file), testAuthority().issue({ name: file, ...times }).cert, { mode: 0o600 });
  }
  launched = await launchConsole({
    dataFolder,
    environment: {
      SIGNER_TYPE: 'cb_mpc_2pc',
      MPC_SIGNER_URL: 'https://127.0.0.1:9',
      PORTCULLIS_REMOTE_CERT: 'remote.pem',
      PORTCULLIS_MPC_0_CERT: 'party.pem',
      PORTCULLIS_HEAD_DIR: join(place, 'heads'),
      XDG_RUNTIME_DIR: place,
    },
  });
  page = await launched.window('console');
  await page.getByRole('button', { name: 'Halt', exact: true }).waitFor(patience);
  await skipFirstRun(page);
});
afterAll(async () => {
  await launched.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

/** What sticks out of the window at a width, in words. */
async function stickingOutAt(width: number): Promise<readonly string[]> {
  await launched.app.evaluate(
    ({ BrowserWindow }, wanted) =>
      BrowserWindow.getAllWindows()
        .find((item) => item.webContents.getURL().startsWith('app://console/'))
        ?.setContentSize(wanted, 760),
    width,
  );
  await page.waitForFunction((wanted) => innerWidth === wanted, width, patience);
  return page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth)
      found.push(`${innerWidth}: the page is ${document.documentElement.scrollWidth} wide`);
    const edges = '.halt-control, .halt-banner button, .chip, .screen, .rail';
    for (const part of document.querySelectorAll<HTMLElement>(edges)) {
      const { left, right } = part.getBoundingClientRect();
      if (left < 0 || right > innerWidth) found.push(`${innerWidth}: ${part.className} from ${left} to ${right}`);
    }
    const chips = [...document.querySelectorAll('.chip')].map((chip) => chip.getBoundingClientRect());
    const halt = document.querySelector('.halt-control')?.getBoundingClientRect();
    if (halt === undefined || halt.width !== 128) found.push(`${innerWidth}: the halt is ${halt?.width} wide`);
    for (const [index, { right }] of chips.entries()) {
      const next = chips[index + 1] ?? halt;
      if (next !== undefined && right > next.left)
        found.push(`${innerWidth}: chip ${index + 1} lies under its neighbour`);
    }
    return found;
  });
}

async function stickingOut(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const width of widths) found.push(...(await stickingOutAt(width)));
  return found;
}

describe('the top bar', () => {
  it('keeps Halt wholly in the window beside a long sentence of the signer and what is due', async () => {
    const signer = page.getByRole('button', { name: /^Signer: Two-party signer/ });
    await signer.waitFor(patience);
    await page.getByRole('button', { name: /^Rotations: Rotation overdue/ }).waitFor(patience);
    expect(await stickingOut()).toEqual([]);
    for (const w of [1100, 1280, 1440, 1700]) {
      await stickingOutAt(w);
      await page.screenshot({ path: `/tmp/tb-${w}.png`, clip: { x: 0, y: 0, width: w, height: 140 } });
    }
    expect(await signer.getAttribute('title')).toMatch(/^Signer: Two-party signer\. Two-party signer: .*must have\.$/);
  });

  it('keeps Halt and Release wholly in the window while halted', async () => {
    await page.getByRole('button', { name: 'Halt', exact: true }).click();
    await page.getByRole('button', { name: 'Release…' }).waitFor(patience);
    expect(await stickingOut()).toEqual([]);
  });

  it('keeps them there whatever the chips and the reason of the halt say', async () => {
    await page.evaluate((text) => {
      const chips = '.chip > span:not(.chip-dot, .visually-hidden)';
      for (const part of document.querySelectorAll(`${chips}, .halt-why li`)) part.textContent = text;
    }, longText);
    expect(await stickingOut()).toEqual([]);
  });
});
