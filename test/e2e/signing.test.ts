import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encryptKeystoreJson } from 'ethers';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Address } from '../../core/domain/address.ts';
import { type Anvil, startAnvil } from '../chain/anvil.ts';
import { deployErc20 } from '../chain/deploy-erc20.ts';
import { type LedgerSimulator, startLedgerSimulator } from '../ledger/start-ledger-simulator.ts';
import { type LaunchedConsole, launchConsole } from './launch.ts';
import { type Look, lookOf } from './look.ts';
import { skipFirstRun } from './skip-first-run.ts';
import { approveNext, focusSmall, smallWindow } from './small-windows.ts';

const patience = { timeout: 45_000 };
const password = 'a password for tests';

let place = '';
let anvil: Anvil;
let ledger: LedgerSimulator;
let token: Address;
let launched: LaunchedConsole;
let page: Page;
let look: Look;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-signing-'));
  anvil = await startAnvil({}, { endsWithTest: false });
  ledger = await startLedgerSimulator();
  token = await deployErc20(anvil, { symbol: 'TEST', decimals: 6 });
  launched = await launchConsole({
    dataFolder: join(place, 'data'),
    environment: {
      PORTCULLIS_RPC_31337: anvil.url,
      PORTCULLIS_LEDGER: ledger.url,
      SIGNER_MAX_GAS: '500000',
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

async function go(number: 2 | 3): Promise<void> {
  await page.keyboard.press(`Control+${number}`);
  const title = number === 2 ? 'Transactions' : 'Signers';
  await page.getByRole('heading', { level: 1, name: title }).waitFor({ state: 'attached', ...patience });
}

function account(at: number): { readonly address: string; readonly privateKey: string } {
  const found = anvil.accounts[at];
  if (found === undefined) throw new Error('the chain has too few accounts');
  return found;
}

describe('a signer', () => {
  it('is missed nowhere: both screens say what there is to do without one', async () => {
    await go(2);
    await page.getByText('No signer is chosen, so there is no address').waitFor(patience);
    expect(await look('transactions-without-signer')).toEqual([]);
    await go(3);
    await page.getByText('No signer is active.').waitFor(patience);
    expect(await look('signers-without-one')).toEqual([]);
  });

  it('is a keystore whose secrets are typed in a window of their own', async () => {
    await page.getByRole('button', { name: /^Keystore/ }).click();
    await page.getByRole('button', { name: 'Import a keystore…' }).click();
    const form = await smallWindow(launched, 'form=keystore-import');
    await focusSmall(launched, form);
    const text = await encryptKeystoreJson(account(0), password, { scrypt: { N: 1024 } });
    await form.getByLabel('The text of the file').fill(text);
    await form.getByLabel('Its password', { exact: true }).fill('not the password');
    await form.getByLabel('New password (8 characters or more)').fill(password);
    await form.getByLabel('The same again').fill(password);
    expect(await look('secret-import', form)).toEqual([]);
    await form.getByRole('button', { name: 'Import' }).click();
    await form.getByText('The password is not right. Nothing was changed.').waitFor(patience);
    expect(await form.getByLabel('New password (8 characters or more)').inputValue()).toBe('');
    await form.getByLabel('Its password', { exact: true }).fill(password);
    await form.getByLabel('New password (8 characters or more)').fill(password);
    await form.getByLabel('The same again').fill(password);
    await form.getByRole('button', { name: 'Import' }).click();
    await form.getByText('The keystore is imported').waitFor(patience);
    expect(await look('secret-done', form)).toEqual([]);
    await form.keyboard.press('Escape').catch(() => undefined);
    await page.getByRole('button', { name: 'Give its password…' }).click(patience);
    const give = await smallWindow(launched, 'form=keystore-password');
    await focusSmall(launched, give);
    await give.getByLabel('Its password', { exact: true }).fill(password);
    expect(await look('secret-password', give)).toEqual([]);
    await give.getByRole('button', { name: 'Give' }).click();
    await give.getByText('The password is right.').waitFor(patience);
    await give.close();
  });

  it('is pinned by the person, and then tested', async () => {
    await page.getByRole('button', { name: 'Use this signer…' }).click();
    await page.getByText('It waits for your approval in its own window').waitFor(patience);
    const approval = await smallWindow(launched, 'approvalId=');
    await approval.getByText('Pin the address of the signer: Keystore.').waitFor(patience);
    expect(await look('approval-signer', approval)).toEqual([]);
    await approveNext(launched);
    await page.getByRole('button', { name: /^Signer: Keystore 0xf39F…2266/ }).waitFor(patience);
    await page.getByRole('button', { name: 'Test signature' }).click();
    await page.getByText('the signature is by the pinned address').waitFor(patience);
    expect(await look('signers')).toEqual([]);
    await page.getByRole('button', { name: 'Copy the pinned address' }).click();
    await page.getByRole('button', { name: 'Copied: the pinned address' }).waitFor(patience);
    expect(await launched.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(account(0).address);
  });
});

describe('a transaction', () => {
  it('is shown exactly while it is typed, signed and sent at once where every rule allows it, and followed', async () => {
    await go(2);
    await page.getByLabel('To', { exact: true }).fill(account(1).address);
    await page.getByLabel('Amount, ETH').fill('1.25');
    await page.getByRole('button', { name: 'Sign and send' }).and(page.locator(':enabled')).waitFor(patience);
    expect(await look('transactions')).toEqual([]);
    await page.getByRole('button', { name: 'Sign and send' }).click();
    await page.locator('.outcome').getByText('1.25').waitFor(patience);
    await anvil.rpc('anvil_mine', ['0x3']);
    await page.getByRole('table', { name: 'Transactions' }).getByText('Confirmed').waitFor(patience);
    await page.getByRole('table', { name: 'Transactions' }).getByText('Confirmed').click();
    await page.getByRole('complementary', { name: 'This transaction' }).waitFor(patience);
    expect(await look('transactions-detail')).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('pins a token, approves it without end only with a warning, and takes the allowance back', async () => {
    await page.getByRole('radio', { name: 'Approve', exact: true }).click();
    await page.getByRole('button', { name: 'Pin another…' }).click();
    await page.getByLabel('Address of the token’s contract').fill(token);
    expect(await look('transactions-pin')).toEqual([]);
    await page.getByRole('button', { name: 'Ask for approval…' }).click();
    await page.getByText('It waits for your approval in its own window. Nothing is changed before.').waitFor(patience);
    await approveNext(launched);
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => page.getByLabel('Token', { exact: true }).textContent(), patience).toContain('TEST');
    await page.getByLabel('Token', { exact: true }).selectOption(token);
    await page.getByLabel('Spender').fill(account(2).address);
    await page.getByLabel('Unlimited').check();
    await page.getByText('Danger: the spender could take all').waitFor(patience);
    await page.getByRole('group', { name: 'The prepared transaction' }).getByText('Warning:').first().waitFor(patience);
    expect(await look('transactions-unlimited')).toEqual([]);
    await page.getByLabel('Unlimited').uncheck();
    await page.getByLabel('Amount, TEST').fill('5');
    await page.getByRole('button', { name: 'Sign and send' }).and(page.locator(':enabled')).click(patience);
    await anvil.rpc('anvil_mine', ['0x3']);
    await page.getByRole('tab', { name: 'Allowances' }).click();
    await page.getByRole('button', { name: /^Revoke TEST/ }).click(patience);
    await page.getByRole('heading', { name: 'Take an allowance back' }).waitFor(patience);
    await page.getByRole('button', { name: 'Sign and send' }).and(page.locator(':enabled')).waitFor(patience);
    expect(await look('transactions-revoke')).toEqual([]);
  });

  it('is called with its bytes and fees said outright, or pasted as it was made elsewhere', async () => {
    await page.getByRole('radio', { name: 'Call', exact: true }).click();
    await page.getByLabel('Contract', { exact: true }).fill(token);
    await page
      .getByLabel('Calldata', { exact: true })
      .fill(`0xa9059cbb${account(3).address.slice(2).padStart(64, '0')}`);
    await page.getByRole('radio', { name: 'Custom', exact: true }).click();
    await page.getByLabel('At most, gwei').fill('5');
    await page.getByLabel('Tip, gwei').fill('6');
    await page.getByText('The tip is more than the most.').waitFor(patience);
    await page.getByLabel('Tip, gwei').fill('1');
    await page.getByLabel('Gas', { exact: true }).fill('90000');
    await page
      .getByRole('group', { name: 'The prepared transaction' })
      .getByText('Calldata, 36 bytes')
      .waitFor(patience);
    expect(await look('transactions-call')).toEqual([]);
    await page.getByRole('radio', { name: 'Paste', exact: true }).click();
    await page.getByLabel('Unsigned transaction').fill('{ "to": "0x12", "extra": 1 }');
    await page.locator('.compose [role=alert]').waitFor(patience);
    expect(await look('transactions-paste')).toEqual([]);
    await page.getByLabel('Network', { exact: true }).selectOption('1');
    await page.getByText('PORTCULLIS_RPC_1').first().waitFor(patience);
    await page.getByRole('radio', { name: 'Coins', exact: true }).click();
    await page.getByLabel('To', { exact: true }).fill(account(1).address);
    await page.getByLabel('Amount, ETH').fill('1');
    await page.getByRole('alert').filter({ hasText: 'Chain 1 cannot be reached' }).waitFor(patience);
    expect(await look('transactions-without-rpc')).toEqual([]);
  });
});

describe('a key in the environment', () => {
  it('is told across every screen for as long as it lies there', async () => {
    const other = await launchConsole({
      environment: {
        SIGNER_TYPE: 'env_private_key',
        PRIVATE_KEY: account(4).privateKey,
        PORTCULLIS_RPC_31337: anvil.url,
        PORTCULLIS_HEAD_DIR: join(place, 'other-heads'),
        XDG_RUNTIME_DIR: place,
      },
    });
    try {
      const shown = await other.window('console');
      await skipFirstRun(shown);
      await shown
        .getByRole('region', { name: 'Signer' })
        .getByText('A private key lies in the environment')
        .waitFor(patience);
      expect(await lookOf(other, shown)('signer-banner')).toEqual([]);
      await shown.getByRole('region', { name: 'Signer' }).getByRole('button', { name: 'Open Signers' }).click();
      await shown
        .getByText('SIGNER_TYPE chooses Key in the environment; another cannot be chosen here.')
        .waitFor(patience);
      expect(await lookOf(other, shown)('signers-environment')).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
