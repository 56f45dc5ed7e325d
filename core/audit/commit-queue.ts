import { err, ok, type Result } from '../domain/result.ts';
import { systemCode } from '../store/stored.ts';
import type { EventDraft } from './event-writer.ts';

/** Gathers rows so that many share one commit. */
export interface CommitQueue {
  /** Queues a row for the commit at the end of this turn of the event loop; answers with its id once it is durable, else `audit-failed`. */
  append(draft: EventDraft): Promise<Result<number>>;
  /** Writes a row at once, in the same commit as all that is queued and after it; its id, else `audit-failed`. */
  appendNow(draft: EventDraft): Result<number>;
  /** Writes what is queued at once. */
  flush(): void;
  /** Writes what is queued; afterwards nothing more is taken. */
  close(): void;
}

interface Waiting {
  readonly draft: EventDraft;
  readonly settle: (result: Result<number>) => void;
}

/** A queue over `commit`, which answers with the first row's id and throws when nothing was written. */
export function createCommitQueue(
  commit: (drafts: readonly EventDraft[]) => number,
  onOutcome: (failure: string | null) => void,
): CommitQueue {
  let waiting: Waiting[] = [];
  let scheduled = false;
  let closed = false;

  const write = (last: EventDraft | null): Result<number> => {
    const group = waiting;
    waiting = [];
    const drafts = group.map(({ draft }) => draft);
    if (last !== null) drafts.push(last);
    if (drafts.length === 0) return ok(0);
    const first = attempt(() => commit(drafts));
    for (const [index, { settle }] of group.entries()) settle(first.ok ? ok(first.value + index) : first);
    onOutcome(first.ok ? null : first.error.what);
    return first.ok ? ok(first.value + group.length) : first;
  };

  return {
    append(draft) {
      if (closed) return Promise.resolve(err(auditFailed('the audit trail is closed')));
      if (!scheduled) {
        scheduled = true;
        setImmediate(() => {
          scheduled = false;
          if (waiting.length > 0) write(null);
        });
      }
      return new Promise((settle) => {
        waiting.push({ draft, settle });
      });
    },
    appendNow: (draft) => (closed ? err(auditFailed('the audit trail is closed')) : write(draft)),
    flush: () => {
      write(null);
    },
    close() {
      write(null);
      closed = true;
    },
  };
}

type AuditFailed = {
  readonly code: 'audit-failed';
  readonly retry: 'after-checking';
  readonly what: string;
};

/** The error for a row that could not be written; `what` is the system's own code or a plain text. */
export function auditFailed(what: string): AuditFailed {
  return { code: 'audit-failed', retry: 'after-checking', what };
}

/** Runs `work`; what SQLite or the file system refuses becomes `audit-failed`, anything else is a bug and is thrown. */
export function attempt<T>(work: () => T): Result<T, AuditFailed> {
  try {
    return ok(work());
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return err(auditFailed(code));
  }
}
