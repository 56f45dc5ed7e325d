import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { cutOff } from './cut-off.ts';
import type { LaunchedConsole } from './launch.ts';

const pictures = fileURLToPath(new URL('./screenshots/', import.meta.url));
const themes = ['dark', 'light'] as const;
const sizes = [
  { width: 1440, height: 900 },
  { width: 1100, height: 700 },
] as const;

/** Looks at the console's page, or another window of it; answers what is wrong with it, in words. */
export type Look = (name: string, shown?: Page) => Promise<readonly string[]>;

/** Takes pictures of what is shown, in both themes and for the console in both sizes; finds what axe objects to and what is cut off. */
export function lookOf(launched: LaunchedConsole, page: Page): Look {
  return async (name, shown = page) => {
    const found: string[] = [];
    for (const theme of themes) {
      await shown.evaluate((chosen) => {
        document.documentElement.dataset.theme = chosen;
      }, theme);
      if (shown !== page) {
        await shown.screenshot({ path: join(pictures, `${name}-${theme}.png`), animations: 'disabled' });
      }
      for (const { width, height } of shown === page ? sizes : []) {
        await resize(launched, page, width, height);
        await page.screenshot({
          path: join(pictures, `${name}-${theme}-${width}x${height}.png`),
          animations: 'disabled',
        });
        found.push(...(await cutOff(page)).map((what) => `${width}x${height} cut off: ${what}`));
      }
      // Legacy mode keeps axe in this one frame: the window's policy lets no other one open.
      const { violations } = await new AxeBuilder({ page: shown }).setLegacyMode(true).analyze();
      for (const { id, nodes } of violations) {
        found.push(`${theme} ${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
      }
    }
    return found;
  };
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
