import type { CredentialRow, KeyPassport } from '../contract/shapes.ts';
import { attestKey, changeInterval, takesAPlace, useKey } from '../custody/change-keys.ts';
import type { CredentialsTable, StoredCredential } from '../custody/credentials-table.ts';
import { type EnteredKey, enterKeys } from '../custody/enter-keys.ts';
import { freeLabels } from '../custody/free-labels.ts';
import type { KeptKeys } from '../custody/kept-keys.ts';
import { cleanKey, type KeyParts } from '../custody/key-text.ts';
import type { OpenExchangeKeys } from '../custody/open-exchange-keys.ts';
import { pastedKeys } from '../custody/pasted-keys.ts';
import type { UnwipedKeys } from '../custody/unwiped-keys.ts';
import { conflict } from '../domain/conflict.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import { always, ifIt, type May } from '../domain/may.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';
import { betweenRows, type Record } from '../trading/record.ts';
import type { CredentialLedger } from './credential-ledger.ts';
import type { PassportReading } from './passport-reading.ts';

/** Passports that anybody may have read in a while: an exchange that is asked without end refuses the key, for cancelling too. */
const mostReadings = 12;
const perMs = 60_000;

/** What the desk stands on. */
export interface DeskParts {
  readonly table: CredentialsTable;
  readonly kept: KeptKeys;
  readonly unwiped: UnwipedKeys;
  readonly keys: OpenExchangeKeys;
  readonly ledger: CredentialLedger;
  readonly reading: PassportReading;
  readonly record: Record;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly changed: () => void;
}

/** All that a person does with credentials; each leaves a row before and after. A key that is entered has its passport read at once. */
export interface CredentialDesk {
  add(exchange: ExchangeName, label: string, key: KeyParts, actor: string): Promise<Result<CredentialRow>>;
  addText(text: string, exchange: ExchangeName | null, actor: string): Promise<Result<CredentialRow[]>>;
  takeOver(credentialId: string, label: string, actor: string): Promise<Result<CredentialRow>>;
  use(credentialId: string, actor: string, may?: May): Promise<Result<CredentialRow>>;
  /** A wipe that cannot be kept is an error, and the key counts as wiped all the same: it is used for nothing any more. */
  retire(credentialId: string, reason: string, actor: string, may?: May): Promise<Result<CredentialRow>>;
  /** Tries again what was wiped and could not be kept. */
  retryWipes(): Promise<void>;
  attest(
    credentialId: string,
    said: { readonly ipRestricted: boolean; readonly createdAtMs: number | null },
    actor: string,
  ): Promise<Result<CredentialRow>>;
  /** A null reason only shortens. */
  changeInterval(
    credentialId: string,
    days: number,
    reason: string | null,
    actor: string,
  ): Promise<Result<CredentialRow>>;
  /** `rate-limited` after twelve in a minute. */
  readPassport(credentialId: string, actor: string): Promise<Result<KeyPassport>>;
}

