import type { Audit, AuditEntry } from '../audit/audit.ts';
import type { Halt, HaltReason } from '../contract/shapes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Log } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { createHaltStore, type StoredHalt } from './halt-store.ts';

/** Why trading is to stop. `code` names the cause in kebab-case; the same source and code again renew one reason. */
export type HaltCause = Pick<HaltReason, 'source' | 'code' | 'text'>;

/** The code of the reason that `setLock` engages with. */
export const lockCode = 'trading-halted-setting';

/** The one switch that everything which can move money asks. */
export interface HaltControl {
  state(): Halt;
  /**
   * Stops trading: in memory before anything else, then in the store, then in the audit trail. Synchronous; never throws or fails.
   * A store or row that fails leaves it engaged and is one more reason.
   */
  engage(cause: HaltCause): void;
  /** Marks the automatic reasons of this code as gone; trading stays as it is. */
  resolve(code: string): void;
  /** While `text` is given trading is halted and cannot be released; null takes the lock away and releases nothing. */
  setLock(text: string | null): void;
  /**
   * Raises the switch on behalf of `actor`, after its row is durable. `release-locked` while locked, `conflict` when trading already is
   * as free as that, `audit-failed` or `storage-failed` when it cannot be recorded: it then stays as it was.
   */
  release(to: 'active' | 'reducing', actor: string): Result<void>;
  /** Whether something of this kind may go on. Reads and cancels always may; else `trading-halted`. */
  permits(kind: 'open' | 'reduce' | 'cancel' | 'read'): Result<void>;
  /** Tells `listener` of every change until the answer is called. */
  on(listener: (halt: Halt) => void): () => void;
}

