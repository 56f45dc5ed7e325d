import type { CallWarning } from './decoded-call.ts';

/** Each warning as one plain sentence. */
export const warningWords: Readonly<Record<CallWarning, string>> = {
  malformed:
    'What follows the selector is not exactly the arguments of that call, so nothing can be said of what it does.',
  'unknown-call': 'This call is not known here, so nothing can be said of what it does.',
  'holds-unknown-call': 'One of the calls inside is not known here, so nothing can be said of what it does.',
  'unknown-contract': 'This contract is on no list here: it may do something else than the name of the call says.',
  'unknown-token':
    'The unit of this token is not known here, so amounts are raw whole numbers; one may also name a single item of a collection.',
  'no-code':
    'The chain says that there is no contract at this address: the call would do nothing, and coins sent along would stay there.',
  'code-at-recipient': 'The recipient is a contract: coins sent to it may be lost.',
  'value-attached': 'Coins are sent along with a call that takes none: the contract may keep them.',
  'unlimited-approval': 'The allowance is unlimited: all that is held of this token, now and later, can be taken.',
  'operator-of-all': 'Everything held of this collection, now and later, can be taken.',
  'to-zero-address': 'The recipient is the zero address: what is sent there is lost.',
  'to-the-token-itself': "The recipient is the token's own contract: what is sent there is usually lost.",
  'no-least-amount': 'No least amount is set: the swap may give next to nothing.',
  'router-balance': 'No amount is stated: it takes whatever the router holds by then.',
};
