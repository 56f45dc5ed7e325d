import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../core/audit/audit.ts';
import type { Approval } from '../../../core/contract/shapes.ts';
import type { Announcement } from '../../../core/contract/topics.ts';
import { ok } from '../../../core/domain/result.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { approvalLifeMs, createApprovals, type Question } from '../../../core/trading/approvals.ts';
import type { Record } from '../../../core/trading/record.ts';
import { manualClock } from '../../manual-clock.ts';

function setUp() {
  const clock = manualClock();
  const heard: Announcement[] = [];
  const acted: string[] = [];
  const rows: AuditEntry[] = [];
  let isLocked = false;
  const record: Record = {
    before: async (entry) => ok(rows.push(entry)),
    after: async (entry) => void rows.push(entry),
    always: (entry) => void rows.push(entry),
  };
  const approvals = createApprovals({
    clock,
    ids: systemIds,
    record,
    announce: (announcement) => heard.push(announcement),
    isLocked: () => isLocked,
  });
  const ask = (question: Question): Approval => {
    const asked = approvals.ask(question);
    if (!asked.ok) throw new Error(asked.error.code);
    return asked.value;
  };
  const question = {
    kind: 'halt-release' as const,
    subject: 'halt',
    rulings: [],
    title: 'Release',
    lines: [],
    warnings: [],
    word: 'RELEASE',
    act: async (actor: string) => {
      acted.push(actor);
      return ok(undefined);
    },
  };
  return { clock, heard, rows, acted, approvals, ask, question, lock: (to: boolean) => (isLocked = to) };
}

describe('approvals', () => {
  it('acts once when the word and the digest are right', async () => {
    const { approvals, ask, question, acted, heard } = setUp();
    const { approvalId, digest } = ask(question);
    const answer = {
      approvalId,
      digest,
      answer: 'approve' as const,
      word: 'RELEASE',
    };
    expect(await approvals.decide(answer, 'approval')).toEqual({
      ok: true,
      value: { decided: 'approved' },
    });
    expect(acted).toEqual(['approval']);
    expect(await approvals.decide(answer, 'approval')).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    expect(acted).toHaveLength(1);
    expect(heard.map((announcement) => announcement.topic)).toEqual(['approval.requested', 'approval.closed']);
  });

  it('refuses another digest and a wrong word without acting, and lets the word be tried again', async () => {
    const { approvals, ask, question, acted } = setUp();
    const { approvalId, digest } = ask(question);
    const base = { approvalId, digest, answer: 'approve' as const };
    expect(await approvals.decide({ ...base, digest: 'f'.repeat(64), word: 'RELEASE' }, 'approval')).toMatchObject({
      error: { code: 'stale-preview' },
    });
    expect(await approvals.decide({ ...base, word: 'release' }, 'approval')).toMatchObject({
      error: { code: 'wrong-word' },
    });
    expect(await approvals.decide(base, 'approval')).toMatchObject({
      error: { code: 'wrong-word' },
    });
    expect(acted).toEqual([]);
    expect(await approvals.decide({ ...base, word: 'RELEASE' }, 'approval')).toMatchObject({ ok: true });
  });

  it('expires by monotonic time, whatever the wall clock does', async () => {
    const { approvals, ask, question, acted, clock } = setUp();
    const { approvalId, digest } = ask(question);
    clock.jump(-approvalLifeMs * 10);
    clock.wind(approvalLifeMs + 2);
    const answer = {
      approvalId,
      digest,
      answer: 'approve' as const,
      word: 'RELEASE',
    };
    expect((await approvals.decide(answer, 'approval')).ok).toBe(false);
    expect(acted).toEqual([]);
    expect(approvals.pending()).toEqual([]);
  });

  it('tells how each one ended', async () => {
    const { approvals, ask, question, clock, heard } = setUp();
    const approved = ask({ ...question, word: null });
    await approvals.decide({ ...approved, word: undefined, answer: 'approve' }, 'approval');
    const refused = ask(question);
    await approvals.decide({ ...refused, word: undefined, answer: 'refuse' }, 'approval');
    ask(question);
    ask(question);
    clock.wind(approvalLifeMs + 2);
    expect(heard.flatMap(({ topic, payload }) => (topic === 'approval.closed' ? [payload.how] : []))).toEqual([
      'approved',
      'refused',
      'replaced',
      'expired',
    ]);
  });

  it('a new question of the same kind replaces the old one', async () => {
    const { approvals, ask, question } = setUp();
    const first = ask(question);
    const second = ask(question);
    expect(approvals.show(first.approvalId).ok).toBe(false);
    expect(approvals.pending().map((approval) => approval.approvalId)).toEqual([second.approvalId]);
  });

  it('a question about something else waits beside it, twenty at most', () => {
    const { approvals, ask, question } = setUp();
    for (let n = 1; n <= 20; n += 1) ask({ ...question, subject: `order ${n}` });
    expect(approvals.pending()).toHaveLength(20);
    expect(approvals.ask({ ...question, subject: 'order 21' })).toMatchObject({ error: { code: 'conflict' } });
    expect(approvals.ask({ ...question, subject: 'order 20' })).toMatchObject({ ok: true });
  });

  it('acts on nothing when the person refuses', async () => {
    const { approvals, ask, question, acted } = setUp();
    const { approvalId, digest } = ask(question);
    expect(await approvals.decide({ approvalId, digest, answer: 'refuse' }, 'approval')).toEqual({
      ok: true,
      value: { decided: 'refused' },
    });
    expect(acted).toEqual([]);
  });

  it('waits while the app is locked; refusing is always possible', async () => {
    const { approvals, ask, question, acted, lock } = setUp();
    const { approvalId, digest } = ask(question);
    lock(true);
    const approve = { approvalId, digest, answer: 'approve' as const, word: 'RELEASE' };
    expect(await approvals.decide(approve, 'approval')).toMatchObject({ error: { code: 'app-locked' } });
    lock(false);
    expect(await approvals.decide(approve, 'approval')).toMatchObject({ ok: true });
    expect(acted).toEqual(['approval']);
    const { approvalId: secondId, digest: secondDigest } = ask(question);
    lock(true);
    expect(
      await approvals.decide({ approvalId: secondId, digest: secondDigest, answer: 'refuse' }, 'approval'),
    ).toMatchObject({ ok: true });
  });

  it('leaves a row for being asked, answered, refused, replaced and expired', async () => {
    const { approvals, ask, question, rows, clock } = setUp();
    const asOf = ({ approvalId, digest }: Approval) => ({ approvalId, digest });
    await approvals.decide({ ...asOf(ask(question)), answer: 'approve', word: 'RELEASE' }, 'approval');
    await approvals.decide({ ...asOf(ask(question)), answer: 'refuse' }, 'approval');
    ask(question);
    ask(question);
    clock.wind(approvalLifeMs + 2);
    const told = rows.map(({ status, body }) => `${status} ${(body as { answer?: string }).answer ?? ''}`.trim());
    expect(told).toEqual([
      'requested',
      'ok approved',
      'requested',
      'failed refused',
      'requested',
      'failed replaced',
      'requested',
      'failed expired',
    ]);
  });
});
