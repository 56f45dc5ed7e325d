import { expect, it } from 'vitest';
import { unreachableChain } from '../../../../core/chain/chain-errors.ts';
import type { JournaledTransaction } from '../../../../core/chain/journaled-transaction.ts';
import { knownChains } from '../../../../core/domain/chains.ts';
import { err, ok, type Result } from '../../../../core/domain/result.ts';
import { tokenList } from '../../../../core/domain/tokens/token-list.ts';
import { signable } from '../../../../core/domain/transaction/signable.ts';
import { createConfirmedTime } from '../../../../core/trading/confirmed-time.ts';
import { rescueWaitMs } from '../../../../core/trading/transactions/exemption.ts';
import { sendAgain } from '../../../../core/trading/transactions/send-again.ts';
import { type AnvilAccount, developmentAccounts } from '../../../chain/anvil.ts';
import { signWith, transactionOf } from '../../../chain/sign-with.ts';

const [alice, bob] = developmentAccounts() as unknown as [AnvilAccount, AnvilAccount];
const transaction = transactionOf(bob.address, { chainId: 1n });
const known = {
  ...{ transactionId: 't1', chainId: 1n, from: alice.address, nonce: 0, signer: 'keystore', clearSigned: null },
  ...{ unsigned: signable(transaction, alice.address).unsigned, raw: signWith(alice, transaction).raw },
  ...{ replaces: null, createdAtMs: 1_000 },
} as unknown as JournaledTransaction;

const nowMs = 3 * rescueWaitMs;
/** Whoever is paid is the rescue address, and has been for longer than it must wait. */
const rescue = { chainId: 1, address: bob.address, sinceMs: rescueWaitMs };
const unread = unreachableChain(1n, 'no answer');

/** Sends it again while that is armed since then, and says whether it left; `isArmed` is asked of what opens something. */
async function again(armedAtMs: number | null, isArmed = armedAtMs !== null, head: Result<{ atMs: number }> = unread) {
  let left = 0;
  const denied = err({ code: 'egress-denied', retry: 'never', method: 'eth_sendRawTransaction', path: 'rpc' } as const);
  const broadcast = async (_bytes: unknown, mayStill: () => Result<void>) => {
    const still = mayStill();
    if (still.ok) left += 1;
    return still;
  };
  const time = createConfirmedTime();
  const trading = {
    ...{ halt: { permits: () => ok(undefined) }, tokens: () => tokenList([]), armedAtMs: () => armedAtMs },
    ...{
      book: { rescueOf: () => rescue },
      timeOf: () => time,
      journal: { get: () => null },
      clock: { nowMs: () => nowMs },
    },
    chain: () =>
      ok({
        ...{ chain: knownChains[0], reader: { chainId: 1n, head: async () => head } },
        broadcaster: (kind: 'open' | 'cancel') => (isArmed || kind === 'cancel' ? ok({ broadcast }) : denied),
      }),
  };
  const sent = await sendAgain(trading as never, known);
  return [sent.ok, left];
}

it('what was signed for a real chain is sent again under the arming that it was signed under', async () => {
  expect(await again(900)).toEqual([true, 1]);
  expect(await again(1_000)).toEqual([true, 1]);
});

it('and under no other: under a later one nobody was asked about it, and without one nothing leaves', async () => {
  expect(await again(1_001)).toEqual([false, 0]);
  expect(await again(null)).toEqual([false, 0]);
  expect(await again(null, true)).toEqual([false, 0]);
});

it('what goes to the rescue address leaves unarmed and after a restart, once the chain has told its time', async () => {
  expect(await again(null, false, ok({ atMs: nowMs }))).toEqual([true, 1]);
  expect(await again(null, false, ok({ atMs: rescueWaitMs + 1 }))).toEqual([false, 0]);
  expect(await again(null, false)).toEqual([false, 0]);
});
