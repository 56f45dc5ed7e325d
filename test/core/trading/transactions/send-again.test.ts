import { expect, it } from 'vitest';
import type { JournaledTransaction } from '../../../../core/chain/journaled-transaction.ts';
import { knownChains } from '../../../../core/domain/chains.ts';
import { err, ok, type Result } from '../../../../core/domain/result.ts';
import { tokenList } from '../../../../core/domain/tokens/token-list.ts';
import { signable } from '../../../../core/domain/transaction/signable.ts';
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

/** Sends it again while that is armed since then, and says whether it left; `isArmed` is asked of what opens something. */
async function again(armedAtMs: number | null, isArmed = armedAtMs !== null) {
  let left = 0;
  const denied = err({ code: 'egress-denied', retry: 'never', method: 'eth_sendRawTransaction', path: 'rpc' } as const);
  const broadcast = async (_bytes: unknown, mayStill: () => Result<void>) => {
    const still = mayStill();
    if (still.ok) left += 1;
    return still;
  };
  const trading = {
    ...{ halt: { permits: () => ok(undefined) }, tokens: () => tokenList([]), armedAtMs: () => armedAtMs },
    ...{ book: { rescueOf: () => null }, timeOf: () => ({ nowMs: () => 0 }), journal: { get: () => null } },
    chain: () => ok({ chain: knownChains[0], broadcaster: () => (isArmed ? ok({ broadcast }) : denied) }),
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
