import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, onTestFinished } from 'vitest';
import type { Bridge } from '../../core/contract/bridge.ts';
import type { Out, WireIn } from '../../core/contract/methods.ts';
import type { MethodName } from '../../core/contract/names.ts';
import type { ChainTransaction } from '../../core/contract/shapes.ts';
import type { Address } from '../../core/domain/address.ts';
import type { Result } from '../../core/domain/result.ts';
import type { Anvil } from '../chain/anvil.ts';
import { chainId } from '../core/transactions/on-chain-core.ts';
import { type LaunchedConsole, launchConsole } from './launch.ts';
import { skipFirstRun } from './skip-first-run.ts';
import { approveNext, smallWindow } from './small-windows.ts';

/** How long a busy machine is waited for. */
export const patience = { timeout: 60_000 };

const screens = { Trade: 1, Transactions: 2, Signers: 3 } as const;

/** A real window before a real chain, with one signer set up in its environment and none chosen. */
export interface SignerWalk {
  readonly launched: LaunchedConsole;
  readonly page: Page;
  readonly anvil: Anvil;
  /** Asks the core through the window's own bridge, as the screens do. */
  ask<M extends MethodName>(method: M, input: WireIn<M>): Promise<Result<Out<M>>>;
  /** The same; throws what is refused. */
  get<M extends MethodName>(method: M, input: WireIn<M>): Promise<Out<M>>;
}

/** Starts one; it ends with the test. The kind is left for the person to choose, whatever the settings say of it. */
export async function startWalk(
  anvil: Anvil,
  { SIGNER_TYPE: _, ...settings }: Readonly<Record<string, string>>,
): Promise<SignerWalk> {
  const place = mkdtempSync(join(tmpdir(), 'portcullis-signers-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }));
  const own = { PORTCULLIS_HEAD_DIR: join(place, 'heads'), XDG_RUNTIME_DIR: place };
  const environment = { [`PORTCULLIS_RPC_${chainId}`]: anvil.url, ...own, ...settings };
  const launched = await launchConsole({ dataFolder: join(place, 'data'), environment });
  onTestFinished(() => launched.close());
  const page = await launched.window('console');
  await skipFirstRun(page);
  const ask: SignerWalk['ask'] = (method, input) =>
    page.evaluate(
      ([name, given]) =>
        (window as unknown as { portcullis: Bridge }).portcullis.ask[name as 'system.status'](given as never),
      [method, input] as const,
    ) as never;
  return {
    launched,
    page,
    anvil,
    ask,
    async get(method, input) {
      const answer = await ask(method, input);
      if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
      return answer.value;
    },
  };
}

/** Goes to a screen by its key. */
export async function go({ page }: SignerWalk, screen: keyof typeof screens): Promise<void> {
  await page.keyboard.press(`Control+${screens[screen]}`);
  await page.getByRole('heading', { level: 1, name: screen }).waitFor({ state: 'attached', ...patience });
}

/** Opens a kind of signer, has it asked for by `press`, and approves its address where that is shown: in the approval window. */
export async function chooseSigner(
  walk: SignerWalk,
  title: string,
  address: Address,
  press: (page: Page) => Promise<void> = useThis,
): Promise<void> {
  const { launched, page } = walk;
  await go(walk, 'Signers');
  await page.getByText('No signer is active.').waitFor(patience);
  const kinds = page.getByRole('list', { name: 'Kinds of signer' });
  await kinds.getByRole('button', { name: new RegExp(`^${title}`) }).click(patience);
  await press(page);
  const approval = await smallWindow(launched, 'approvalId=');
  await approval.getByText(`Pin the address of the signer: ${title}.`).waitFor(patience);
  expect(await wordsWithoutGaps(approval.locator('.lines'))).toContain(address);
  expect(await walk.get('signers.list', {})).toMatchObject({ active: null, pinned: null });
  await approveNext(launched);
  const chip = new RegExp(`^Signer: ${title} ${address.slice(0, 6)}…${address.slice(-4)}`);
  await page.getByRole('button', { name: chip }).waitFor(patience);
}

/** Addresses are shown in groups; what they are is the same without the gaps. */
async function wordsWithoutGaps(shown: Locator): Promise<string> {
  return ((await shown.textContent(patience)) ?? '').replaceAll(/\s/g, '');
}

/** Presses the one button of the opened kind. */
export async function useThis(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use this signer…' }).click(patience);
}

/** Has the signer tested; `answer` answers on its own screen, where it has one. */
export async function testSignature(
  { page }: SignerWalk,
  words: string,
  answer: () => Promise<void> = async () => undefined,
): Promise<void> {
  await page.getByRole('button', { name: 'Test signature' }).click(patience);
  await answer();
  await page.getByText(words).waitFor(patience);
}

/** Types a transfer of coins, and waits until it is prepared as typed. */
export async function composeTransfer(walk: SignerWalk, to: Address, amount: string): Promise<void> {
  const { page } = walk;
  await go(walk, 'Transactions');
  await page.getByLabel('To', { exact: true }).fill(to);
  await page.getByLabel('Amount, ETH').fill(amount);
  const prepared = page.locator('.preview-sentence').getByText(`${amount} ETH`);
  await prepared.waitFor(patience).catch(async (cause: unknown) => {
    const shown = await page.locator('main').textContent();
    throw new Error(`The transfer was not prepared. The screen shows:\n${shown}`, { cause });
  });
}

/** Presses the button that has what is prepared signed at once. */
export async function signAndSend({ page }: SignerWalk): Promise<void> {
  const button = page.getByRole('button', { name: 'Sign and send', exact: true });
  await button.and(page.locator(':enabled')).click(patience);
}

/** The newest transaction, once it is another than `last` and stands as wanted. Where `mines`, a block is made at each look. */
export async function newest(
  { anvil, get }: SignerWalk,
  status: ChainTransaction['status'],
  { last = '', mines = true } = {},
): Promise<ChainTransaction> {
  const look = async () => (await get('transactions.list', { limit: 1 })).filter((it) => it.transactionId !== last)[0];
  await expect
    .poll(
      async () => {
        if (mines) await anvil.rpc('anvil_mine', ['0x1']);
        return (await look())?.status;
      },
      { ...patience, interval: 200 },
    )
    .toBe(status);
  const found = await look();
  if (found === undefined) throw new Error('the transaction is gone');
  return found;
}

/** A transaction's line in the list, by its words. */
export async function listed({ page }: SignerWalk, sentence: string, status: string): Promise<void> {
  const lines = page.getByRole('table', { name: 'Transactions' }).getByRole('row');
  await lines.filter({ hasText: sentence }).filter({ hasText: status }).first().waitFor(patience);
}

/** The trail is whole, and holds that the transaction was asked of the signer, signed and sent. */
export async function verifiesAudit({ get }: SignerWalk, { transactionId }: ChainTransaction): Promise<void> {
  const whole = { ok: true, firstBadId: null, gaps: [], problem: null, cutTail: false };
  expect(await get('audit.verify', {})).toMatchObject(whole);
  const statusesOf = async (eventType: 'sign' | 'broadcast') =>
    (await get('audit.query', { eventType, limit: 100 }))
      .filter(({ subject }) => subject === transactionId)
      .map(({ status }) => status);
  expect(await statusesOf('sign')).toEqual(['ok', 'requested']);
  expect(await statusesOf('broadcast')).toEqual(['ok', 'requested']);
}
