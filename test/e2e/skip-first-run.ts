import type { Page } from 'playwright';

const patience = { timeout: 60_000 };

/** Takes the first steps of a new console as skipped. Where they do not come, the failure says what the page shows instead. */
export async function skipFirstRun(page: Page): Promise<void> {
  try {
    await page.getByRole('dialog').getByRole('button', { name: 'Skip' }).click(patience);
  } catch (cause) {
    const shown = await page.locator('body').textContent();
    throw new Error(`The first steps did not come. The page says:\n${shown}`, { cause });
  }
}
