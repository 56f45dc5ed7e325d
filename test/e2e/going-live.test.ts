import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExchangeName, exchangeNames, exchanges } from '../../core/domain/exchanges.ts';
import { armingWord } from '../../core/golive/arming-desk.ts';
import { type Anvil, startAnvil } from '../chain/anvil.ts';
import { livePolicy } from '../core/golive/live-policy.ts';
import { liveSymbols, type ThreeExchanges, threeExchanges } from '../exchange/three-exchanges.ts';
import { firstAddress } from '../ledger/ledger-fixture.ts';
import { type LedgerSimulator, startLedgerSimulator } from '../ledger/start-ledger-simulator.ts';
import { type Desktop, startDesktop } from './desktop-keyring.ts';
import { fillTicket, type Hands, handsOn, leave, patience, untilMet } from './golive-hands.ts';
import { itemWalks } from './golive-items.ts';
import { type LaunchedConsole, launchConsole } from './launch.ts';
import { type Look, lookOf } from './look.ts';
import { officialApplication } from './official-application.ts';
import { skipFirstRun } from './skip-first-run.ts';
import { approvalOf, focusSmall, hold } from './small-windows.ts';
import { tradedFolder } from './traded-folder.ts';

/** How many orders on paper are there already; the last one that it takes is placed in the window. */
const tradedBefore = 19;

/** What may be sent on the chain, by both layers. */
const most = { valueWei: `${10n ** 18n}`, gas: '100000' };