/** The desk over the ledger. */
export function createCredentialDesk(parts: DeskParts): CredentialDesk {
  const { keys, ledger, reading, record, unwiped } = parts;
  const waitBeforeReading = limitedReadings(parts.clock);

  /** Does something between two rows, then tells who listens. `subject` never holds anything that was typed. */
  const recorded = async <T>(
    eventType: string,
    subject: string,
    actor: string,
    act: () => Result<T>,
    tell: (done: T) => { readonly [name: string]: string | number | null } = () => ({}),
  ): Promise<Result<T>> => {
    const ended = (): void => {
      keys.refresh();
      parts.changed();
    };
    return betweenRows({ record, ended }, { eventType, actor, subject }, {}, act, tell);
  };

  const enter = async (entered: readonly EnteredKey[], actor: string): Promise<Result<CredentialRow[]>> => {
    const subject = [...new Set(entered.map(({ exchange }) => exchange))].join(', ');
    const kept = await recorded(
      'credential-entered',
      subject,
      actor,
      () => enterKeys(parts, entered),
      (rows) => ({
        credentials: rows.map(({ credentialId, fingerprint }) => `${credentialId} ${fingerprint}`).join(', '),
      }),
    );
    if (!kept.ok) return kept;
    // What the exchange says of it is shown at once; where it says nothing the passport tells that.
    await Promise.all(kept.value.map(({ credentialId }) => reading.read(credentialId, actor)));
    const rows: CredentialRow[] = [];
    for (const { credentialId } of kept.value) {
      const row = ledger.row(credentialId);
      if (!row.ok) return row;
      rows.push(row.value);
    }
    return ok(rows);
  };

  const enterOne = async (entered: EnteredKey, actor: string): Promise<Result<CredentialRow>> => {
    const rows = await enter([entered], actor);
    if (!rows.ok) return rows;
    const [row] = rows.value;
    return row === undefined ? err({ code: 'not-found', retry: 'never', what: 'this credential' }) : ok(row);
  };

  const change = async (
    eventType: string,
    credentialId: string,
    actor: string,
    act: (credential: StoredCredential) => Result<StoredCredential>,
  ): Promise<Result<CredentialRow>> => {
    const found = ledger.stored(credentialId);
    if (!found.ok) return found;
    const done = await recorded(
      eventType,
      credentialId,
      actor,
      // As it is now: while the row was written it may have been changed, or wiped.
      () => {
        const now = ledger.stored(credentialId);
        return now.ok ? act(now.value) : now;
      },
      ({ intervalDays, state, subject }) => ({ state, subject, interval_days: intervalDays }),
    );
    return done.ok ? ledger.row(credentialId) : done;
  };

  return {
    async add(exchange, label, key, actor) {
      const clean = cleanKey(exchange, key);
      if (!clean.ok) return err({ code: 'invalid-input', retry: 'never', issues: clean.error });
      return enterOne({ exchange, label, key: clean.value, from: null }, actor);
    },
    async addText(text, exchange, actor) {
      const pasted = pastedKeys(text, exchange);
      if (!pasted.ok) return err({ code: 'invalid-input', retry: 'never', issues: pasted.error });
      const all = parts.table.all();
      if (!all.ok) return all;
      const labels = freeLabels(
        pasted.value.map(({ exchange }) => `${exchanges[exchange].title} key`),
        all.value.map(({ label }) => label),
      );
      return enter(
        pasted.value.map((one, index) => ({ ...one, label: labels[index] ?? '', from: null })),
        actor,
      );
    },
    async takeOver(credentialId, label, actor) {
      const found = ledger.stored(credentialId);
      if (!found.ok) return found;
      const from = found.value;
      if (from.kind !== 'cex-key' || from.place === 'vault') {
        return conflict('only a key of the environment or of .env can be taken over');
      }
      const key = keys.keyOf(from);
      if (!key.ok) return key;
      return enterOne({ exchange: key.value.exchange, label, key: key.value, from }, actor);
    },
    use(credentialId, actor, may = always) {
      const found = ledger.stored(credentialId);
      const rotates = found.ok ? takesAPlace(parts, found.value) : ok(false);
      const eventType = rotates.ok && rotates.value ? 'credential-rotated' : 'credential-used';
      return change(eventType, credentialId, actor, (one) => ifIt(may, () => useKey(parts, one)));
    },
    async retire(credentialId, reason, actor, may = always) {
      const wipe = (one: StoredCredential) => ifIt(may, () => unwiped.wipe(one, reason));
      const done = await change('credential-retired', credentialId, actor, wipe);
      if (!done.ok && done.error.code === 'audit-failed' && may().ok) {
        // Not even its row could be written, so nothing was tried: it counts as wiped from now on, too.
        unwiped.hold(credentialId, reason);
        keys.refresh();
        parts.changed();
      }
      return done;
    },
    async retryWipes() {
      const wiped = unwiped.retry();
      if (wiped.length === 0) return;
      keys.refresh();
      parts.changed();
      for (const { credentialId, state, subject } of wiped) {
        const about = { eventType: 'credential-retired', actor: 'core', subject: credentialId } as const;
        await record.after({ ...about, level: 'info', status: 'ok', body: { state, subject, tried: 'again' } });
      }
    },
    attest: (credentialId, said, actor) =>
      change('credential-attested', credentialId, actor, (one) => attestKey(parts, one, said)),
    changeInterval: (credentialId, days, reason, actor) =>
      change('credential-interval', credentialId, actor, (one) => changeInterval(parts, one, days, reason)),
    async readPassport(credentialId, actor) {
      const retryAfterMs = waitBeforeReading();
      if (retryAfterMs > 0) return err({ code: 'rate-limited', retry: 'safe', venue: 'the exchange', retryAfterMs });
      return reading.read(credentialId, actor);
    },
  };
}

/** Counts one more reading where there is room for it; answers how long to wait where there is none, else 0. */
function limitedReadings(clock: Pick<Clock, 'monotonicMs'>): () => number {
  let times: readonly number[] = [];
  return () => {
    const nowMs = clock.monotonicMs();
    times = times.filter((atMs) => nowMs - atMs < perMs);
    const [oldest = nowMs] = times;
    if (times.length >= mostReadings) return Math.ceil(oldest + perMs - nowMs);
    times = [...times, nowMs];
    return 0;
  };
}
