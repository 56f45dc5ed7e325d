import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { LaunchedConsole } from './launch.ts';

const patience = { timeout: 60_000 };

/** Does what asks for an approval, and answers with its window: one that was not there before, however late it comes. */
export async function approvalOf(launched: LaunchedConsole, ask: () => Promise<void>): Promise<Page> {
  const before = new Set(launched.app.windows());
  await ask();
  return smallWindow(launched, 'approvalId=', before);
}

/** Waits for a small window whose address holds a text, such as an approval's or a form's; `except` are windows that are not meant. */
export async function smallWindow(
  launched: LaunchedConsole,
  part: string,
  except: ReadonlySet<Page> = new Set(),
): Promise<Page> {
  const find = () => launched.app.windows().find((shown) => !except.has(shown) && shown.url().includes(part));
  await expect.poll(() => find() !== undefined, patience).toBe(true);
  const found = find();
  if (found === undefined) throw new Error(`no window at ${part}`);
  await found.waitForLoadState();
  return found;
}

/** Where on the display the page of a small window lies. */
export async function boundsOf(
  launched: LaunchedConsole,
  shown: Page,
): Promise<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }> {
  const bounds = await launched.app.evaluate(
    ({ BrowserWindow }, address) =>
      BrowserWindow.getAllWindows()
        .find((item) => item.webContents.getURL() === address)
        ?.getContentBounds(),
    shown.url(),
  );
  if (bounds === undefined) throw new Error(`no window at ${shown.url()}`);
  return bounds;
}

/** Gives a small window the focus by a real click, and waits until it takes keys and presses. */
export async function focusSmall(launched: LaunchedConsole, shown: Page): Promise<void> {
  const isThere = await shown
    .locator('[data-phase]')
    .waitFor(patience)
    .then(() => true)
    .catch(() => false);
  if (!isThere) throw new Error(`the window at ${shown.url()} says: ${await shown.locator('body').textContent()}`);
  const bounds = await boundsOf(launched, shown);
  // On a display without a window manager nothing else gives it the focus.
  execFileSync('xdotool', ['mousemove', `${bounds.x + 12}`, `${bounds.y + 64}`, 'click', '1']);
  await shown.locator('[data-phase=ready]').waitFor(patience);
}

/** Holds the approval as a person does. What it leads to is for the caller to wait for. */
export async function hold(launched: LaunchedConsole, approval: Page): Promise<void> {
  await focusSmall(launched, approval);
  await approval.locator('button.approve').hover();
  await approval.mouse.down();
}

/** Waits for the next approval, holds it, and waits until its window has closed by itself. */
export async function approveNext(launched: LaunchedConsole): Promise<void> {
  const approval = await smallWindow(launched, 'approvalId=');
  const closed = approval.waitForEvent('close', patience);
  await hold(launched, approval);
  await closed;
}