let mainnet: Anvil;
let ledger: LedgerSimulator;
let place = '';
let dataFolder = '';
let desktop: Desktop;
let world: ThreeExchanges;
let launched: LaunchedConsole;
let hands: Hands;
let look: Look;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-golive-'));
  // A chain that says it is Ethereum: for the console its coins are real.
  mainnet = await startAnvil({ chainId: 1 }, { endsWithTest: false });
  await mainnet.rpc('anvil_setBalance', [firstAddress, '0x8ac7230489e80000']);
  ledger = await startLedgerSimulator({ answers: 'approve' });
  [desktop, world, dataFolder] = await Promise.all([
    startDesktop(place),
    threeExchanges(),
    tradedFolder(tradedBefore, join(place, 'heads'), {
      ...livePolicy,
      transactions: {
        ...{ allowChainIds: [1], allowToAddresses: [recipient().toLowerCase()] },
        ...{ maxValueWei: most.valueWei, maxGas: most.gas, maxDaySpend: { '1:native': most.valueWei } },
      },
    }),
  ]);
  await desktop.startKeyring('home', true);
  const stood = world.servers.map(({ ca, origins, port }) => ({ ca, origins, port }));
  launched = await launchConsole({
    application: officialApplication(join(place, 'application')),
    dataFolder,
    environment: {
      ...desktop.environment,
      ...{ LOOPBACK_EXCHANGES: JSON.stringify(stood), PORTCULLIS_RPC_1: mainnet.url },
      ...{ SIGNER_TYPE: 'ledger', PORTCULLIS_LEDGER: ledger.url },
      ...{ SIGNER_ALLOWED_CHAIN_IDS: '1', SIGNER_ALLOWED_TO_ADDRESSES: recipient() },
      ...{ SIGNER_MAX_VALUE_WEI: most.valueWei, SIGNER_MAX_GAS: most.gas },
    },
    args: ['--password-store=gnome-libsecret'],
  });
  const page = await launched.window('console');
  hands = handsOn(launched, page);
  look = lookOf(launched, page);
  await page.getByRole('button', { name: 'Halt', exact: true }).waitFor(patience);
  await skipFirstRun(page);
});
afterAll(async () => {
  await launched.close();
  await world.close();
  await ledger.stop();
  await mainnet.stop();
  desktop.close();
  for (const folder of [place, dirname(dataFolder)]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function recipient(): string {
  const [, second] = mainnet.accounts;
  if (second === undefined) throw new Error('the chain has one account');
  return second.address;
}

/** How many transactions of the Ledger's the chain has, in a block or not. */
const sentOnChain = async (): Promise<number> =>
  Number.parseInt(String(await mainnet.rpc('eth_getTransactionCount', [firstAddress, 'pending'])), 16);

/** Types a transfer on the real chain; answers with the button that asks for its approval, once it can be pressed. */
async function transfer() {
  const { go, page } = hands;
  await go('Transactions');
  await page.getByLabel('Network', { exact: true }).selectOption('1', patience);
  await page.getByText('Live trading is armed for it: what is sent here is real money.').waitFor(patience);
  await page.getByLabel('To', { exact: true }).fill(recipient());
  await page.getByLabel('Amount, ETH').fill('0.01');
  const button = page.getByRole('button', { name: 'Ask for approval…' });
  await button.and(page.locator(':enabled')).waitFor(patience);
  return button;
}

/** Arms every exchange and the chain for an hour, as a person does; `looked` looks at the form, and at what is approved. */
async function arm(looked: boolean): Promise<void> {
  const { approve, go, page, press } = hands;
  await go('Go live');
  for (const name of exchangeNames) await page.getByRole('checkbox', { name: exchanges[name].title }).check(patience);
  await page.getByRole('checkbox', { name: 'Ethereum' }).check(patience);
  await page.getByLabel('For, hours', { exact: true }).fill('1');
  for (const asset of ['USDT', 'USD']) {
    await page.getByLabel(`Orders, at most in 24 hours, ${asset}`, { exact: true }).fill('500');
  }
  await page.getByLabel('Sent on Ethereum, at most in 24 hours, ETH', { exact: true }).fill('0.05');
  if (looked) expect(await look('golive-met')).toEqual([]);
  await approve(
    () => press('Arm live trading…'),
    armingWord,
    looked ? async (shown) => expect(await look('approval-arming', shown)).toEqual([]) : undefined,
  );
  await page.locator('.mode').filter({ hasText: 'LIVE' }).waitFor(patience);
}

/** Types an order for a real exchange on the Trade screen; answers with its button, once it can be pressed. */
async function orderAt(exchange: ExchangeName) {
  await hands.go('Trade');
  await hands.show(exchanges[exchange].title);
  await hands.page
    .getByLabel(`${exchanges[exchange].title}, real market`)
    .selectOption(liveSymbols[exchange], patience);
  return fillTicket(hands, '0.0005', '20000');
}

const isSigning = (apdu: string): boolean => apdu.startsWith('e004');

const isPaper = () => hands.page.locator('.mode').filter({ hasText: 'PAPER' }).waitFor(patience);

describe('going live, in the real window', () => {
  it('says what is missing, and arms nothing', async () => {
    const { go, page } = hands;
    await go('Go live');
    await page.getByText(/items below are neither met nor waived: it cannot be armed before\./).waitFor(patience);
    expect(await page.getByRole('button', { name: 'Arm live trading…' }).count()).toBe(0);
  });

  it.each(itemWalks)('meets $itemId', async ({ itemId, meet }) => {
    await meet(hands, { keys: world.keys, place });
    await untilMet(hands, itemId);
  });

  it('arms once every item is met, and shows in the whole window that money is real, and for how long', async () => {
    const { get, go, page } = hands;
    const { items } = await get('golive.checklist', {});
    expect(
      items
        .filter(({ state, waiver }) => state !== 'met' && waiver === null)
        .map(({ evidence, itemId }) => `${itemId}: ${evidence}`),
    ).toEqual([]);
    expect(world.mutating()).toBe(0);
    await arm(true);
    await page
      .locator('.live-control')
      .getByText(/ left$/)
      .waitFor(patience);
    await page.locator('.chips').getByText('3 exchanges').waitFor(patience);
    await go('Trade');
    await page.getByText('Practice money: nothing real is sent from here.').waitFor(patience);
  });

  it.each(exchangeNames)('sends one live order to %s, once it is approved', async (exchange) => {
    const before = world.mutating();
    const { outcome, submit } = await orderAt(exchange);
    if (exchange === 'binance') expect(await look('trade-live')).toEqual([]);
    await hands.approve(async () => {
      await submit.click();
      await outcome.filter({ hasText: 'Nothing is sent before.' }).waitFor(patience);
      expect(world.mutating()).toBe(before);
    }, null);
    await outcome.filter({ hasText: 'waits in the book' }).waitFor(patience);
    expect(world.mutating()).toBe(before + 1);
    const [order] = await hands.get('orders.list', { limit: 1 });
    expect(order).toMatchObject({ exchange, symbol: liveSymbols[exchange], status: 'open', amount: '0.0005' });
  });

  it('sends one live transaction that the Ledger has signed, once it is approved here and confirmed there', async () => {
    const button = await transfer();
    await hands.approve(
      () => button.click(),
      null,
      (shown) => shown.getByText('This moves real money on Ethereum.').waitFor(patience),
    );
    await expect.poll(sentOnChain, patience).toBe(1);
    const [sent] = await hands.get('transactions.list', { limit: 1 });
    expect(sent).toMatchObject({ chainId: 1, from: firstAddress, valueWei: `${10n ** 16n}` });
  });

  it('signs nothing of a transaction that waits for its approval while live trading is disarmed, nor of a new one', async () => {
    const button = await transfer();
    const waiting = await approvalOf(launched, () => button.click());
    await hands.press('Disarm');
    await isPaper();
    const before = ledger.control.commands.length;
    await focusSmall(launched, waiting);
    await hold(launched, waiting);
    await waiting.locator('.end').waitFor(patience);
    await leave(waiting);
    expect([await sentOnChain(), ledger.control.commands.slice(before).filter(isSigning)]).toEqual([1, []]);
    await arm(false);
  });

  it('sends nothing of an order that waits for its approval while live trading is disarmed', async () => {
    const before = world.mutating();
    const { submit } = await orderAt('binance');
    const waiting = await approvalOf(launched, () => submit.click());
    await hands.press('Disarm');
    await isPaper();
    await focusSmall(launched, waiting);
    await hold(launched, waiting);
    await waiting.locator('.end').filter({ hasText: 'Live trading is not armed there.' }).waitFor(patience);
    await leave(waiting);
    // Nor can another be typed: it stays where it was typed, and that place takes none.
    await hands.page.getByText('Binance is not armed any more: nothing can be sent there.').waitFor(patience);
    await hands.page.getByLabel('Amount', { exact: true }).fill('0.0005');
    await hands.page.getByText('Live trading is not armed there.').waitFor(patience);
    expect(await hands.page.locator('button[type=submit]').isDisabled()).toBe(true);
    expect(world.mutating()).toBe(before);
  });

  it('sends nothing of an order that waits for its approval while trading is halted, and is disarmed by it', async () => {
    await arm(false);
    const before = world.mutating();
    const { submit } = await orderAt('kraken');
    const waiting = await approvalOf(launched, () => submit.click());
    await hands.press('Halt');
    await isPaper();
    await hands.page.getByRole('region', { name: 'Halt', exact: true }).waitFor(patience);
    await focusSmall(launched, waiting);
    await hold(launched, waiting);
    await waiting.locator('.end').filter({ hasText: 'Trading is halted' }).waitFor(patience);
    expect(world.mutating()).toBe(before);
    await leave(waiting);
    expect((await hands.get('golive.live', {})).lastDrop).toMatchObject({ text: 'Trading was halted.' });
  });
});