/** What a halt control stands on; `database` is console.db, null when it could not be opened. */
export interface HaltOptions {
  readonly database: Database | null;
  readonly audit: Pick<Audit, 'appendNow' | 'emergency'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The halt control as the last core left it; halted when that cannot be read. */
export function createHalt({ audit, clock, database, log }: HaltOptions): HaltControl {
  const store = createHaltStore(database);
  const listeners = new Set<(halt: Halt) => void>();
  let current: StoredHalt = {
    state: 'halted',
    sinceMs: clock.nowMs(),
    reasons: [],
  };
  let locked: string | null = null;

  const state = (): Halt => ({
    ...current,
    reasons: current.reasons.map((reason) => ({ ...reason })),
    locked,
  });

  const tell = (): void => {
    for (const listener of listeners) {
      try {
        listener(state());
      } catch (error) {
        log.error('a listener of the halt failed', { error: String(error) });
      }
    }
  };

  /** The only way down, in memory: nothing in it can fail. */
  const drop = (cause: HaltCause): void => {
    const reason: HaltReason = {
      source: cause.source,
      code: cause.code,
      text: cause.text,
      atMs: clock.nowMs(),
      resolved: false,
    };
    const others = current.reasons.filter(({ source, code }) => source !== cause.source || code !== cause.code);
    const sinceMs = current.state === 'halted' && current.sinceMs !== null ? current.sinceMs : reason.atMs;
    current = { state: 'halted', sinceMs, reasons: [...others, reason] };
  };

  const dropAutomatically = (code: string, text: string): void => drop({ source: 'automatic', code, text });

  const keep = (): void => {
    const written = store.write(current);
    if (written.ok) return;
    log.error('the halt state could not be stored', {
      code: written.error.code,
    });
    dropAutomatically('store-failed', 'The halt could not be stored; it holds until this is repaired.');
  };

  const record = (entry: AuditEntry): void => {
    if (audit.appendNow(entry).ok) return;
    audit.emergency(entry);
    dropAutomatically('audit-failed', 'The halt could not be written to the audit trail; it is in the emergency file.');
    keep();
  };

  const engage = (cause: HaltCause): void => {
    drop(cause);
    tell();
    const engaged = current;
    keep();
    record(
      rowOf('halt', 'error', 'ok', cause.source, cause.code, {
        text: cause.text,
      }),
    );
    if (current !== engaged) tell();
  };

  const change = (next: StoredHalt, code: string, what: string): void => {
    current = next;
    keep();
    record(rowOf('halt', 'info', 'ok', 'core', code, { change: what }));
    tell();
  };

  const known = store.read();
  if (known.ok) current = known.value;
  else
    engage({
      source: 'automatic',
      code: 'halt-state-unreadable',
      text: 'The halt state could not be read.',
    });

  return {
    state,
    engage,
    resolve(code) {
      const isCause = (reason: HaltReason): boolean =>
        reason.source === 'automatic' && reason.code === code && !reason.resolved;
      if (!current.reasons.some(isCause)) return;
      const reasons = current.reasons.map((reason) => (isCause(reason) ? { ...reason, resolved: true } : reason));
      change({ ...current, reasons }, code, 'its cause is gone');
    },
    setLock(text) {
      if (text !== null) {
        const isNew = text !== locked;
        locked = text;
        if (isNew || current.state !== 'halted') engage({ source: 'environment', code: lockCode, text });
        return;
      }
      locked = null;
      const reasons = current.reasons.map((reason) =>
        reason.code === lockCode ? { ...reason, resolved: true } : reason,
      );
      if (current.reasons.some((reason) => reason.code === lockCode && !reason.resolved)) {
        change({ ...current, reasons }, lockCode, 'the lock is gone');
      }
    },
    release(to, actor) {
      const refused = refusal(to);
      const row = (status: AuditEntry['status'], body: AuditEntry['body']): AuditEntry =>
        rowOf('halt-release', status === 'failed' ? 'warn' : 'info', status, actor, to, body);
      if (!refused.ok) {
        audit.emergency(row('failed', { refused: refused.error.code }));
        return refused;
      }
      const before = current;
      const asked = audit.appendNow(
        row('requested', {
          from: before.state,
          reasons: before.reasons.map(({ code }) => code),
        }),
      );
      if (!asked.ok) return asked;
      const next: StoredHalt =
        to === 'active' ? { state: 'active', sinceMs: null, reasons: [] } : { ...before, state: 'reducing' };
      const written = store.write(next);
      if (!written.ok) {
        audit.emergency(row('failed', { refused: written.error.code }));
        return written;
      }
      const done = audit.appendNow(row('ok', { from: before.state }));
      if (!done.ok) {
        audit.emergency(row('failed', { refused: done.error.code }));
        engage({
          source: 'automatic',
          code: 'audit-failed',
          text: 'A release could not be written to the audit trail.',
        });
        return done;
      }
      current = next;
      tell();
      return ok(undefined);
    },
    permits(kind) {
      if (kind === 'cancel' || kind === 'read' || current.state === 'active') return ok(undefined);
      if (kind === 'reduce' && current.state === 'reducing') return ok(undefined);
      return err({
        code: 'trading-halted',
        retry: 'never',
        state: current.state,
        reason: reasonOf(current),
      });
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function refusal(to: 'active' | 'reducing'): Result<void> {
    if (locked !== null) return err({ code: 'release-locked', retry: 'never', why: locked });
    if (current.state === 'active' || current.state === to) {
      return err({
        code: 'conflict',
        retry: 'never',
        what: `trading is already ${current.state}`,
      });
    }
    return ok(undefined);
  }
}

function rowOf(
  eventType: string,
  level: AuditEntry['level'],
  status: AuditEntry['status'],
  actor: string,
  subject: string,
  body: AuditEntry['body'],
): AuditEntry {
  return { eventType, level, status, actor, subject, body };
}

function reasonOf(halt: StoredHalt): string {
  if (halt.state === 'reducing') return 'Only what lowers exposure may go on.';
  const newestFirst = halt.reasons.toReversed();
  const reason = newestFirst.find(({ resolved }) => !resolved) ?? newestFirst[0];
  return reason?.text ?? 'Trading is halted.';
}
