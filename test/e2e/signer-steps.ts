import { expect } from 'vitest';
import type { ChainTransaction } from '../../core/contract/shapes.ts';
import type { Address } from '../../core/domain/address.ts';
import { account, chainId } from '../core/transactions/on-chain-core.ts';
import { lookOf } from './look.ts';
import {
  composeTransfer,
  go,
  listed,
  newest,
  patience,
  type SignerWalk,
  signAndSend,
  verifiesAudit,
} from './signer-walk.ts';

/** Has what is prepared signed as the signer needs it: at once, or with an approval and a device in between. */
export type Sign = (walk: SignerWalk) => Promise<void>;

/** From an empty form to a mined transaction: it is from the pinned address on the chain, confirmed in the list, and the trail is whole. */
export async function sendsCoins(walk: SignerWalk, from: Address, sign: Sign = signAndSend): Promise<ChainTransaction> {
  const { anvil } = walk;
  const to = account(anvil, 1).address;
  await composeTransfer(walk, to, '0.25');
  await sign(walk);
  const confirmed = await newest(walk, 'confirmed');
  await listed(walk, '0.25 ETH', 'Confirmed');
  expect(await anvil.rpc('eth_getTransactionByHash', [confirmed.hash])).toMatchObject({
    from: from.toLowerCase(),
    to: to.toLowerCase(),
    value: `0x${(25n * 10n ** 16n).toString(16)}`,
    blockNumber: expect.stringMatching(/^0x/),
  });
  await verifiesAudit(walk, confirmed);
  return confirmed;
}

/**
 * Halts from the window while a transaction waits for a block: another transfer is refused in words, and by the core; nothing to oneself in
 * the place of the one that waits is offered, signed, and mined.
 */
export async function cancelsWhileHalted(walk: SignerWalk, sign: Sign = signAndSend): Promise<void> {
  const { anvil, ask, get, page } = walk;
  const to = account(anvil, 1).address;
  const [before] = await get('transactions.list', { limit: 1 });
  await anvil.rpc('evm_setAutomine', [false]);
  try {
    await composeTransfer(walk, to, '0.5');
    await sign(walk);
    const waiting = await newest(walk, 'sent', { last: before?.transactionId ?? '', mines: false });
    await page.getByRole('button', { name: 'Halt', exact: true }).click(patience);
    await page.getByRole('region', { name: 'Halt' }).getByText('Halt pressed in the window.').waitFor(patience);
    await composeTransfer(walk, to, '0.75');
    await page
      .locator('.preview-submit')
      .getByText(/^Trading is halted\. /)
      .waitFor(patience);
    expect(await page.locator('.preview-submit button').isDisabled()).toBe(true);
    const { previewId } = await get('transactions.preview', { kind: 'transfer', chainId, to, amount: '0.75' });
    const refused = { ok: false, error: { code: 'trading-halted' } };
    expect(await ask('transactions.submit', { previewId })).toMatchObject(refused);
    await page.getByRole('button', { name: /^Cancel: .*0\.5 ETH/ }).click(patience);
    await page.getByRole('heading', { name: 'Nothing to yourself, in its place' }).waitFor(patience);
    await sign(walk);
    // A block before it has come would hold the one that it replaces.
    await newest(walk, 'sent', { last: waiting.transactionId, mines: false });
    const cancelled = await newest(walk, 'confirmed', { last: waiting.transactionId });
    expect(cancelled).toMatchObject({ replaces: waiting.transactionId, nonce: waiting.nonce, valueWei: '0' });
    await listed(walk, '0.5 ETH', 'Replaced');
    await verifiesAudit(walk, cancelled);
  } finally {
    await anvil.rpc('evm_setAutomine', [true]);
  }
}

/** Lets a spender take five tokens, asked through the bridge: the window's own way to it has its walk elsewhere. */
export async function givesAllowance(walk: SignerWalk, token: Address, spender: Address): Promise<void> {
  const { get } = walk;
  const [before] = await get('transactions.list', { limit: 1 });
  const draft = { kind: 'token-approval', chainId, token, spender, amount: '5' } as const;
  const { previewId } = await get('transactions.preview', draft);
  expect(await get('transactions.submit', { previewId })).toMatchObject({ state: 'sent' });
  await newest(walk, 'confirmed', { last: before?.transactionId ?? '' });
}

/** While halted, the one allowance that stands is taken back from its row. */
export async function revokesWhileHalted(walk: SignerWalk): Promise<void> {
  const { get, page } = walk;
  expect((await get('system.status', {})).halt.state).toBe('halted');
  const [before] = await get('transactions.list', { limit: 1 });
  await go(walk, 'Transactions');
  await page.getByRole('tab', { name: 'Allowances' }).click(patience);
  await page.getByRole('button', { name: /^Revoke TEST/ }).click(patience);
  await page.getByRole('heading', { name: 'Take an allowance back' }).waitFor(patience);
  await signAndSend(walk);
  await verifiesAudit(walk, await newest(walk, 'confirmed', { last: before?.transactionId ?? '' }));
  expect(await get('allowances.list', { chainId })).toEqual([]);
}

/** Has both parties of the two-party signer asked: each attests its share by its pinned certificate, neither a backup; then the way to Custody. */
export async function attestsBoth(walk: SignerWalk, pins: readonly [string, string]): Promise<void> {
  const { launched, page } = walk;
  await go(walk, 'Signers');
  const keyshares = page.getByRole('region', { name: 'Keyshares' });
  await keyshares.getByText('The parties have not been asked yet.').waitFor(patience);
  await keyshares.getByRole('button', { name: 'Ask both to attest' }).click(patience);
  await keyshares.getByText('not both are backed up at this epoch').waitFor(patience);
  const row = (name: string) => keyshares.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
  expect(await row('State').getByText('Answers, and attests its share.').count()).toBe(2);
  expect(await row('Backup').getByText('None attested').count()).toBe(2);
  for (const pin of pins) expect(await row('Signed by').getByTitle(pin).count()).toBe(1);
  await keyshares.getByText('Yes: one key, one epoch').waitFor(patience);
  await keyshares.getByText('Both parties are asked at 127.0.0.1.').waitFor(patience);
  expect(await lookOf(launched, page)('signers-keyshares')).toEqual([]);
  await keyshares.getByRole('button', { name: 'Refresh…' }).click(patience);
  await page.getByRole('heading', { level: 1, name: 'Custody' }).waitFor({ state: 'attached', ...patience });
  await page.getByRole('heading', { level: 2, name: /^Keyshare of party/ }).waitFor(patience);
  await page.getByRole('button', { name: 'Refresh both shares…' }).waitFor(patience);
}
