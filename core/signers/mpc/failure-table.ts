/** What can be seen of a failure. Each has one row in the table. */
export const seenFailures = [
  'not-protected',
  'not-connected',
  'not-trusted',
  'outcome-unknown',
  'peer-down',
  'session-lost',
  'mixed-shares',
  'no-key',
  'id-conflict',
  'refreshing',
  'in-doubt',
  'busy',
  'not-admitted',
  'request-refused',
  'server-error',
  'bad-answer',
  'wrong-address',
  'wrong-signature',
  'epoch-went-back',
  'dialect-went-back',
  'out-of-step',
  'refresh-unknown',
] as const;
/** One of them. */
export type Seen = (typeof seenFailures)[number];

/** The two ways of speaking: `legacy` is the older cb-mpc service, `mpc-2p/1` ours. */
export type Dialect = 'legacy' | 'mpc-2p/1';

/** What a person says to end a halt of this signer, after having done it. */
export const haltWords = ['parties-restarted', 'shares-put-right', 'pin-confirmed'] as const;
export type HaltWord = (typeof haltWords)[number];

/** What one failure means and what is done about it. */
export interface FailureRow {
  /**
   * The code of the error when the digest had been handed over. Where it had not, `signer-failed` and `signer-refused` are
   * `signer-unavailable`: no signature can exist.
   */
  readonly error: 'signer-unavailable' | 'signer-refused' | 'signer-failed' | 'signature-mismatch';
  /** Asked again by itself: once with the same request, a few times with waits between, or not. */
  readonly again: 'no' | 'once' | 'backing-off';
  /** The state that the signer is in afterwards, and where that differs, when nothing had been handed over. */
  readonly condition: Condition;
  readonly unhandedCondition?: Condition;
  /** Whether it halts the signer until a person has said `until`: whenever it is seen, only once a digest was handed over, or not. */
  readonly halts: 'always' | 'after-handing' | 'no';
  readonly until: HaltWord | null;
}

/** The states of the signer. */
export type Condition =
  | 'not-checked'
  | 'ready'
  | 'not-protected'
  | 'unreachable'
  | 'not-trusted'
  | 'party-down'
  | 'mixed-shares'
  | 'no-key'
  | 'refreshing'
  | 'in-doubt'
  | 'busy'
  | 'not-admitted'
  | 'not-understood'
  | 'unsure'
  | 'degraded'
  | 'marks-unreadable'
  | 'halted';

const unavailable = (condition: Condition, again: FailureRow['again'] = 'no'): FailureRow => ({
  error: 'signer-unavailable',
  again,
  condition,
  halts: 'no',
  until: null,
});
const refused = (condition: Condition): FailureRow => ({ ...unavailable(condition), error: 'signer-refused' });
const failed = (condition: Condition, again: FailureRow['again'] = 'no'): FailureRow => ({
  ...unavailable(condition, again),
  error: 'signer-failed',
});

const table: Readonly<Record<Seen, FailureRow>> = {
  'not-protected': unavailable('not-protected'),
  'not-connected': unavailable('unreachable'),
  'not-trusted': unavailable('not-trusted'),
  // A valid signature may exist. The same request id gives the same signature.
  'outcome-unknown': { ...failed('unsure', 'once'), unhandedCondition: 'unreachable' },
  // Of `mpc-2p/1` only: party 0 says that it never reached party 1, and one half cannot sign.
  'peer-down': unavailable('party-down', 'backing-off'),
  'session-lost': failed('party-down', 'backing-off'),
  'mixed-shares': { ...refused('mixed-shares'), halts: 'always', until: 'shares-put-right' },
  'no-key': refused('no-key'),
  // The id was made here a moment ago: nobody else should know it.
  'id-conflict': failed('unsure'),
  refreshing: unavailable('refreshing', 'backing-off'),
  'in-doubt': unavailable('in-doubt'),
  busy: unavailable('busy', 'backing-off'),
  'not-admitted': refused('not-admitted'),
  'request-refused': refused('not-understood'),
  // It may be the library's word that the key must not be used again: never repeated.
  'server-error': { ...failed('not-understood'), halts: 'after-handing', until: 'parties-restarted' },
  'bad-answer': { ...failed('not-understood'), halts: 'after-handing', until: 'parties-restarted' },
  'wrong-address': { ...failed('halted'), error: 'signature-mismatch', halts: 'always', until: 'pin-confirmed' },
  'wrong-signature': { ...failed('halted'), error: 'signature-mismatch', halts: 'always', until: 'pin-confirmed' },
  'epoch-went-back': { ...failed('mixed-shares'), halts: 'always', until: 'shares-put-right' },
  'dialect-went-back': { ...failed('not-understood'), halts: 'always', until: 'pin-confirmed' },
  'out-of-step': { ...failed('degraded'), halts: 'always', until: 'parties-restarted' },
  'refresh-unknown': { ...failed('in-doubt'), halts: 'always', until: 'shares-put-right' },
};

/** Where the older service differs: it signs a repeated request anew, and does not come back into step by itself. */
const legacyDifferences: Partial<Readonly<Record<Seen, Partial<FailureRow>>>> = {
  'outcome-unknown': { again: 'no', condition: 'degraded' },
};

/** The row of a failure. */
export function failureRow(seen: Seen, dialect: Dialect | null): FailureRow {
  return dialect === 'legacy' ? { ...table[seen], ...legacyDifferences[seen] } : table[seen];
}

/** The codes that services answer with, each with the HTTP status it belongs to. */
const knownAnswers: Readonly<Record<string, Seen>> = {
  '400 bad_digest': 'request-refused',
  '400 bad_json': 'request-refused',
  '400 missing_session_id': 'request-refused',
  '401 client_not_allowed': 'not-admitted',
  '403 client_not_allowed': 'not-admitted',
  '403 leader_only': 'not-admitted',
  '404 not_found': 'request-refused',
  '409 key_not_initialized': 'no-key',
  '409 key_exists': 'request-refused',
  '409 epoch_mismatch': 'mixed-shares',
  '409 address_mismatch': 'mixed-shares',
  '409 wrong_party': 'mixed-shares',
  '409 request_id_conflict': 'id-conflict',
  '409 refresh_in_progress': 'refreshing',
  '422 bad_passphrase_or_corrupt': 'request-refused',
  '423 in_doubt': 'in-doubt',
  '429 busy': 'busy',
  '502 peer_unreachable': 'peer-down',
  '502 peer_cert_mismatch': 'peer-down',
  '502 session_failed': 'session-lost',
  '504 session_timeout': 'session-lost',
  '502 peer_start_failed': 'session-lost',
  '502 peer_not_ready': 'session-lost',
};

/** What an answer other than 200 means. `code` is '' where the body was not the service's own. */
export function seenInAnswer(status: number, code: string): Seen {
  const known = knownAnswers[`${status} ${code}`];
  if (known !== undefined) return known;
  // Something on the way answered: the request may have gone through.
  if (code === '' && (status === 502 || status === 503 || status === 504)) return 'outcome-unknown';
  return status >= 500 ? 'server-error' : 'bad-answer';
}
