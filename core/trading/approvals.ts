import { createHash, timingSafeEqual } from 'node:crypto';
import type { Approval } from '../contract/shapes.ts';
import type { Announcement, Payload } from '../contract/topics.ts';
import { canonicalText, type Json } from '../domain/canonical.ts';
import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Record } from './record.ts';

/** How long a person has to answer. */
export const approvalLifeMs = 120_000;

/** How many questions may wait at once: more cannot be judged with care. */
const mostPending = 20;

/** What is asked: all that the approval window shows, and what happens when it is approved. */
export interface Question {
  readonly kind: Approval['kind'];
  /** What it is about: a question about the same thing that was still open is replaced. */
  readonly subject: string;
  readonly title: string;
  readonly lines: Approval['lines'];
  readonly warnings: Approval['warnings'];
  readonly rulings: Approval['rulings'];
  /** What the signer's own screen will show; left out where it has none. */
  readonly device?: Approval['device'];
  readonly word: string | null;
  /** Runs once, when the person has approved and the row of that is durable. */
  readonly act: (actor: string) => Promise<Result<void>>;
}

/** The questions waiting for the person. Each is answered once, by its digest, before it expires; none survives a restart. */
export interface Approvals {
  /** Asks. `conflict` when too many wait already. */
  ask(question: Question): Result<Approval>;
  pending(): readonly Approval[];
  show(approvalId: string): Result<Approval>;
  /**
   * Takes the person's answer: `not-found`, `approval-expired`, `stale-preview` when the digest is not of what was shown, `app-locked`
   * (unlock, then try again), `wrong-word` (may be tried again), `audit-failed`, or what the act itself answers.
   */
  decide(
    answer: {
      approvalId: string;
      digest: string;
      answer: 'approve' | 'refuse';
      word?: string | undefined;
    },
    actor: string,
  ): Promise<Result<{ decided: 'approved' | 'refused' }>>;
}

/** What approvals stand on. */
export interface ApprovalDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly record: Record;
  readonly announce: (announcement: Announcement) => void;
  /** Whether the app lock is closed. */
  readonly isLocked: () => boolean;
}

interface Open {
  readonly approval: Approval;
  readonly question: Question;
  readonly expiresAtMonotonicMs: number;
  readonly cancelExpiry: () => void;
}

/** No questions yet. */
export function createApprovals(deps: ApprovalDeps): Approvals {
  const { clock, ids, announce } = deps;
  const open = new Map<string, Open>();

  function close(approvalId: string, how: Payload<'approval.closed'>['how']): void {
    open.get(approvalId)?.cancelExpiry();
    if (open.delete(approvalId)) announce({ topic: 'approval.closed', payload: { approvalId, how } });
  }

  function closeUnanswered(found: Open, why: 'expired' | 'replaced'): void {
    if (!open.has(found.approval.approvalId)) return;
    close(found.approval.approvalId, why);
    deps.record.always(row(found, 'failed', 'core', { answer: why }));
  }

  function find(approvalId: string): Result<Open> {
    const found = open.get(approvalId);
    if (found === undefined) return err({ code: 'not-found', retry: 'never', what: `approval ${approvalId}` });
    if (clock.monotonicMs() <= found.expiresAtMonotonicMs) return ok(found);
    closeUnanswered(found, 'expired');
    return err({ code: 'approval-expired', retry: 'never' });
  }

  return {
    ask(question) {
      for (const other of [...open.values()]) {
        if (other.question.subject === question.subject) closeUnanswered(other, 'replaced');
      }
      if (open.size >= mostPending) {
        return conflict(`${open.size} approvals are waiting already`);
      }
      const nowMs = clock.nowMs();
      const { device = [], kind, title, lines, rulings, warnings, word } = question;
      const shown = { kind, title, lines, warnings, device, rulings, word };
      const approvalId = ids.next();
      const digest = createHash('sha256')
        .update(canonicalText({ ...shown, approvalId, createdAtMs: nowMs } as unknown as Json))
        .digest('hex');
      const approval: Approval = {
        approvalId,
        ...shown,
        digest,
        createdAtMs: nowMs,
        expiresAtMs: nowMs + approvalLifeMs,
      };
      const asked: Open = {
        approval,
        question,
        expiresAtMonotonicMs: clock.monotonicMs() + approvalLifeMs,
        cancelExpiry: clock.after(approvalLifeMs + 1, () => closeUnanswered(asked, 'expired')),
      };
      open.set(approvalId, asked);
      deps.record.always(row(asked, 'requested', 'core', {}));
      announce({ topic: 'approval.requested', payload: approval });
      return ok(approval);
    },
    pending: () => [...open.values()].map((item) => item.approval),
    show(approvalId) {
      const found = find(approvalId);
      return found.ok ? ok(found.value.approval) : found;
    },
    async decide({ approvalId, digest, answer, word }, actor) {
      const found = find(approvalId);
      if (!found.ok) return found;
      const { approval, question } = found.value;
      if (!sameText(digest, approval.digest)) {
        return err({ code: 'stale-preview', retry: 'safe', why: 'the answer is not for what was shown' });
      }
      if (answer === 'refuse') {
        close(approvalId, 'refused');
        deps.record.always(row(found.value, 'failed', actor, { answer: 'refused' }));
        return ok({ decided: 'refused' });
      }
      if (deps.isLocked()) return err({ code: 'app-locked', retry: 'safe' });
      if (approval.word !== null && word !== approval.word) return err({ code: 'wrong-word', retry: 'safe' });
      close(approvalId, 'approved');
      const recorded = await deps.record.before(row(found.value, 'ok', actor, { answer: 'approved' }));
      if (!recorded.ok) return recorded;
      const acted = await question.act(actor);
      return acted.ok ? ok({ decided: 'approved' }) : acted;
    },
  };
}

function row({ approval, question }: Open, status: 'requested' | 'ok' | 'failed', actor: string, body: object) {
  return {
    eventType: 'approval',
    level: status === 'failed' ? ('warn' as const) : ('info' as const),
    status,
    actor,
    subject: approval.approvalId,
    body: { kind: approval.kind, about: question.subject, digest: approval.digest, ...body },
  };
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
