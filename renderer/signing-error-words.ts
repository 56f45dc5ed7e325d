import { because, type Speaker, theirs } from './error-words.ts';

type SigningCode =
  | 'signer-unavailable'
  | 'signer-refused'
  | 'signer-failed'
  | 'signature-mismatch'
  | 'chain-unreachable'
  | 'chain-answer-malformed'
  | 'chain-rejected';

/** What to do about a signer that cannot be asked, by the state it is in. */
const remedies: Readonly<Record<string, string>> = {
  'not-chosen': 'Choose a signer on Signers.',
  'not-pinned': 'Pin its address on Signers.',
  'not-set-up': 'Set it up on Signers.',
  'no-password': 'Give its password on Signers.',
  'wrong-password': 'Give its password again on Signers.',
  'address-differs': 'Choose it again on Signers, so that its address is pinned anew.',
  'wrong-seed': 'Connect the Ledger that holds the pinned address.',
  absent: 'Connect the Ledger and unlock it, then try again.',
  dashboard: 'Open the Ethereum app on the Ledger, then try again.',
  'wrong-app': 'Open the Ethereum app on the Ledger, then try again.',
  cancelled: 'Prepare it again if you still want it.',
};

/**
 * The sentences of what signers and chains answer with. After a signature may exist, nothing here says that nothing can happen any more:
 * whoever has a signed transaction can send it.
 */
export const signingSpeakers: { readonly [C in SigningCode]: Speaker<C> } = {
  'signer-unavailable': ({ signer, state, why }) => ({
    happened: because('The signer cannot be asked', why),
    notDone: 'Nothing was handed to it, so nothing was signed.',
    next:
      signer === 'ledger' && state === 'locked'
        ? 'Unlock the Ledger with its PIN, then try again.'
        : (remedies[state] ?? 'Look at Signers, then try again.'),
  }),
  'signer-refused': ({ why }) => ({
    happened: because('The signer refused', why),
    notDone: 'Nothing was signed and nothing was sent.',
    next: 'Prepare it again if you still want it.',
  }),
  'signer-failed': ({ why }) => ({
    happened: because('The signer gave no sure answer', why),
    notDone: 'This console sent nothing, but a signature may exist, and whoever has it can send it.',
    next: 'Open Transactions: what is in doubt there keeps its nonce, and cancelling it settles it.',
  }),
  'signature-mismatch': ({ what }) => ({
    happened: `What came back is not what was approved: ${theirs(what)}.`,
    notDone: 'It was not used and not sent from here, but a signature over something else may exist.',
    next: 'Find out what answered before anything else is signed; a pinned signer that answers so halts trading.',
  }),
  'chain-unreachable': ({ chainId, why }) => ({
    happened: because(`Chain ${theirs(chainId)} cannot be reached`, why),
    notDone: 'Nothing new was sent; what was signed before may have arrived and is asked after.',
    next: 'Check its RPC on Transactions, then try again.',
  }),
  'chain-answer-malformed': ({ chainId, what }) => ({
    happened: `The RPC of chain ${theirs(chainId)} answered in a form that cannot be trusted: ${theirs(what)}.`,
    notDone: 'The answer was not used; what was signed before may have arrived and is asked after.',
    next: 'Look at the list on Transactions, then try again or use another RPC.',
  }),
  'chain-rejected': ({ chainId, reason }) => ({
    happened: `Chain ${theirs(chainId)} refuses it: ${theirs(reason)}.`,
    notDone: 'It is not on the chain.',
    next: 'Prepare it again with what the chain asks for; if it was signed already, cancel it on Transactions first.',
  }),
};
