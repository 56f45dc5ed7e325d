import { err, type Result } from '../../domain/result.ts';
import type { SigningDesk } from '../../signers/signing-desk.ts';
import type { HeldTransaction } from './held-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/**
 * The desk that a held transaction goes to: the one of the signer and the address that it was shown for, over the RPC that it was made
 * with. `stale-preview` where any of them was changed meanwhile: another signer would sign the same bytes for another address, and what
 * its screen shows was foretold for the first one.
 */
export function deskFor(trading: TransactionTrading, held: HeldTransaction): Result<SigningDesk> {
  const desk = trading.desk();
  if (!desk.ok) return desk;
  const { pinned, signer } = desk.value;
  if (pinned !== held.signable.from || signer.kind !== held.shown.signer) return stale('the signer was changed');
  const access = trading.chain(held.access.chain.chainId);
  if (!access.ok) return access;
  return access.value === held.access ? desk : stale('the RPC of the chain was changed');
}

function stale(what: string): Result<never> {
  return err({ code: 'stale-preview', retry: 'safe', why: `${what} after it was shown` });
}
