import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../../core/contract/topics.ts';
import { ok } from '../../../core/domain/result.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { approvalLifeMs, createApprovals } from '../../../core/trading/approvals.ts';
import { manualClock } from '../../manual-clock.ts';

function setUp() {
  const clock = manualClock();
  const heard: Announcement[] = [];
  const acted: string[] = [];
  const approvals = createApprovals(clock, systemIds, (announcement) => heard.push(announcement));
  const question = {
    kind: 'halt-release' as const,
    title: 'Release',
    lines: [],
    warnings: [],
    word: 'RELEASE',
    act: async (actor: string) => {
      acted.push(actor);
      return ok(undefined);
    },
    refuse: async (actor: string) => void acted.push(`refused by ${actor}`),
  };
  return { clock, heard, acted, approvals, question };
}

describe('approvals', () => {
  it('acts once when the word and the digest are right', async () => {
    const { approvals, question, acted, heard } = setUp();
    const { approvalId, digest } = approvals.ask(question);
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
    const { approvals, question, acted } = setUp();
    const { approvalId, digest } = approvals.ask(question);
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
    const { approvals, question, acted, clock } = setUp();
    const { approvalId, digest } = approvals.ask(question);
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

  it('a new question of the same kind replaces the old one', async () => {
    const { approvals, question } = setUp();
    const first = approvals.ask(question);
    const second = approvals.ask(question);
    expect(approvals.show(first.approvalId).ok).toBe(false);
    expect(approvals.pending().map((approval) => approval.approvalId)).toEqual([second.approvalId]);
  });

  it('tells the question when the person refuses', async () => {
    const { approvals, question, acted } = setUp();
    const { approvalId, digest } = approvals.ask(question);
    expect(await approvals.decide({ approvalId, digest, answer: 'refuse' }, 'approval')).toEqual({
      ok: true,
      value: { decided: 'refused' },
    });
    expect(acted).toEqual(['refused by approval']);
  });
});
