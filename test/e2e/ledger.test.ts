import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../chain/anvil.ts';
import { type LedgerSimulator, startLedgerSimulator } from '../ledger/start-ledger-simulator.ts';
import { type LaunchedConsole, launchConsole } from './launch.ts';
import { type Look, lookOf } from './look.ts';
import { skipFirstRun } from './skip-first-run.ts';
import { approvalOf, approveNext, hold } from './small-windows.ts';

const patience = { timeout: 60_000 };
const coinsHex = '0x56bc75e2d63100000';

let place = '';
let anvil: Anvil;
let ledger: LedgerSimulator;
let launched: LaunchedConsole;
let page: Page;
let look: Look;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-ledger-'));
  anvil = await startAnvil({}, { endsWithTest: false });
  ledger = await startLedgerSimulator({ app: null });
  launched = await launchConsole({
    dataFolder: join(place, 'data'),
    environment: {
      PORTCULLIS_RPC_31337: anvil.url,
      PORTCULLIS_LEDGER: ledger.url,
      EXECUTION_APPROVAL_MODE: 'approve_each',
      PORTCULLIS_HEAD_DIR: join(place, 'heads'),
      XDG_RUNTIME_DIR: place,
    },
  });
  page = await launched.window('console');
  look = lookOf(launched, page);
  await skipFirstRun(page);
});
afterAll(async () => {
  await launched.close();
  await ledger.stop();
  await anvil.stop();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

/** Types a transfer and, once it is prepared as typed, asks for its approval; answers the window of the approval. */
async function askForTransfer(amount: string): Promise<Page> {
  await page.getByLabel('To', { exact: true }).fill(anvil.accounts[1]?.address ?? '');
  await page.getByLabel('Amount, ETH').fill(amount);
  await page.locator('.preview-sentence').getByText(` ${amount} ETH`).waitFor(patience);
  const button = page.getByRole('button', { name: 'Ask for approval…' });
  return approvalOf(launched, () => button.and(page.locator(':enabled')).click(patience));
}

// Every step has its own patience: what they may take together on a busy machine is no failure.
describe('a Ledger', { timeout: 240_000 }, () => {
  it('says its state in a sentence and offers the one thing to do', async () => {
    await page.keyboard.press('Control+3');
    await page.getByRole('button', { name: /^Ledger/ }).click(patience);
    await page.getByRole('button', { name: 'Check the Ledger' }).click();
    await page.getByText('No app is open on the Ledger.').waitFor(patience);
    expect(await look('signers-ledger-dashboard')).toEqual([]);
    await page.getByRole('button', { name: 'Open Ethereum for me' }).click();
    await page.getByText('Confirm on the Ledger that the Ethereum app is opened.').waitFor(patience);
    await ledger.control.whenAsked();
    ledger.control.approve();
    await page.getByRole('button', { name: 'List addresses' }).and(page.locator(':enabled')).click(patience);
    await page.getByRole('list', { name: 'Addresses' }).getByRole('listitem').nth(4).waitFor(patience);
  });

  it('is chosen by one of its addresses, which is then verified on its own screen', async () => {
    await page.getByRole('list', { name: 'Addresses' }).getByRole('button', { name: /^Use/ }).first().click();
    await approveNext(launched);
    await page.getByRole('button', { name: /^Signer: Ledger 0x/ }).waitFor(patience);
    await page.getByRole('button', { name: 'Verify on the device' }).click();
    await page.getByText('Compare every group with the device, then confirm there.').waitFor(patience);
    await ledger.control.whenAsked();
    expect(await look('signers-ledger')).toEqual([]);
    ledger.control.approve();
    await page.getByText(/Last verified on the device: (just now|\d+ s ago)/).waitFor(patience);
  });

  it('shows what the approval window has shown, which waits for its answer and cannot lose it', async () => {
    const address = await page.getByRole('button', { name: 'Copy the pinned address' }).evaluate(async () => {
      const { portcullis } = window as unknown as { portcullis: { ask: Record<string, (input: object) => unknown> } };
      const board = (await portcullis.ask['signers.list']?.({})) as { value: { pinned: string } };
      return board.value.pinned;
    });
    await anvil.rpc('anvil_setBalance', [address, coinsHex]);
    await page.keyboard.press('Control+2');
    await page.getByRole('heading', { level: 1, name: 'Transactions' }).waitFor({ state: 'attached', ...patience });
    const approval = await askForTransfer('2.5');
    await approval.getByText('Once approved, the device shows').waitFor(patience);
    expect(await look('approval-transaction', approval)).toEqual([]);
    await hold(launched, approval);
    await approval.getByText('Now compare with the device.').waitFor(patience);
    const prompt = await ledger.control.whenAsked();
    await approval.mouse.up();
    expect(await look('approval-ledger', approval)).toEqual([]);
    const shown = await approval.locator('.device-lines dd').allTextContents();
    expect(shown).toContain('2.5 ???');
    expect(JSON.stringify(prompt)).toContain(anvil.accounts[1]?.address.slice(2).toLowerCase());
    await page.getByRole('status', { name: 'With the signer' }).getByRole('button').waitFor(patience);
    expect(await look('transactions-signing')).toEqual([]);
    await approval.keyboard.press('Escape');
    await approval.getByText('Now compare with the device.').waitFor(patience);
    const closed = approval.waitForEvent('close', patience);
    ledger.control.approve();
    await closed;
    await page
      .getByRole('table', { name: 'Transactions' })
      .getByText(/On its way|In a block/)
      .waitFor(patience);
  });

  it('keeps the window open with the reason when it is refused there', async () => {
    const approval = await askForTransfer('1');
    await hold(launched, approval);
    await ledger.control.whenAsked();
    await approval.mouse.up();
    ledger.control.reject();
    await approval.getByText('You refused it on the Ledger. Nothing was signed.').waitFor(patience);
    expect(await look('approval-refused', approval)).toEqual([]);
    const closed = approval.waitForEvent('close', patience);
    await approval.keyboard.press('Escape').catch(() => undefined);
    await closed;
    await page.getByRole('table', { name: 'Transactions' }).getByText('Refused', { exact: true }).waitFor(patience);
  });

  it('is asked to stop from the console, and what it may have signed stays in doubt with one thing to do', async () => {
    const approval = await askForTransfer('3');
    await hold(launched, approval);
    await ledger.control.whenAsked();
    await approval.mouse.up();
    await page.getByRole('status', { name: 'With the signer' }).getByRole('button').click(patience);
    await approval.getByText('a signature may exist').waitFor(patience);
    await approval.close();
    await page.getByRole('table', { name: 'Transactions' }).getByText('In doubt').click(patience);
    await page.getByText('Cancel it: an empty transaction to yourself takes the nonce').waitFor(patience);
    expect(await look('transactions-in-doubt')).toEqual([]);
    ledger.control.reject();
    await page
      .getByRole('complementary')
      .getByRole('button', { name: /^Cancel/ })
      .click();
    await page.getByRole('heading', { name: 'Nothing to yourself, in its place' }).waitFor(patience);
    await page.getByRole('button', { name: 'Ask for approval…' }).and(page.locator(':enabled')).waitFor(patience);
    expect(await look('transactions-cancel')).toEqual([]);
  });
});
