import type { AppError, AppErrorCode } from '../core/domain/errors.ts';
import { missingWords } from '../core/domain/missing-words.ts';
import { capital, type ErrorWords, type Speaker, theirs } from './error-words.ts';
import { shownText } from './escape.ts';
import { keyProblem } from './key-problem-words.ts';
import { signingSpeakers } from './signing-error-words.ts';

export type { ErrorWords } from './error-words.ts';

const nothingSent = 'Nothing was sent.';
const nothingChanged = 'Nothing was changed.';

/** Why an order is not taken live, by what the core says of the place it was meant for. */
const notLive: Readonly<Record<string, Pick<ErrorWords, 'happened' | 'next'>>> = {
  unarmed: { happened: 'Live trading is not armed there.', next: 'Arm it on the Go live screen.' },
  'stand-in': {
    happened: 'A stand-in takes the place of this exchange, and never trades live.',
    next: 'Take its setting away and start again.',
  },
  closed: {
    happened: 'The key of this exchange is another by now, or live trading there was closed.',
    next: 'Check the figures again and submit once more.',
  },
};

/** The sentences of every error the core can answer with; a code without one does not compile. */
const speakers: { readonly [C in AppErrorCode]: Speaker<C> } = {
  'invalid-input': ({ issues }) => ({
    happened: issues.length === 0 ? 'The input is not valid.' : issues.map(issueSentence).join(' '),
    notDone: nothingSent,
    next: 'Correct it and try again.',
  }),
  'not-found': ({ what }) => ({
    happened: `${missingWords(theirs(what))}.`,
    notDone: nothingSent,
    next: 'Look at the list again: it may have ended.',
  }),
  'not-allowed': ({ method, face }) => ({
    happened: `This window (${theirs(face)}) may not ask for ${theirs(method)}.`,
    notDone: nothingSent,
    next: 'Use the window that is meant for it.',
    ...notLive[face],
  }),
  'unknown-method': ({ method }) => ({
    happened: `The core does not know ${theirs(method)}.`,
    notDone: nothingSent,
    next: 'Restart the console: window and core are of different versions.',
  }),
  expired: ({ what }) => ({
    happened: `Time is over for ${theirs(what)}.`,
    notDone: nothingSent,
    next: 'Check the figures again and submit once more.',
  }),
  'stale-preview': ({ why }) => ({
    happened: `What was shown no longer holds: ${theirs(why)}.`,
    notDone: nothingSent,
    next: 'Check the new figures and submit again.',
  }),
  conflict: ({ what }) => ({
    happened: `This does not fit the present state: ${theirs(what)}.`,
    notDone: nothingChanged,
    next: 'Look at the present state before trying again.',
  }),
  'not-offered': ({ what }) => ({
    happened: `${capital(theirs(what))} is not offered by this console.`,
    notDone: nothingSent,
    next: 'Choose something that is offered.',
  }),
  'trading-halted': ({ state, reason }) => ({
    happened: `Trading is ${state === 'reducing' ? 'reducing only' : 'halted'}: ${theirs(reason)}.`,
    notDone: nothingSent,
    next: 'Cancelling still works. Release the halt when its cause is gone.',
  }),
  'denied-by-policy': ({ rulings }) => ({
    happened: `The policy denies it: ${ruled(rulings, 'deny')}`,
    notDone: nothingSent,
    next: 'Change it so that every rule allows it.',
  }),
  'needs-approval': ({ rulings }) => ({
    happened: `The policy wants your approval: ${ruled(rulings, 'needs-approval')}`,
    notDone: nothingSent,
    next: 'Answer in the approval window.',
  }),
  'approval-refused': () => ({
    happened: 'You refused it.',
    notDone: nothingSent,
    next: 'Ask again if you want it after all.',
  }),
  'approval-expired': () => ({
    happened: 'Nobody answered in time, so the request expired.',
    notDone: nothingChanged,
    next: 'Ask again and answer in the approval window.',
  }),
  'wrong-word': () => ({
    happened: 'The typed word is not the one that is asked for.',
    notDone: nothingChanged,
    next: 'Type the word exactly as it is shown.',
  }),
  'release-locked': ({ why }) => ({
    happened: `The halt cannot be released: ${theirs(why)}.`,
    notDone: nothingChanged,
    next: 'Remove what holds it, then ask for the release again.',
  }),
  'vault-locked': () => ({
    happened: 'The vault is locked.',
    notDone: nothingSent,
    next: 'Unlock the vault; paper trading works without it.',
  }),
  'wrong-passphrase': () => ({
    happened: 'That is not the right password or passphrase.',
    notDone: nothingChanged,
    next: 'Type it again.',
  }),
  'too-many-tries': ({ waitMs }) => ({
    happened: 'Several passphrases were wrong.',
    notDone: `This one was not tried. ${nothingChanged}`,
    next: `Try again in ${Math.max(1, Math.ceil(waitMs / 1000))} s.`,
  }),
  'app-locked': () => ({
    happened: 'The console is locked.',
    notDone: nothingChanged,
    next: 'Unlock it in its own window, then answer again.',
  }),
  'keychain-unprotected': ({ why }) => ({
    happened: `This system offers no protected keychain: ${theirs(why)}.`,
    notDone: 'No secret was stored.',
    next: 'Unlock or install a keychain and restart the console.',
  }),
  'keychain-unavailable': ({ why }) => ({
    happened: `${theirs(why)}.`,
    notDone: 'The vault stays as it was.',
    next: 'Unlock the keychain, then try again.',
  }),
  'venue-unreachable': ({ venue, why }) => ({
    happened: `${capital(theirs(venue))} cannot be reached: ${theirs(why)}.`,
    notDone: nothingSent,
    next: 'Try again when the connection is back.',
  }),
  'venue-rejected': ({ venue, venueCode, reason }) => ({
    happened: `${capital(theirs(venue))} rejects it: ${theirs(reason)} (code ${theirs(venueCode)}).`,
    notDone: 'Nothing was traded.',
    next: 'Change the order as the venue asks.',
  }),
  'key-refused': ({ venue, problem, venueCode, reason }) => ({
    happened: `${capital(theirs(venue))} does not take the key: ${keyProblem(problem)} (${theirs(reason)}, code ${theirs(venueCode)}).`,
    notDone: 'Nothing was done there.',
    next:
      problem === 'clock'
        ? "Set this computer's clock, then try again."
        : "Look at the key's passport on the Custody screen, and at the key on the exchange's own page.",
  }),
  'venue-answer-malformed': ({ venue, what }) => ({
    happened: `${capital(theirs(venue))} answered in a form that cannot be trusted: ${theirs(what)}.`,
    notDone: 'The answer was not used.',
    next: 'Look at the open orders before trying again.',
  }),
  'fees-unknown': ({ venue, why }) => ({
    happened: `${capital(theirs(venue))} does not tell now what the fees are: ${theirs(why)}.`,
    notDone: nothingSent,
    next: 'Try again: it is asked anew. Cancelling works meanwhile.',
  }),
  'order-archived': ({ venue }) => ({
    happened: `${capital(theirs(venue))} keeps nothing more of this order: it ended long ago, and nothing of it was filled.`,
    notDone: 'Nothing was left to do there.',
    next: 'Look at the list of orders again: it is brought up to date.',
  }),
  'egress-denied': ({ method, path }) => ({
    happened: `A request that is not on the list was stopped: ${theirs(method)} ${theirs(path)}.`,
    notDone: nothingSent,
    next: 'Report this: the console should not have tried.',
  }),
  'rate-limited': ({ venue, retryAfterMs }) => ({
    happened: `${capital(theirs(venue))} takes no more requests for now.`,
    notDone: nothingSent,
    next: `Try again in ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s.`,
  }),
  'insufficient-funds': ({ asset }) => ({
    happened: `There is not enough free ${theirs(asset)}.`,
    notDone: 'Nothing was traded.',
    next: 'Lower the amount, or cancel an order that holds some.',
  }),
  'outcome-unknown': ({ clientOrderId }) => ({
    happened: `The venue did not answer in time for order ${theirs(clientOrderId)}: it may have arrived.`,
    notDone: 'It is not sent a second time.',
    next: 'Wait: the console asks the venue what became of it.',
  }),
  ...signingSpeakers,
  'storage-failed': ({ what }) => ({
    happened: `It could not be stored: ${theirs(what)}.`,
    notDone: 'What was asked is not confirmed.',
    next: 'Look at the open orders, then check the disk.',
  }),
  'audit-failed': ({ what }) => ({
    happened: `The audit trail could not be written: ${theirs(what)}.`,
    notDone: nothingSent,
    next: 'Check the disk; trading stays halted until rows can be written.',
  }),
  'audit-broken': ({ rowId, why }) => ({
    happened: `The audit trail does not hold at row ${rowId}: ${theirs(why)}.`,
    notDone: nothingSent,
    next: 'Open Audit and look at that row.',
  }),
  'already-running': ({ what }) => ({
    happened: `${capital(theirs(what))} is already running.`,
    notDone: 'It was not started twice.',
    next: 'Use the one that runs.',
  }),
  'core-unavailable': ({ why }) => ({
    happened: `The trading core does not answer: ${theirs(why)}.`,
    notDone: 'Without it nothing is sent.',
    next: 'It is started again by itself, halted.',
  }),
  internal: ({ incidentId }) => ({
    happened: `The core ran into a fault of its own (incident ${theirs(incidentId)}).`,
    notDone: 'What was asked is not confirmed.',
    next: 'Look at the open orders, then report the incident.',
  }),
};

/** The sentences for one error, with every text of others escaped. */
export function wordsFor(error: AppError): ErrorWords {
  const speak = speakers[error.code] as (error: AppError) => ErrorWords;
  return speak(error);
}

const blocks: Readonly<Record<string, string>> = {
  'trading-halted': 'Trading is halted: release the halt first.',
  'insufficient-funds': 'The free balance does not cover the worst case.',
  'would-take': 'At this price it would trade at once; a post-only order must wait in the book.',
  'book-too-thin': 'The visible book does not hold enough for this market order.',
};

/** Why a previewed order cannot pass right now, by the code the core gives. */
export function blockWords(code: string): string {
  return blocks[code] ?? `This order cannot pass right now: ${shownText(code)}.`;
}

function issueSentence(issue: { readonly path: string; readonly problem: string }): string {
  const subject = issue.path === '' ? 'This' : theirs(issue.path);
  return `${capital(subject)} ${theirs(issue.problem)}.`;
}

function ruled(rulings: readonly { decision: string; message: string }[], decision: string): string {
  const spoken = rulings.filter((ruling) => ruling.decision === decision).map((ruling) => theirs(ruling.message));
  return `${spoken.length === 0 ? 'a rule said so' : spoken.join('; ')}.`;
}
