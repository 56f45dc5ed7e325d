import type { Address } from '../../domain/address.ts';
import { type DecodedCall, everyCall, type TokenAmount } from '../../domain/calldata/decoded-call.ts';
import type { UnsignedTransaction } from '../../domain/transaction/unsigned-transaction.ts';
import { chainAsset, type Spend } from '../../policy/transaction-facts.ts';

/** What a transaction moves away or lets others move, and who has it then. */
export interface Movements {
  readonly spends: readonly Spend[];
  readonly recipients: readonly Address[];
}

/**
 * What a transaction moves by its decoded bytes, fees included (`feeWei` counts as the chain's own coin). Null where any part of it
 * could not be understood: then nobody can say.
 */
export function movementsOf(transaction: UnsignedTransaction, decoded: DecodedCall, feeWei: bigint): Movements | null {
  const { chainId, to, valueWei } = transaction;
  const spends: Spend[] = [{ asset: chainAsset(chainId, null), amount: valueWei + feeWei }];
  const recipients = new Set<Address>();
  const spend = ({ raw, token }: TokenAmount, isUnlimited = false): void => {
    spends.push({ asset: chainAsset(chainId, token), amount: isUnlimited ? 'unlimited' : raw });
  };
  for (const call of everyCall(decoded)) {
    switch (call.kind) {
      case 'native-transfer':
        recipients.add(call.to);
        break;
      case 'erc20-transfer':
        recipients.add(call.to);
        spend(call.amount);
        break;
      case 'erc20-transfer-from':
        recipients.add(call.to);
        // Somebody else's tokens may be ours by an allowance: they count as well.
        spend(call.amount);
        break;
      case 'erc20-approve':
      case 'erc20-increase-allowance':
        recipients.add(call.spender);
        spend(call.amount, call.isUnlimited);
        break;
      case 'set-approval-for-all':
        recipients.add(call.operator);
        if (call.isApproved && call.contract !== null) {
          spends.push({ asset: chainAsset(chainId, call.contract), amount: 'unlimited' });
        }
        break;
      case 'weth-deposit':
        if (isStranger(call)) return null;
        break;
      case 'weth-withdraw':
        spend(call.amount);
        break;
      case 'uniswap-exact-input':
      case 'uniswap-exact-input-single':
        if (isStranger(call)) return null;
        spend(call.amountIn);
        // What stays with the router anybody can take from it.
        if (call.recipient === 'router' && call.contract !== null) recipients.add(call.contract);
        else if (call.recipient !== 'signer' && call.recipient !== 'router') recipients.add(call.recipient);
        break;
      case 'multicall':
        if (isStranger(call)) return null;
        break;
      case 'contract-creation':
      case 'unknown':
        return null;
    }
  }
  // Coins sent along with a call end up with the contract.
  if (valueWei > 0n && to !== null && decoded.kind !== 'weth-deposit') recipients.add(to);
  return { spends, recipients: [...recipients] };
}

/** Whether any part of it gives an allowance without an end. */
export function givesUnlimited(decoded: DecodedCall): boolean {
  return everyCall(decoded).some((call) => {
    if (call.kind === 'set-approval-for-all') return call.isApproved;
    return (call.kind === 'erc20-approve' || call.kind === 'erc20-increase-allowance') && call.isUnlimited;
  });
}

/** Whether a contract that is on no list is only called as a wrapper or router is: what it does with that nobody knows. */
function isStranger({ warnings }: DecodedCall): boolean {
  return warnings.includes('unknown-contract');
}
