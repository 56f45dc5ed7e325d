import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedConsole, launchConsole } from './launch.ts';

let launched: LaunchedConsole;
let page: Page;
beforeAll(async () => {
  launched = await launchConsole();
  page = await launched.window('console');
});
afterAll(() => launched?.close());

test('the console opens in a window of its own origin, isolated from Node', async () => {
  await page.waitForSelector('#console > *');
  expect(await page.title()).toBe('Portcullis');
  expect(new URL(page.url()).host).toBe('console');
  expect(await page.evaluate(() => [typeof globalThis, 'require' in globalThis, 'process' in globalThis])).toEqual([
    'object',
    false,
    false,
  ]);
});

test('a page of ours cannot reach any address, its own machine included', async () => {
  const address = `http://127.0.0.1:${launched.apiPort}/api/health`;
  // It is there for others: what the page is refused is not for want of it.
  const answered = () => fetch(address).then(({ status }) => status, String);
  await expect.poll(answered, { timeout: 45_000 }).toBe(200);
  const reached = await page.evaluate(
    (asked) =>
      fetch(asked).then(
        () => 'reached',
        () => 'refused',
      ),
    address,
  );
  expect(reached).toBe('refused');
});
