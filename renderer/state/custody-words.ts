import type { CredentialKind, CredentialPlace, CredentialRow, KeyPassport } from '../../core/contract/shapes.ts';
import { findExchange } from '../../core/domain/exchanges.ts';
import { shownText } from '../escape.ts';
import { agoInWords, localDate, spanInWords } from '../format/time.ts';

const dayMs = 86_400_000;
/** This many days before it is due, a rotation is shown as one that comes. */
const soonDays = 14;

/** The kinds of credential by their names. */
export const credentialKindNames: Readonly<Record<CredentialKind, string>> = {
  'cex-key': 'Exchange key',
  'keystore-password': 'Keystore password',
  'remote-tls': 'Signer certificate',
  'mpc-keyshare': 'MPC keyshare',
  'api-token': 'Token of the local API',
  'webhook-secret': 'Webhook secret',
};

/** Where a credential lies, as a sentence. */
export const placeWords: Readonly<Record<CredentialPlace, string>> = {
  vault: 'In the vault, under a key of your keychain',
  environment: 'In the environment of this process',
  'env-file': 'In the .env file, readable to whoever reads the data folder',
  file: 'In a file of the data folder',
  service: 'At the service; nothing of it is here',
  memory: 'Given for this run only',
};

/** When a credential is to be rotated, and how pressing that is. */
export function dueWords(
  { dueAtMs, dueBy }: Pick<CredentialRow, 'dueAtMs' | 'dueBy'>,
  nowMs: number,
): { readonly text: string; readonly tone: 'calm' | 'soon' | 'overdue' } {
  if (dueAtMs === null) return { text: 'No date', tone: 'calm' };
  const leftMs = dueAtMs - nowMs;
  if (leftMs <= 0) return { text: `Overdue by ${spanInWords(-leftMs)}`, tone: 'overdue' };
  const by = { interval: '', venue: ': the exchange ends it', certificate: ': its certificate ends' }[dueBy];
  return { text: `Due in ${spanInWords(leftMs)}${by}`, tone: leftMs <= soonDays * dayMs ? 'soon' : 'calm' };
}

/** What a right's answer is called. */
export function answerWord(answer: 'yes' | 'no' | 'unknown' | 'untold'): string {
  return { yes: 'Yes', no: 'No', unknown: 'Unknown', untold: 'Not told by the exchange' }[answer];
}

/** A moment that an exchange may not tell. */
export function momentWord(moment: KeyPassport['createdAtMs'] | KeyPassport['expiresAtMs']): string {
  switch (moment) {
    case 'never':
      return 'Never';
    case 'untold':
      return 'Not told by the exchange';
    case 'unknown':
      return 'Unknown';
    default:
      return localDate(moment);
  }
}

/** What is said in the same breath as a verdict of a key that is overdue; empty where it is not. */
export function overdueWords({ dueLevel, state }: Pick<CredentialRow, 'dueLevel' | 'state'>): string {
  if (dueLevel !== 'overdue') return '';
  return state === 'active'
    ? ', but it is overdue: live trading cannot begin before it is rotated'
    : ', but it is overdue: once it is used, live trading cannot begin before it is rotated';
}

/** The verdict over a passport as one sentence, with what keeps the key from live trading where it is overdue. */
export function verdictWords(
  { verdict, state }: Pick<KeyPassport, 'verdict' | 'state'>,
  row: Pick<CredentialRow, 'dueLevel' | 'state'>,
): string {
  if (state === 'unread') return 'The exchange has not been asked yet. What is not known is not taken for safe.';
  const old = state === 'stale' ? ' It was read more than a day ago: read it again.' : '';
  const failed = state === 'failed' ? ' The last reading failed.' : '';
  const said = {
    fit: `This key may do what it needs and cannot take money out${overdueWords(row)}.`,
    unfit: 'This key must not be used for live trading.',
    unknown: 'Not everything is known. What is not known is not taken for safe.',
  }[verdict];
  return `${said}${old}${failed}`;
}

/** Whom or what a credential is for: an exchange by its title, anything else as it is called. */
export function subjectWord(subject: string): string {
  return findExchange(subject)?.title ?? shownText(subject);
}

/** What a credential is and whom it is for: 'Exchange key for Binance'. */
export function kindWords({ kind, subject }: Pick<CredentialRow, 'kind' | 'subject'>): string {
  const name = credentialKindNames[kind];
  return subject === null ? name : `${name} for ${subjectWord(subject)}`;
}

/** What a credential is called in a list: by its label, or by what it is. */
export function credentialTitle({ kind, label, subject }: Pick<CredentialRow, 'kind' | 'label' | 'subject'>): string {
  return label === '' ? kindWords({ kind, subject }) : shownText(label);
}

/** Since when a credential is in use, in words. */
export function ageWords({ createdAtMs, enteredAtMs }: CredentialRow, nowMs: number): string {
  return createdAtMs === null
    ? `entered ${agoInWords(enteredAtMs, nowMs)}, made at a time not known`
    : `made ${agoInWords(createdAtMs, nowMs)}`;
}
