import type { KeyPassport } from '../contract/shapes.ts';
import type { CredentialsTable } from '../custody/credentials-table.ts';
import type { ExchangeKey } from '../custody/exchange-keys.ts';
import type { OpenExchangeKeys } from '../custody/open-exchange-keys.ts';
import type { ReadingFailure } from '../custody/passport.ts';
import type { Passports } from '../custody/passports.ts';
import { conflict } from '../domain/conflict.ts';
import type { AppError } from '../domain/errors.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Record } from '../trading/record.ts';
import type { KeyReader, KeyReading } from '../venues/venue.ts';
import type { CredentialLedger } from './credential-ledger.ts';

/** What reading passports stands on. */
export interface ReadingParts {
  readonly table: CredentialsTable;
  readonly ledger: CredentialLedger;
  readonly passports: Passports;
  readonly keys: OpenExchangeKeys;
  /** Makes what asks an exchange of one key; its egress list holds nothing else. */
  readonly readerFor: (key: ExchangeKey) => KeyReader;
  readonly record: Record;
  /** Hears, by the exchange's title, what a key can do that it could not before; nothing where it has got nothing. */
  readonly widened: (title: string, rights: readonly string[]) => void;
  readonly changed: () => void;
}

/** Asks exchanges what keys may do. */
export interface PassportReading {
  /**
   * Reads the passport of a key now and keeps it; one question at a time for a key, whoever asks. A failed reading is no error: the
   * passport says it. `not-found` for what is no key, `conflict` for one that is not in use or kept, `vault-locked`, `storage-failed`.
   */
  read(credentialId: string, actor: string): Promise<Result<KeyPassport>>;
  /** Nothing that is still under way is kept. */
  close(): void;
}

/** Readings over the ledger. */
export function createPassportReading(parts: ReadingParts): PassportReading {
  const { keys, ledger, passports, record, table } = parts;
  const underWay = new Map<string, Promise<Result<KeyPassport>>>();
  let isClosed = false;

  const readNow = async (credentialId: string, actor: string): Promise<Result<KeyPassport>> => {
    const found = ledger.stored(credentialId);
    if (!found.ok) return found;
    if (found.value.state === 'retired' || found.value.state === 'missing') {
      return conflict('this key is not there any more');
    }
    const key = keys.keyOf(found.value);
    if (!key.ok) return key;
    const answer = await parts.readerFor(key.value).read();
    if (isClosed) return err({ code: 'core-unavailable', retry: 'safe', why: 'the console is closing' });
    // It may have been wiped, or another taken its place, while the exchange was asked.
    const credential = ledger.stored(credentialId);
    if (!credential.ok) return credential;
    const { fingerprint, state, subject } = credential.value;
    if (fingerprint !== found.value.fingerprint || subject !== key.value.exchange || state === 'retired') {
      return conflict('the key was changed while it was read');
    }
    const widened = keep(credential.value, key.value.exchange, answer);
    if (widened.ok) parts.widened(exchanges[key.value.exchange].title, widened.value);
    const after = ledger.stored(credentialId);
    const passport = after.ok ? passports.of(after.value, key.value.exchange) : after;
    if (!passport.ok) return passport;
    // What could not be kept has been read all the same, and counts against the key.
    await record.after(rowOf(passport.value, widened.ok ? widened.value : [], actor, answer));
    parts.changed();
    return widened.ok ? passport : widened;
  };

  /** Keeps what came; answers what became wider. */
  const keep = (
    credential: Parameters<Passports['took']>[0],
    exchange: ExchangeName,
    answer: Result<KeyReading>,
  ): Result<readonly string[]> => {
    if (!answer.ok) {
      const kept = passports.failed(credential, failureOf(exchange, answer.error));
      return kept.ok ? ok([]) : kept;
    }
    const took = passports.took(credential, answer.value);
    if (!took.ok) return took;
    const { createdAtMs } = answer.value.rights;
    if (typeof createdAtMs === 'number' && createdAtMs !== credential.createdAtMs && createdAtMs >= 0) {
      const kept = table.keep({ ...credential, createdAtMs }, []);
      if (!kept.ok) return kept;
    }
    return took;
  };

  return {
    read(credentialId, actor) {
      const running = underWay.get(credentialId);
      if (running !== undefined) return running;
      const reading = readNow(credentialId, actor).finally(() => underWay.delete(credentialId));
      underWay.set(credentialId, reading);
      return reading;
    },
    close() {
      isClosed = true;
    },
  };
}

function rowOf(passport: KeyPassport, widened: readonly string[], actor: string, answer: Result<KeyReading>) {
  const {
    answerHash,
    credentialId,
    exchange,
    failure,
    futures,
    ipRestricted,
    margin,
    missing,
    trade,
    verdict,
    withdraw,
  } = passport;
  const isWorrying = !answer.ok || widened.length > 0 || verdict === 'unfit';
  return {
    eventType: 'key-passport',
    level: isWorrying ? 'warn' : 'info',
    status: answer.ok ? 'ok' : 'failed',
    actor,
    subject: credentialId,
    body: {
      exchange,
      verdict,
      rights: { trade, withdraw, futures, margin, ip_restricted: ipRestricted, missing },
      widened,
      answer_hash: answerHash,
      failure: answer.ok ? null : failure,
    },
  } as const;
}

/** What a failed reading says of the key: that it is gone, that it is not taken, or nothing. */
function failureOf(exchange: ExchangeName, error: AppError): Omit<ReadingFailure, 'atMs'> {
  const { title } = exchanges[exchange];
  switch (error.code) {
    case 'key-refused':
      switch (error.problem) {
        case 'key-gone':
          return { kind: 'dead', text: `${title} has no such key (any more): ${error.reason}` };
        case 'signature':
          return { kind: 'dead', text: `${title} says that the secret does not belong to the key: ${error.reason}` };
        case 'clock':
          return { kind: 'unanswered', text: `${title} could not be asked: this computer's clock is off.` };
        default:
          return { kind: 'refused', text: `${title} does not take the key: ${error.reason}` };
      }
    case 'invalid-input':
      return {
        kind: 'refused',
        text: `The key is not one of ${title}: ${error.issues[0]?.problem ?? 'its form is another'}.`,
      };
    case 'venue-rejected':
      return { kind: 'refused', text: `${title} refused to say what the key may do: ${error.reason}` };
    case 'venue-answer-malformed':
      return { kind: 'unanswered', text: `What came was not an answer of ${title}.` };
    case 'rate-limited':
      return { kind: 'unanswered', text: `${title} asks to be asked less often.` };
    default:
      return { kind: 'unanswered', text: `${title} could not be reached.` };
  }
}
