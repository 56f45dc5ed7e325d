import type { Audit, AuditEntry } from '../audit/audit.ts';
import type { Halt } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Log } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { changeRow, haltRow, lastWordIsHalt, releaseRow } from './halt-rows.ts';
import { dropped, type HaltCause, reasonText, resolved } from './halt-state.ts';
import { createHaltStore, type StoredHalt } from './halt-store.ts';

/** The code of the reason that `setLock` engages with. */
export const lockCode = 'trading-halted-setting';

const bySetting = { source: 'environment', code: lockCode } as const;

/** How long to wait before a halt that could not be stored is stored again. */
const keepAgainMs = 1000;

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
  /**
   * While `text` is given trading is halted, by what `by` names (a setting, where it is not given), and cannot be released; null takes the
   * lock away and releases nothing.
   */
  setLock(text: string | null, by?: Pick<HaltCause, 'source' | 'code'>): void;
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
  readonly audit: Pick<Audit, 'appendNow' | 'emergency' | 'newest'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The halt control as the last core left it. Halted when that cannot be read, and when the audit trail knows of a halt that was never
 * released but the store does not.
 */
export function createHalt({ audit, clock, database, log }: HaltOptions): HaltControl {
  const store = createHaltStore(database);
  const listeners = new Set<(halt: Halt) => void>();
  let current: StoredHalt = { state: 'halted', sinceMs: clock.nowMs(), reasons: [] };
  let locked: string | null = null;
  let lockedBy: Pick<HaltCause, 'source' | 'code'> = bySetting;
  let cancelKeeping: (() => void) | null = null;

  const state = (): Halt => ({ ...current, reasons: current.reasons.map((reason) => ({ ...reason })), locked });

  const tell = (): void => {
    for (const listener of listeners) attempt('a listener of the halt', () => listener(state()));
  };

  /** Runs a step that must not keep anything else from happening; whether it went through. */
  const attempt = (what: string, step: () => void): boolean => {
    try {
      step();
      return true;
    } catch (error) {
      log.error(`${what} failed`, { error: String(error) });
      return false;
    }
  };

  const drop = (cause: HaltCause): void => {
    current = dropped(current, cause, clock.nowMs());
  };

  const keep = (): void => {
    let isKept = false;
    attempt('storing the halt', () => {
      isKept = store.write(current).ok;
    });
    if (isKept) return;
    const text = 'The halt could not be stored. It holds, and is stored again as soon as that is possible.';
    drop({ source: 'automatic', code: 'halt-not-stored', text });
    cancelKeeping ??= clock.after(keepAgainMs, keepAgain);
  };

  const keepAgain = (): void => {
    cancelKeeping = null;
    keep();
    if (cancelKeeping === null) resolveAutomatic('halt-not-stored');
  };

  const record = (row: AuditEntry): void => {
    let isRecorded = false;
    attempt('recording the halt', () => {
      isRecorded = audit.appendNow(row).ok;
    });
    if (isRecorded) return;
    audit.emergency(row);
    const text = 'The halt could not be written to the audit trail; its row waits in the emergency file.';
    drop({ source: 'automatic', code: 'halt-not-recorded', text });
    keep();
  };

  const engage = (cause: HaltCause): void => {
    drop(cause);
    tell();
    const engaged = current;
    keep();
    record(haltRow(cause));
    if (current !== engaged) tell();
  };

  const change = (next: StoredHalt | null, row: AuditEntry): void => {
    if (next === null) return;
    current = next;
    keep();
    record(row);
    tell();
  };

  const resolveAutomatic = (code: string): void =>
    change(resolved(current, 'automatic', code), changeRow(code, 'its cause is gone'));

  const refusal = (to: 'active' | 'reducing'): Result<void> => {
    if (locked !== null) return err({ code: 'release-locked', retry: 'never', why: locked });
    if (current.state !== 'active' && current.state !== to) return ok(undefined);
    return conflict(`trading is already ${current.state}`);
  };

  const takeUp = (): void => {
    const known = store.read();
    const unreleased = lastWordIsHalt(audit);
    if (known.ok) current = known.value;
    if (!known.ok || !unreleased.ok) {
      engage({ source: 'automatic', code: 'halt-state-unreadable', text: 'The halt state could not be read.' });
    } else if (unreleased.value && current.state !== 'halted') {
      const text = 'The audit trail knows of a halt that was never released.';
      engage({ source: 'automatic', code: 'halt-not-released', text });
    }
  };
  takeUp();

  return {
    state,
    engage,
    resolve: resolveAutomatic,
    setLock(text, by = bySetting) {
      const isNew = text !== locked;
      locked = text;
      if (text === null) {
        const { code, source } = lockedBy;
        change(resolved(current, source, code), changeRow(code, 'the lock is gone'));
      } else if (isNew || current.state !== 'halted') {
        if (lockedBy !== by) {
          const { code, source } = lockedBy;
          change(resolved(current, source, code), changeRow(code, 'another lock is in its place'));
        }
        lockedBy = by;
        engage({ ...by, text });
      }
    },
    release(to, actor) {
      const failed = (refused: Result<unknown>): void =>
        audit.emergency(releaseRow(to, actor, 'failed', { refused: refused.ok ? '' : refused.error.code }));
      const refused = refusal(to);
      if (!refused.ok) {
        failed(refused);
        return refused;
      }
      const body = { from: current.state, reasons: current.reasons.map(({ code }) => code) };
      const asked = audit.appendNow(releaseRow(to, actor, 'requested', body));
      if (!asked.ok) return asked;
      const next: StoredHalt =
        to === 'active' ? { state: 'active', sinceMs: null, reasons: [] } : { ...current, state: 'reducing' };
      const written = store.write(next);
      if (!written.ok) {
        failed(written);
        return written;
      }
      const done = audit.appendNow(releaseRow(to, actor, 'ok', body));
      if (!done.ok) {
        failed(done);
        engage({
          source: 'automatic',
          code: 'halt-not-recorded',
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
      return err({ code: 'trading-halted', retry: 'never', state: current.state, reason: reasonText(current) });
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
