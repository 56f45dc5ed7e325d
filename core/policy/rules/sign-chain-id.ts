import { onList } from '../bound.ts';
import type { TransactionRule } from '../rule.ts';

/** Only chains that are named: `ALLOW_SIGN_CHAIN_IDS`. */
export const signChainId: TransactionRule = {
  id: 'sign-chain-id',
  title: 'Chains',
  appliesTo: 'transaction',
  judge: ({ chainId }, { allowChainIds }) => onList(chainId, allowChainIds, 'sign_chain_id_not_allowed', 'Chain'),
  standing: ({ allowChainIds }) => allowChainIds?.join(', ') ?? null,
};
