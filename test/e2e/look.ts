import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { cutOff } from './cut-off.ts';
import type { LaunchedConsole } from './launch.ts';

const pictures = fileURLToPath(new URL('./screenshots/', import.meta.url));
const sizes = [
  { width: 1440, height: 900 },
  { width: 1100, height: 700 },
] as const;
const themes = ['dark', 'light'] as const;
/** What of axe's rules a colour can change. */
const rulesOfColour = ['color-contrast', 'link-in-text-block'];
/** Nothing compares the pictures: they are taken where they are asked for, and what is wrong with a page is found without them. */
const takesPictures = process.env.PORTCULLIS_PICTURES === '1';

/** Looks at the console's page, or another window of it; answers what is wrong with it, in words. */
export type Look = (name: string, shown?: Page) => Promise<readonly string[]>;

/**
 * Finds what is cut off, for the console in both sizes, and what axe objects to. The themes are pairs of colours (styles/tokens.css), so in
 * the second one only what colours can change is looked at. With PORTCULLIS_PICTURES=1 a picture is taken in each theme and size.
 */
export function lookOf(launched: LaunchedConsole, page: Page): Look {
  return async (name, shown = page) => {
    const found: string[] = [];
    for (const { width, height } of shown === page ? sizes : []) {
      await resize(launched, page, width, height);
      found.push(...(await cutOffAtRest(page)).map((what) => `${width}x${height} cut off: ${what}`));
      for (const theme of takesPictures ? themes : []) {
        await dress(shown, theme);
        await takePicture(page, `${name}-${theme}-${width}x${height}`);
      }
    }
    for (const theme of themes) {
      await dress(shown, theme);
      if (takesPictures && shown !== page) await takePicture(shown, `${name}-${theme}`);
      found.push(...(await objectionsTo(shown, theme)));
    }
    return found;
  };
}

/** What is cut off once the page has taken to its new size: lists show as many rows as fit only in a frame after it. */
async function cutOffAtRest(page: Page): Promise<readonly string[]> {
  const deadlineMs = Date.now() + 5_000;
  for (;;) {
    const found = await cutOff(page);
    if (found.length === 0 || Date.now() > deadlineMs) return found;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}

/** Puts a page into a theme, and what would move there slowly at once to its end. */
async function dress(shown: Page, theme: (typeof themes)[number]): Promise<void> {
  await shown.evaluate((chosen) => {
    document.documentElement.dataset.theme = chosen;
    for (const animation of document.getAnimations()) {
      if (Number(animation.effect?.getComputedTiming().endTime) < Infinity) animation.finish();
    }
  }, theme);
}

async function objectionsTo(shown: Page, theme: (typeof themes)[number]): Promise<readonly string[]> {
  // Legacy mode keeps axe in this one frame: the window's policy lets no other one open.
  const axe = new AxeBuilder({ page: shown }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (theme === themes[0] ? axe : axe.withRules(rulesOfColour)).analyze();
  return violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
}

async function takePicture(shown: Page, name: string): Promise<void> {
  await shown.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
}

async function resize(launched: LaunchedConsole, page: Page, width: number, height: number): Promise<void> {
  await launched.app.evaluate(
    ({ BrowserWindow }, wanted) =>
      BrowserWindow.getAllWindows()
        .find((item) => item.webContents.getURL().startsWith('app://console/'))
        ?.setContentSize(wanted.width, wanted.height),
    { width, height },
  );
  await page.waitForFunction((wanted) => innerWidth === wanted, width, { timeout: 45_000 });
}
