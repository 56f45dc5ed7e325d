import { allow, deny, noLimit, type TransactionRule } from '../rule.ts';

/** No transaction without a recipient: `DISALLOW_SIGN_CONTRACT_CREATION`. */
export const signContractCreation: TransactionRule = {
  id: 'sign-contract-creation',
  title: 'Contract creation',
  appliesTo: 'transaction',
  judge({ to }, { disallowContractCreation }) {
    if (disallowContractCreation !== true) return noLimit;
    return to === null
      ? deny('sign_contract_creation_not_allowed', 'Creating a contract is not allowed.')
      : allow('The transaction has a recipient.');
  },
  standing: ({ disallowContractCreation }) => (disallowContractCreation === true ? 'not allowed' : null),
};
