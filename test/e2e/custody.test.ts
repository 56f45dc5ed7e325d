import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BinanceServer, serveBinance } from '../exchange/binance/binance-server.ts';
import { type Desktop, startDesktop } from './desktop-keyring.ts';
import { type LaunchedConsole, launchConsole } from './launch.ts';
import { lookOf } from './look.ts';
import { skipFirstRun } from './skip-first-run.ts';
import { approvalOf, boundsOf, focusSmall, hold, smallWindow } from './small-windows.ts';

const patience = { timeout: 45_000 };
/** Worth nothing anywhere; long enough to be found wherever they were written. */
const key = 'TestBinanceKey0000AAAAbbbbCCCCddddEEEEffffGGGGhhhh1111222233334444';
const secret = 'TestBinanceSecret99ZZZZyyyyXXXXwwwwVVVVuuuuTTTTssss5555666677778888';
const riskyKey = 'TestRiskyKey0000KKKKllllMMMMnnnnOOOOppppQQQQrrrr9999000011112222';
const newKey = 'TestFreshKey0000SSSSttttUUUUvvvvWWWWxxxxYYYYzzzz5555666677778888';
const newSecret = 'TestFreshSecret44AAAAccccEEEEggggIIIIkkkkMMMMoooo1111222233334444';
const riskySecret = 'TestRiskySecret77JJJJiiiiHHHHggggFFFFeeeeDDDDcccc3333444455556666';

let place = '';
let desktop: Desktop;
let binance: BinanceServer;
let launched: LaunchedConsole;
let page: Page;

