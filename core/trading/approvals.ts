import { createHash, timingSafeEqual } from 'node:crypto';
import type { Approval } from '../contract/shapes.ts';
import type { Announcement } from '../contract/topics.ts';
import { canonicalText } from '../domain/canonical.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';

/** How long a person has to answer. */
export const approvalLifeMs = 120_000;

/** What is asked: all that the approval window shows, and what happens when it is approved. */
export interface Question {
  readonly kind: Approval['kind'];
  readonly title: string;
  readonly lines: Approval['lines'];
  readonly warnings: Approval['warnings'];
  readonly word: string | null;
  /** Runs once, when the person has approved. */
  readonly act: (actor: string) => Promise<Result<void>>;
  /** Runs when the person refuses. */
  readonly refuse: (actor: string) => Promise<void>;
}

/** The questions waiting for the person. Each is answered once, by its digest, before it expires; none survives a restart. */
export interface Approvals {
  /** Asks; a question of the same kind that was still open is replaced. */
  ask(question: Question): Approval;
  pending(): readonly Approval[];
  show(approvalId: string): Result<Approval>;
  /**
   * Takes the person's answer: `not-found`, `approval-expired`, `stale-preview` when the digest is not of what was shown,
   * `wrong-word` (may be tried again), or what the act itself answers.
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

interface Open {
  readonly approval: Approval;
  readonly question: Question;
  readonly expiresAtMonotonicMs: number;
}

/** No questions yet. */
export function createApprovals(clock: Clock, ids: Ids, announce: (announcement: Announcement) => void): Approvals {
  const open = new Map<string, Open>();

  function close(approvalId: string): void {
    if (open.delete(approvalId)) announce({ topic: 'approval.closed', payload: { approvalId } });
  }

  function find(approvalId: string): Result<Open> {
    const found = open.get(approvalId);
    if (found === undefined)
      return err({
        code: 'not-found',
        retry: 'never',
        what: `approval ${approvalId}`,
      });
    if (clock.monotonicMs() <= found.expiresAtMonotonicMs) return ok(found);
    close(approvalId);
    return err({ code: 'approval-expired', retry: 'never' });
  }

  return {
    ask(question) {
      for (const other of open.values()) if (other.question.kind === question.kind) close(other.approval.approvalId);
      const nowMs = clock.nowMs();
      const { kind, title, word } = question;
      const shown = {
        kind,
        title,
        lines: question.lines,
        warnings: question.warnings,
        word,
      };
      const approval: Approval = {
        approvalId: ids.next(),
        ...shown,
        digest: createHash('sha256')
          .update(canonicalText({ ...shown, createdAtMs: nowMs }))
          .digest('hex'),
        createdAtMs: nowMs,
        expiresAtMs: nowMs + approvalLifeMs,
      };
      open.set(approval.approvalId, {
        approval,
        question,
        expiresAtMonotonicMs: clock.monotonicMs() + approvalLifeMs,
      });
      clock.after(approvalLifeMs + 1, () => close(approval.approvalId));
      announce({ topic: 'approval.requested', payload: approval });
      return approval;
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
        return err({
          code: 'stale-preview',
          retry: 'safe',
          why: 'the answer is not for what was shown',
        });
      }
      if (answer === 'refuse') {
        close(approvalId);
        await question.refuse(actor);
        return ok({ decided: 'refused' });
      }
      if (approval.word !== null && word !== approval.word) return err({ code: 'wrong-word', retry: 'safe' });
      close(approvalId);
      const acted = await question.act(actor);
      return acted.ok ? ok({ decided: 'approved' }) : acted;
    },
  };
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
