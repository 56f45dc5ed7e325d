import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaunchedConsole, launchConsole } from './launch.ts';

const patience = { timeout: 45_000 };

let place = '';
let launched: LaunchedConsole;
let page: Page;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-keyboard-'));
  launched = await launchConsole({
    dataFolder: join(place, 'data'),
    environment: { PORTCULLIS_HEAD_DIR: join(place, 'heads'), XDG_RUNTIME_DIR: place },
  });
  page = await launched.window('console');
  await page.getByRole('dialog').getByText('Step 1 of 3').waitFor(patience);
});
afterAll(async () => {
  await launched.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

/** What has the focus, by the name it is known by. */
function focused(): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : null;
    return label ?? at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '';
  });
}

/** Presses a key until what has the focus is named so; fails once `most` presses did not do it. */
async function tabTo(name: RegExp, key = 'Tab', most = 90): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    if (name.test(await focused())) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${most} times ${key} did not reach ${name}`);
}

describe('without a pointer', () => {
  it('the first run is left by Escape, and a screen is reached by its number', async () => {
    expect(await focused()).toBe('Stay on paper');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached', ...patience });
    for (const [number, title] of [
      [2, 'Transactions'],
      [3, 'Signers'],
      [4, 'Policy'],
      [5, 'Custody'],
      [6, 'Go live'],
      [7, 'Audit'],
      [8, 'Settings'],
      [1, 'Trade'],
    ] as const) {
      await page.keyboard.press(`Control+${number}`);
      await page.getByRole('heading', { level: 1, name: title }).waitFor({ state: 'attached', ...patience });
    }
    // The number of a screen that is not there does nothing.
    await page.keyboard.press('Control+9');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Trade');
  });

  it('an order is typed, priced from the book, placed, replaced and cancelled', async () => {
    await page.getByLabel('Amount', { exact: true }).waitFor(patience);
    await tabTo(/^\d.*\d$/);
    const place = await page.evaluate(() => document.activeElement?.className);
    expect(place).toContain('book-row');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Price', { exact: true }).inputValue()).toMatch(/^\d+(\.\d+)?$/);
    await tabTo(/^Price/);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('20000');
    await tabTo(/^Amount/);
    await page.keyboard.type('0.01');
    await page.locator('button[type=submit]:enabled').waitFor(patience);
    await page.keyboard.press('Enter');
    await page.locator('.outcome').getByText('waits in the book').waitFor(patience);
    await tabTo(/^Replace buy/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Replace this order' }).waitFor(patience);
    expect(await focused()).toMatch(/^Price/);
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'Replace this order' }).waitFor({ state: 'detached', ...patience });
    expect(await focused()).toMatch(/^Replace buy/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('No open orders.').waitFor(patience);
  });

  it('a row of the audit trail is opened, walked from and closed, and keeps the focus', async () => {
    await page.keyboard.press('Control+7');
    await page.getByRole('row').nth(1).waitFor(patience);
    const row = () => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
    for (let presses = 0; presses < 40 && (await row()) === null; presses += 1) await page.keyboard.press('Tab');
    const first = await row();
    await page.keyboard.press('ArrowDown');
    expect(await row()).not.toBe(first);
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: /^Row/ }).waitFor(patience);
    const opened = await row();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: /^Row/ }).waitFor({ state: 'detached', ...patience });
    expect(await row()).toBe(opened);
  });

  it('every control of every screen is reached, and shows that it has the focus', async () => {
    for (const number of [1, 2, 3, 4, 6, 7, 8]) {
      await page.keyboard.press(`Control+${number}`);
      await page.getByRole('button', { name: 'Halt', exact: true }).focus();
      const unseen = new Set<string>();
      const reached = new Set<string>();
      for (let presses = 0; presses < 120; presses += 1) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(() => {
          const element = document.activeElement;
          if (!(element instanceof HTMLElement) || element === document.body) return null;
          const outlined = (shown: Element | null) =>
            shown !== null &&
            getComputedStyle(shown).outlineStyle !== 'none' &&
            getComputedStyle(shown).outlineWidth !== '0px';
          const name = element.getAttribute('aria-label') ?? element.id ?? element.textContent ?? '';
          return {
            key: `${element.tagName} ${element.className} ${name} ${element.textContent?.slice(0, 30)}`,
            isSeen: outlined(element) || outlined(element.closest('.field-box')),
          };
        });
        if (at === null) continue;
        reached.add(at.key);
        if (!at.isSeen) unseen.add(at.key);
        if (at.key.includes('halt-control') && presses > 3) break;
      }
      expect([...unseen], `screen ${number}`).toEqual([]);
      expect(reached.size, `screen ${number}`).toBeGreaterThan(8);
    }
  });
});

describe('for those who do not see it', () => {
  it('a halt is said at once, and by whom and why', async () => {
    await page.evaluate(() =>
      (
        window as unknown as { portcullis: { ask: Record<string, (input: unknown) => Promise<unknown>> } }
      ).portcullis.ask['halt.engage']?.({ reason: 'said aloud', source: 'window' }),
    );
    const live = page.locator('[role=alert][aria-live=assertive]');
    await live.filter({ hasText: 'Trading is halted by you, in this window: said aloud' }).waitFor({
      state: 'attached',
      ...patience,
    });
  });

  it('fills have a place of their own that is read when nothing else is', async () => {
    expect(await page.getByRole('status', { name: 'Fills' }).getAttribute('aria-live')).toBe('polite');
  });

  it('nothing moves for a person who asked for that', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          return animationName !== 'none' || /[1-9]/.test(transitionDuration);
        }).length,
    );
    expect(moving).toBe(0);
  });

  it('the look follows the system until one is chosen', async () => {
    const grounds: string[] = [];
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    }
    expect(grounds).toEqual(['rgb(9, 11, 14)', 'rgb(230, 233, 238)']);
  });
});