async function launch(): Promise<void> {
  launched = await launchConsole({
    dataFolder: join(place, 'data'),
    environment: {
      ...desktop.environment,
      PORTCULLIS_STANDIN_BINANCE: binance.url,
      PORTCULLIS_STANDIN_CA: join(place, 'ca.pem'),
    },
    args: ['--password-store=gnome-libsecret'],
  });
  page = await launched.window('console');
  await page.getByRole('button', { name: 'Halt', exact: true }).waitFor(patience);
}

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-custody-'));
  desktop = await startDesktop(place);
  await desktop.startKeyring('home', true);
  binance = await serveBinance({ apiKey: key, secret });
  writeFileSync(join(place, 'ca.pem'), binance.ca);
  await launch();
});
afterAll(async () => {
  await launched.close();
  await binance.close();
  desktop.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

async function openCustody(): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Custody' }).click();
}

/** Opens the form for an .env block; it takes keys and presses. */
async function openPaste(): Promise<Page> {
  await page.getByRole('button', { name: 'Paste from an .env…' }).click();
  const form = await smallWindow(launched, 'form=exchange-paste');
  await focusSmall(launched, form);
  return form;
}

async function close(form: Page): Promise<void> {
  const closed = form.waitForEvent('close', patience);
  await form.keyboard.press('Escape').catch(() => undefined);
  await closed;
}

const copied = (text: string): Promise<void> =>
  launched.app.evaluate(({ clipboard }, said) => clipboard.writeText(said), text);
const clipboard = (): Promise<string> => launched.app.evaluate(({ clipboard: held }) => held.readText());

/** Pastes an .env block into the approval window's form, as a person would. */
async function paste(block: string): Promise<void> {
  const form = await openPaste();
  await copied(block);
  await form.locator('#block').click();
  execFileSync('xdotool', ['key', 'ctrl+v']);
  await form.getByText('It was taken off the clipboard.').waitFor(patience);
  expect(await form.locator('#block').inputValue()).toBe(block);
  await expect.poll(clipboard, patience).toBe(' ');
  await copied('what was copied meanwhile');
  await form.getByRole('button', { name: 'Keep' }).click();
  await form.getByText('Done.').waitFor(patience);
  await close(form);
  expect(await clipboard()).toBe('what was copied meanwhile');
}

/** Whether the step that a procedure stands at lies wholly within what scrolls it. */
function isStepInView(): boolean {
  const step = document.querySelector('[aria-current="step"]');
  const inner = step?.getBoundingClientRect();
  const outer = step?.closest('.pane-scroll')?.getBoundingClientRect();
  return inner !== undefined && outer !== undefined && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
}

describe('custody in the real window, under a real keychain', () => {
  it('says that no key is there, and asks no exchange anything', async () => {
    await skipFirstRun(page);
    await openCustody();
    await page.getByRole('heading', { name: 'Binance' }).waitFor(patience);
    expect(await page.getByText('No key: it is asked nothing.').count()).toBe(3);
    expect(binance.requests()).toEqual([]);
  });

  it('takes a pasted key into the vault and reads its passport from the exchange', async () => {
    await paste(`# from my other program\nexport CEX_BINANCE_API_KEY="${key}"\nCEX_BINANCE_API_SECRET=${secret}\n`);
    await page.getByRole('heading', { name: 'Key passport' }).waitFor(patience);
    await page.getByRole('row', { name: /Withdraw or transfer No No/ }).waitFor(patience);
    await page
      .getByText(/^This key may do what it needs and cannot take money out, but it is overdue/)
      .first()
      .waitFor(patience);
    expect(binance.count('GET', '/sapi/v1/account/apiRestrictions')).toBeGreaterThan(0);
  });

  it('shows everything so that everyone can use it', async () => {
    const look = lookOf(launched, page);
    await page.getByText('Answers', { exact: true }).waitFor(patience);
    expect(await look('custody')).toEqual([]);
    await page.getByRole('radio', { name: 'Holdings' }).click();
    await page.getByText('Stand-in money, not real').waitFor(patience);
    expect(await page.getByText('Real money').count()).toBe(0);
    await page.getByRole('heading', { name: 'Stand-in for Binance' }).waitFor(patience);
    expect(await look('custody-holdings')).toEqual([]);
    await page.getByRole('radio', { name: 'Vault' }).click();
    await page.getByText('The vault is open.').waitFor(patience);
    expect(await look('custody-vault')).toEqual([]);
    await page.getByRole('radio', { name: 'Exchanges' }).click();
  });

  it('refuses a key that can withdraw, with the reason', async () => {
    binance.addKey(riskyKey, riskySecret, { enableWithdrawals: true });
    await paste(`CEX_BINANCE_API_KEY=${riskyKey}\nCEX_BINANCE_API_SECRET=${riskySecret}\n`);
    await page.getByText('Not to be used live').waitFor(patience);
    await page
      .getByRole('list', { name: 'Credentials' })
      .getByRole('button')
      .filter({ hasText: 'Not to be used live' })
      .click();
    await page.getByText('This key must not be used for live trading.').waitFor(patience);
    await page.getByRole('row', { name: /Withdraw or transfer Yes No/ }).waitFor(patience);
  });

  it('leaves the clipboard alone where what was pasted is not what it holds', async () => {
    const form = await openPaste();
    await copied('a shopping list');
    const block = form.locator('#block');
    await block.fill('CEX_BINANCE_API_KEY=');
    await block.click();
    execFileSync('xdotool', ['key', 'ctrl+a']);
    // The middle button pastes what is selected somewhere: here this very line.
    const box = await block.boundingBox();
    const from = await boundsOf(launched, form);
    const at = [from.x + (box?.x ?? 0) + 30, from.y + (box?.y ?? 0) + 12].map((part) => `${Math.round(part)}`);
    execFileSync('xdotool', ['mousemove', ...at, 'click', '2']);
    await form.getByText('It is what was selected somewhere: the clipboard was left alone.').waitFor(patience);
    expect(await block.inputValue()).not.toContain('shopping');
    expect(await clipboard()).toBe('a shopping list');
    await block.fill('CEX_BINANCE_API_KEY=');
    expect(await lookOf(launched, page)('form-exchange-paste', form)).toEqual([]);
    await close(form);
  });

  it('has the key still there after a restart, and neither key nor secret in any file', async () => {
    await launched.close();
    const folder = join(place, 'data');
    for (const text of [key, secret, riskyKey, riskySecret]) {
      const found = execFileSync('sh', ['-c', 'grep -rlaF -- "$1" "$2" || true', 'sh', text, folder], {
        encoding: 'utf8',
      });
      expect(found).toBe('');
    }
    await launch();
    await openCustody();
    const row = page.getByRole('list', { name: 'Credentials' }).getByRole('button').filter({ hasText: 'In use' });
    await row.filter({ hasText: 'Exchange key' }).first().waitFor(patience);
    await page.getByText('Answers', { exact: true }).waitFor(patience);
    expect(binance.mutating()).toBe(0);
  });

  it('shows what was placed by hand until it is cancelled with proof', async () => {
    binance.placeByHand({
      symbol: 'BTCUSDT',
      orderId: 4711,
      clientOrderId: 'web_1',
      price: '10000.00000000',
      origQty: '0.01000000',
      executedQty: '0.00000000',
      cummulativeQuoteQty: '0.00000000',
      status: 'NEW',
      timeInForce: 'GTC',
      type: 'LIMIT',
      side: 'BUY',
      stopPrice: '0.00000000',
      time: Date.now(),
      updateTime: Date.now(),
      isWorking: true,
    });
    await page.evaluate(() =>
      (window as unknown as { portcullis: { call(m: string, i: unknown): Promise<unknown> } }).portcullis.call(
        'venues.check',
        { exchange: 'binance' },
      ),
    );
    const banner = page.getByRole('region', { name: 'Exchange', exact: true });
    await banner.getByText('One order is open at Binance.').waitFor(patience);
    expect(await lookOf(launched, page)('custody-open-orders')).toEqual([]);
    await banner.getByRole('button', { name: 'Cancel all there' }).click();
    await banner.waitFor({ state: 'detached', ...patience });
    expect(binance.mutating()).toBe(1);
  });

  it('leads through the rotation of the key: halted until it is validated, the old one refused, and wiped at the end', async () => {
    const credentials = page.getByRole('list', { name: 'Credentials' }).getByRole('button');
    const keys = credentials.filter({ hasText: 'Exchange key' });
    const open = (text: string) => keys.filter({ hasText: text }).first().click();
    /** Waits for a step, which must come into view by itself. */
    const at = async (title: string): Promise<void> => {
      await page.locator('[aria-current="step"]').getByText(title, { exact: true }).waitFor(patience);
      await expect.poll(() => page.evaluate(isStepInView), patience).toBe(true);
    };
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click(patience);
    const say = async (words: string, name: string): Promise<void> => {
      await page.getByRole('textbox', { name: /In your words|Your word instead/ }).fill(words);
      await press(name);
    };
    /** Answers a form of the approval window that asks for nothing, or for a reason. */
    const answer = async (button: string, form: string, deed: string, reason: string | null): Promise<void> => {
      await press(button);
      const shown = await smallWindow(launched, `form=${form}`);
      await focusSmall(launched, shown);
      if (reason !== null) await shown.locator('#reason').fill(reason);
      expect(await lookOf(launched, page)(`form-${form}`, shown)).toEqual([]);
      await shown.getByRole('button', { name: deed }).click(patience);
      await shown.getByText('Done.').waitFor(patience);
      await close(shown);
    };
    await open('In use');
    await press('Rotate it…');
    await at('Halt trading');
    await press('Do this step');
    await at('Try the old key');
    await press('Do this step');
    await at('Make a new key and enter it');
    expect(await lookOf(launched, page)('custody-rotation')).toEqual([]);
    binance.addKey(newKey, newSecret, binance.credentials.rights);
    await paste(`CEX_BINANCE_API_KEY=${newKey}\nCEX_BINANCE_API_SECRET=${newSecret}\n`);
    await open('Being rotated: go on here');
    await press('Look whether it is done');
    await at('Compare what the keys may do');
    await press('Do this step');
    await at('Read with the new key');
    await press('Do this step');
    await at('Use the new key');
    await press('Look whether it is done');
    await page.getByText('It is not done yet.').waitFor(patience);
    await answer('Use the new key…', 'exchange-use', 'Use it', null);
    await page.getByText('Something has changed since: look again.').waitFor(patience);
    expect(await page.getByText('It is not done yet.').count()).toBe(0);
    await press('Look whether it is done');
    await at('Revoke the old key');
    binance.credentials.isRevoked = true;
    await say('I deleted it at Binance', 'Say so and go on');
    // Another screen is looked at: what the procedure is about is opened again, not the key in use.
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Trade' }).click();
    await page.getByRole('button', { name: 'Go on in Custody' }).click();
    await at('See that the old key is dead');
    await press('Do this step');
    await page
      .getByText(/can mean something else/)
      .first()
      .waitFor(patience);
    await say('It is gone from the list at Binance', 'Try again');
    await at('Check health');
    await press('Do this step');
    await at('Trade on paper');
    expect(await page.getByRole('button', { name: 'Release…' }).isDisabled()).toBe(true);
    await press('Do this step');
    await at('Resume trading');
    const approval = await approvalOf(launched, () => press('Release…'));
    await focusSmall(launched, approval);
    await approval.getByLabel('Type RELEASE to go on').fill('RELEASE');
    const closed = approval.waitForEvent('close', patience);
    await hold(launched, approval);
    await closed;
    await press('Look whether it is done');
    await at('Place the smallest order');
    await press('Look whether it is done');
    await at('Wipe the old key');
    await answer('Wipe the old key…', 'exchange-retire', 'Wipe it', 'rotated');
    await press('Look whether it is done');
    await page.getByText('The last rotation is complete. What each step found:').waitFor(patience);
    expect(binance.mutating()).toBe(1);
  });

  it('begins a drill, halted at once, and prints its report', async () => {
    await page.getByRole('radio', { name: 'Emergency' }).click();
    await page.getByText('Emergency procedure tested: never').waitFor(patience);
    await page.getByRole('button', { name: 'Begin a drill' }).click();
    const step = page.locator('[aria-current="step"]');
    await step.getByText('Revoke it, before there is another').waitFor(patience);
    await page.getByText('The gate refused a practice order, because trading is halted.').waitFor(patience);
    expect(await lookOf(launched, page)('custody-drill')).toEqual([]);
    await page.getByRole('button', { name: 'Write the report' }).click();
    const written = await page.getByText(/^Written: /).textContent(patience);
    const pdf = /\S+\.pdf/.exec(written ?? '')?.[0] ?? '';
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
