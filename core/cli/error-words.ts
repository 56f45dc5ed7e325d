import type { AppError, AppErrorCode, InputIssue, Ruling } from '../domain/errors.ts';
import { missingWords } from '../domain/missing-words.ts';
import { shownText } from '../domain/shown-text.ts';

type Sayer<C extends AppErrorCode> = (error: Extract<AppError, { code: C }>) => string;

/** One plain sentence for every error the core can answer with; a code without one does not compile. */
const sayers: { readonly [C in AppErrorCode]: Sayer<C> } = {
  'invalid-input': ({ issues }) => (issues.length === 0 ? 'The input is not valid' : issues.map(issueWords).join('; ')),
  'not-found': ({ what }) => missingWords(what),
  'not-allowed': ({ method }) => `The command line may not ask for ${method}`,
  'unknown-method': ({ method }) => `There is no method ${method}`,
  expired: ({ what }) => `Time is over for ${what}`,
  'stale-preview': ({ why }) => `What was shown no longer holds: ${why}`,
  conflict: ({ what }) => `This does not fit the present state: ${what}`,
  'not-offered': ({ what }) => `This console does not offer ${what}`,
  'trading-halted': ({ reason, state }) => `Trading is ${state === 'reducing' ? 'reducing only' : 'halted'}: ${reason}`,
  'denied-by-policy': ({ rulings }) => `The policy denies it: ${ruled(rulings, 'deny')}`,
  'needs-approval': ({ rulings }) => `The policy wants your approval: ${ruled(rulings, 'needs-approval')}`,
  'approval-refused': () => 'You refused it',
  'approval-expired': () => 'Nobody answered in time, so the request expired',
  'wrong-word': () => 'The typed word is not the one that is asked for',
  'release-locked': ({ why }) => `The halt cannot be released: ${why}`,
  'vault-locked': () => 'The vault is locked: open it with `portcullis unlock`',
  'wrong-passphrase': () => 'That is not the right password or passphrase',
  'too-many-tries': ({ waitMs }) =>
    `Several passphrases were wrong, and this one was not tried: wait ${seconds(waitMs)} s`,
  'app-locked': () => 'The console is locked: unlock it in its own window',
  'keychain-unprotected': ({ why }) => `This system offers no protected keychain: ${why}`,
  'keychain-unavailable': ({ why }) => why,
  'venue-unreachable': ({ venue, why }) => `${venue} cannot be reached: ${why}`,
  'venue-rejected': ({ reason, venue, venueCode }) => `${venue} rejects it: ${reason} (code ${venueCode})`,
  'key-refused': ({ reason, venue, venueCode }) => `${venue} does not take the key: ${reason} (code ${venueCode})`,
  'venue-answer-malformed': ({ venue, what }) => `${venue} answered in a form that cannot be trusted: ${what}`,
  'fees-unknown': ({ venue, why }) => `${venue} does not tell now what the fees are: ${why}`,
  'order-archived': ({ venue }) => `${venue} keeps nothing more of this order: nothing of it was filled`,
  'egress-denied': ({ method, path }) => `A request that is not on the list was stopped: ${method} ${path}`,
  'rate-limited': ({ retryAfterMs, venue }) =>
    `${venue} takes no more requests for now: wait ${seconds(retryAfterMs)} s`,
  'insufficient-funds': ({ asset }) => `There is not enough free ${asset}`,
  'outcome-unknown': ({ clientOrderId }) =>
    `The venue did not answer in time for order ${clientOrderId}: it may have arrived`,
  'signer-unavailable': ({ why }) => `The signer cannot be asked: ${why}`,
  'signer-refused': ({ why }) => `The signer refused: ${why}`,
  'signer-failed': ({ why }) => `The signer gave no sure answer, so a signature may exist: ${why}`,
  'signature-mismatch': ({ what }) => `What came back is not what was approved: ${what}`,
  'chain-unreachable': ({ chainId, why }) => `Chain ${chainId} cannot be reached: ${why}`,
  'chain-answer-malformed': ({ chainId, what }) =>
    `The RPC of chain ${chainId} answered in a form that cannot be trusted: ${what}`,
  'chain-rejected': ({ chainId, reason }) => `Chain ${chainId} refuses it: ${reason}`,
  'storage-failed': ({ what }) => `It could not be stored: ${what}`,
  'audit-failed': ({ what }) => `The audit trail could not be written: ${what}`,
  'audit-broken': ({ rowId, why }) => `The audit trail does not hold at row ${rowId}: ${why}`,
  'already-running': ({ what }) => `A console already runs on ${what}, and nothing was started`,
  'core-unavailable': ({ why }) => `The core does not answer: ${why}`,
  internal: ({ incidentId }) => `The core ran into a fault of its own: incident ${incidentId} in its log`,
};

/** An error as a sentence at the command line, with its code in brackets at the end; texts of others are escaped. */
export function errorSentence(error: AppError): string {
  const say = sayers[error.code] as (error: AppError) => string;
  const said = shownText(say(error)).replace(/\.$/, '');
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}. (${error.code})`;
}

function issueWords({ path, problem }: InputIssue): string {
  return `${path === '' ? 'This' : `'${path}'`} ${problem.replace(/\.$/, '')}`;
}

function ruled(rulings: readonly Ruling[], decision: Ruling['decision']): string {
  const spoken = rulings.filter((ruling) => ruling.decision === decision).map(({ message }) => message);
  return spoken.length === 0 ? 'a rule said so' : spoken.map((message) => message.replace(/\.$/, '')).join('; ');
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
