import { onList } from '../bound.ts';
import type { TransactionRule } from '../rule.ts';

/** Only signers that are named: `ALLOW_SIGNER_ADDRESSES`. */
export const signerAddress: TransactionRule = {
  id: 'signer-address',
  title: 'Signers',
  appliesTo: 'transaction',
  judge: ({ from }, { allowSignerAddresses }) =>
    onList(from === '' ? null : from, allowSignerAddresses, 'signer_address_not_allowed', 'Signer'),
  standing: ({ allowSignerAddresses }) => allowSignerAddresses?.join(', ') ?? null,
};
