import { allow, deny, type TransactionRule } from '../rule.ts';

/** What the signer's own screen will not show is signed only where the document names the very call. */
export const blindSigning: TransactionRule = {
  id: 'blind-signing',
  title: 'Blind signing',
  appliesTo: 'transaction',
  judge({ chainId, data, to }, { allowBlindSigning }, { isBlind }) {
    if (isBlind !== true) return allow('The signer shows it, or has no screen.');
    const isNamed = (allowBlindSigning ?? []).some(
      (rule) =>
        BigInt(rule.chainId) === chainId && rule.to === to && data !== 'invalid' && data.startsWith(rule.selector),
    );
    return isNamed
      ? allow('This call may be signed blind.')
      : deny('blind_signing', 'The signer would not show what it signs, and this call is not named for that.');
  },
  standing: ({ allowBlindSigning }) =>
    allowBlindSigning === undefined || allowBlindSigning.length === 0 ? 'refused' : `${allowBlindSigning.length} calls`,
};
