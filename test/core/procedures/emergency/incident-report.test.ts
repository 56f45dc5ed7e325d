import { describe, expect, it } from 'vitest';
import type { Procedure } from '../../../../core/contract/shapes.ts';
import { beginDrill, beginEmergency } from '../../../../core/procedures/emergency/begin-emergency.ts';
import type { Emergency } from '../../../../core/procedures/emergency/emergency.ts';
import { incidentReport } from '../../../../core/procedures/emergency/incident-report.ts';
import { reportHtml } from '../../../../core/procedures/emergency/report-html.ts';
import { reportMarkdown } from '../../../../core/procedures/emergency/report-markdown.ts';
import { mostListed, reviewLines, reviewOf } from '../../../../core/procedures/emergency/review.ts';
import { unwrap } from '../../audit/temporary-audit.ts';
import { keptKey } from '../rotation-world.ts';

const hostile = '</title><script>alert(1)</script> [x](javascript:y) `*_# &lt; "\' \u202eabc\n# head';
const canaries = ['canary0'.repeat(8), `0x${'ab'.repeat(32)}`, `${'Qz7+'.repeat(16)}==`];
const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

function procedure(text: string, label: string): Procedure {
  return {
    procedureId: 'p1',
    kind: 'emergency',
    credentialId: 'c1',
    label,
    startedAtMs: 1_000,
    endedAtMs: null,
    outcome: 'open',
    reason: null,
    currentStepId: 'access',
    steps: [
      {
        ...{ stepId: 'revoke', stage: 'rotate', who: 'person', title: 'Revoke it', instruction: '', state: 'done' },
        ...{ againAtMs: null, word: 'needed', form: null },
        proofs: [{ stepId: 'revoke', atMs: 2_000, strength: 'said', text }],
      },
    ],
  } as Procedure;
}

function emergency(label: string): Emergency {
  const at = { nowMs: 1_000, sinceMs: 500, address, tokenMark: null, hasWorked: true };
  const begun = unwrap(beginEmergency({ ...keptKey('c1', 'active', 1), label }, 'suspicious-activity', at));
  const row = {
    id: 7,
    timestamp: '2026-01-01T00:00:00.000Z',
    eventType: 'order',
    level: 'warn',
    status: 'failed',
  } as const;
  const rows = [{ ...row, actor: 'console', subject: hostile, body: canaries.join() }];
  return { ...begun, review: reviewOf(rows, { fromMs: 500, toMs: 1_000, isWhole: true }) };
}

const written = (text: string, label: string) => {
  const report = incidentReport(procedure(text, label), emergency(label), 3_000);
  return { html: reportHtml(report), markdown: reportMarkdown(report) };
};

describe('the report of an incident', () => {
  it('says when it was, what it was about, what was done and how sure that is', () => {
    for (const text of Object.values(written('I deleted it', 'Old'))) {
      for (const said of [
        'suspicious activity',
        'key of an exchange',
        'I deleted it',
        'by word',
        '00:00:02',
        'kraken',
      ]) {
        expect(text).toContain(said);
      }
    }
  });

  it('has no tag, script, link or load in its page but its own, whatever was typed or named', () => {
    const { html } = written(hostile, hostile);
    const tags = new Set([...html.matchAll(/<\/?([a-z!][a-z0-9]*)/g)].map(([, name]) => name));
    expect([...tags].sort().join(' ')).toBe(
      '!doctype body dd dl dt h1 h2 h3 head html li meta p style table tbody td th thead title tr ul'.replace(
        '! ',
        '!doctype ',
      ),
    );
    expect(html).not.toMatch(/<[^>]*\s(?:on\w+|href|src)=/);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('⟨U+202E⟩');
  });

  it('has no markup in its text but its own', () => {
    const { markdown } = written(hostile, hostile);
    const bare = markdown.replace(/\\[!-/:-@[-`{-~]/g, '');
    expect(bare).not.toMatch(/[<>[\]`*_&|]/);
    const heads = markdown.split('\n').filter((line) => line.startsWith('#'));
    expect(heads).toHaveLength(4);
    expect(markdown).toContain('⟨U+202E⟩');
  });

  it('cuts what is as long as a key, and keeps addresses', () => {
    for (const canary of canaries) {
      for (const text of Object.values(written(`it was ${canary} at ${address}`, canary.slice(0, 60)))) {
        expect(text).not.toContain(canary.slice(0, 40));
        expect(text).toContain(address);
      }
    }
  });

  it('says first of all where it was a drill', () => {
    const report = incidentReport(procedure('all signed in', 'x'), beginDrill(1_000), 3_000);
    expect(reportMarkdown(report).split('\n')[2]).toContain('This was a drill');
    expect(reportHtml(report)).toMatch(/<h1>Drill[^<]*<\/h1>\n<p class="drill">This was a drill/);
  });
});

describe('a review of the trail', () => {
  const row = (id: number, status: 'ok' | 'failed') => {
    const body = 'not kept';
    return {
      id,
      timestamp: 't',
      eventType: 'order',
      level: 'info',
      status,
      actor: 'a',
      subject: `s${id}`,
      body,
    } as const;
  };

  it('counts each row once, newest first, and keeps no body', () => {
    const review = reviewOf([row(1, 'ok'), row(2, 'failed'), row(1, 'ok')], { fromMs: 0, toMs: 1, isWhole: true });
    expect(review).toMatchObject({ rows: 2, listed: [{ id: 2 }, { id: 1 }] });
    expect(JSON.stringify(review)).not.toContain('not kept');
    expect(reviewLines(review)).toEqual([
      '2 rows: 1 order (failed), 1 order (ok).',
      'Row 2, t: order failed, about s2.',
    ]);
  });

  it('leaves out the rows of its own procedure, says how many those are, and calls one row one row', () => {
    const step = (id: number, procedure: string, kind = 'emergency') => ({
      ...row(id, 'failed'),
      eventType: 'credential-rotation',
      body: JSON.stringify({ procedure, kind, step: 'audit-review' }),
    });
    const rows = [step(1, 'before'), step(2, 'this'), step(3, 'this')];
    const review = reviewOf(rows, { fromMs: 0, toMs: 1, isWhole: true });
    expect(reviewLines(review)[0]).toBe(
      '1 row: 1 credential-rotation (failed). Left out: 2 rows of the steps of this procedure itself.',
    );
    expect(review.listed.map(({ id }) => id)).toEqual([1]);
    const none = reviewOf([step(3, 'this')], { fromMs: 0, toMs: 1, isWhole: true });
    expect(reviewLines(none)).toEqual([
      'The audit trail has nothing of it since then. Left out: 1 row of the steps of this procedure itself.',
    ]);
    expect(reviewOf([step(1, 'a', 'drill')], { fromMs: 0, toMs: 1, isWhole: true }).rows).toBe(1);
  });

  it('lists no more than it can, and says that there is more', () => {
    const rows = Array.from({ length: mostListed + 1 }, (_, index) => row(index + 1, 'ok'));
    const review = reviewOf(rows, { fromMs: 0, toMs: 1, isWhole: false });
    expect(review.listed).toHaveLength(mostListed);
    expect(reviewLines(review)[0]).toContain('more that were not looked at');
  });
});
