import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExchangeName, exchangeNames, exchanges } from '../../core/domain/exchanges.ts';
import type { Anvil } from '../chain/anvil.ts';
import { liveSymbols, type ThreeExchanges } from '../exchange/three-exchanges.ts';
import { firstAddress } from '../ledger/ledger-fixture.ts';
import type { LedgerSimulator } from '../ledger/start-ledger-simulator.ts';
import { arm, type GoingLiveConsole, goingLiveConsole } from './golive-console.ts';
import { fillTicket, type Hands, leave, patience, untilMet } from './golive-hands.ts';
import { itemWalks } from './golive-items.ts';
import type { LaunchedConsole } from './launch.ts';
import { type Look, lookOf } from './look.ts';
import { approvalOf, focusSmall, hold } from './small-windows.ts';

let stood: GoingLiveConsole;
let mainnet: Anvil;
let ledger: LedgerSimulator;
let world: ThreeExchanges;
let launched: LaunchedConsole;
let hands: Hands;
let look: Look;

beforeAll(async () => {
  stood = await goingLiveConsole();
  ({ mainnet, ledger, exchanges: world, launched, hands } = stood);
  look = lookOf(launched, hands.page);
});
afterAll(() => stood.close());

/** How many transactions of the Ledger's the chain has, in a block or not. */
const sentOnChain = async (): Promise<number> =>
  Number.parseInt(String(await mainnet.rpc('eth_getTransactionCount', [firstAddress, 'pending'])), 16);

/** Types a transfer on the real chain; answers with the button that asks for its approval, once it can be pressed. */
async function transfer() {
  const { go, page } = hands;
  await go('Transactions');
  await page.getByLabel('Network', { exact: true }).selectOption('1', patience);
  await page.getByText('Live trading is armed for it: what is sent here is real money.').waitFor(patience);
  await page.getByLabel('To', { exact: true }).fill(stood.recipient);
  await page.getByLabel('Amount, ETH').fill('0.01');
  const button = page.getByRole('button', { name: 'Ask for approval…' });
  await button.and(page.locator(':enabled')).waitFor(patience);
  return button;
}

const looksAtArming = {
  form: async () => expect(await look('golive-met')).toEqual([]),
  approval: async (shown: Page) => expect(await look('approval-arming', shown)).toEqual([]),
};

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
    await meet(hands, { keys: world.keys, place: stood.place });
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
    await arm(hands, looksAtArming);
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
    await arm(hands);
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
    await arm(hands);
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
