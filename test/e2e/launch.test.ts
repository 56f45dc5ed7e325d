import { afterEach, expect, test } from 'vitest';
import { type LaunchedConsole, launchConsole } from './launch.ts';

let launched: LaunchedConsole | null = null;
afterEach(async () => {
  await launched?.close();
  launched = null;
});

test('the console opens in a window of its own origin, isolated from Node', async () => {
  launched = await launchConsole();
  const page = await launched.window('console');
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
  launched = await launchConsole();
  const page = await launched.window('console');
  const reached = await page.evaluate(
    (port) =>
      fetch(`http://127.0.0.1:${port}/api/health`).then(
        () => 'reached',
        () => 'refused',
      ),
    launched.apiPort,
  );
  expect(reached).toBe('refused');
});
