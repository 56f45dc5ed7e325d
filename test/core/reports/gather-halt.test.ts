import { describe, expect, it } from 'vitest';
import type { AuditQuery, AuditRow } from '../../../core/contract/shapes.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { gatherHalt } from '../../../core/reports/gather-halt.ts';
import { haltReport } from '../../../core/reports/halt-report.ts';
import { someRow } from './some-row.ts';

const base = Date.parse('2026-11-27T10:00:00.000Z');
const row = (id: number, eventType: string, part: Parameters<typeof someRow>[0] = {}): AuditRow =>
  someRow({ id, eventType, timestamp: new Date(base + id * 1_000).toISOString(), ...part });
const halt = (id: number, text: string) => row(id, 'halt', { level: 'error', subject: 'person', body: { text } });

/** Two halts and what came around them: the second while the first stood. */
const rows: readonly AuditRow[] = [
  row(1, 'core-started'),
  row(2, 'order', { status: 'failed', body: { error: 'expired' } }),
  halt(3, 'enough'),
  row(4, 'order', { status: 'failed', body: { error: { code: 'trading-halted' } } }),
  halt(5, 'and again'),
  row(6, 'halt', { level: 'info', body: { change: 'its cause is gone' } }),
  row(7, 'halt-release', { status: 'requested', subject: 'active' }),
  row(8, 'halt-release', { status: 'ok', subject: 'active' }),
  row(9, 'order', { status: 'failed', body: { error: 'conflict' } }),
  halt(10, 'another day'),
];

function trail(kept: readonly AuditRow[]) {
  const found = ({
    eventType,
    fromMs = 0,
    level,
    limit,
    status,
    toMs = Number.MAX_SAFE_INTEGER,
    beforeId,
  }: AuditQuery) =>
    kept
      .filter(
        (one) =>
          (eventType === undefined || one.eventType === eventType) &&
          (level === undefined || one.level === level) &&
          (status === undefined || one.status === status) &&
          one.id < (beforeId ?? Number.MAX_SAFE_INTEGER) &&
          Date.parse(one.timestamp) >= fromMs &&
          Date.parse(one.timestamp) <= toMs,
      )
      .toReversed()
      .slice(0, limit);
  return {
    chain: () => ({ headId: kept.length }) as never,
    query: async (filter: AuditQuery) => ok(found(filter)),
    newest: (filter: Partial<AuditQuery>) => ok(found({ ...filter, limit: 1 })[0] ?? null),
    get(id: number): Result<never> {
      const one = kept.find((each) => each.id === id);
      return one === undefined ? err({ code: 'not-found', retry: 'never', what: `row ${id}` }) : ok(one as never);
    },
  };
}
const asked: unknown[] = [];
const noBooks = async (span: unknown) => {
  asked.push(span);
  return ok([]);
};
const gather = (auditId: number | null, kept = rows, nowMs = base + 60_000) =>
  gatherHalt(trail(kept), noBooks, auditId, nowMs);

async function reported(auditId: number | null, kept = rows, nowMs = base + 60_000) {
  const gathered = await gather(auditId, kept, nowMs);
  if (!gathered.ok) throw new Error(gathered.error.code);
  return haltReport({ ...gathered.value, nowMs, labels: new Map(), trail: 'verified' });
}
const ids = (told: readonly { auditId: number }[]) => told.map(({ auditId }) => auditId);

describe('the report of a halt', () => {
  it('has what came before and after, its release, further halts, and what was refused while it stood', async () => {
    const report = await reported(3);
    expect(report).toMatchObject({ halt: { auditId: 3, text: 'enough' }, released: { auditId: 8 }, isWhole: true });
    expect([ids(report.before), ids(report.after)]).toEqual([[2], [4, 5, 6, 7, 8, 9, 10]]);
    expect(ids(report.further)).toEqual([5]);
    expect(report.refused).toEqual([{ what: 'order', code: 'trading-halted', why: '', count: 1 }]);
    expect(asked.at(-1)).toEqual({ fromMs: base + 3_000, toMs: base + 8_000 });
  });

  it('is of the halt that an incident began with, whatever halted again before it was released', async () => {
    const report = await reported(null, rows.slice(0, 8));
    expect(report).toMatchObject({ halt: { auditId: 3, text: 'enough' }, released: { auditId: 8 } });
    expect((await reported(null, rows.slice(0, 6))).halt.auditId).toBe(3);
  });

  it('is of no trial, neither where one came after it nor while it stood', async () => {
    const trial = (id: number) => row(id, 'halt', { level: 'error', subject: 'halt-test', body: { text: 'tried' } });
    const release = (id: number) => row(id, 'halt-release', { status: 'ok', subject: 'active' });
    const report = await reported(null, [halt(1, 'enough'), trial(2), release(3), trial(4), release(5)]);
    expect(report).toMatchObject({ halt: { auditId: 1 }, released: { auditId: 3 }, further: [] });
    expect((await reported(null, [trial(1), halt(2, 'meant')])).halt.auditId).toBe(2);
    expect(await gather(null, [trial(1), release(2)])).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect((await reported(4, [halt(1, 'enough'), trial(2), release(3), trial(4)])).halt.auditId).toBe(4);
  });

  it('leaves starts and ends of the core out, but for a start after a crash', async () => {
    const [start, end] = [(id: number) => row(id, 'core-started'), (id: number) => row(id, 'core-stopped')];
    const crashed = [start(1), end(2), start(3), start(4), halt(5, 'enough'), end(6), start(7), row(8, 'order')];
    const report = await reported(null, crashed);
    expect([ids(report.before), ids(report.after)]).toEqual([[4], [8]]);
    expect(report.before).toMatchObject([
      { what: 'core-started', text: expect.stringContaining('without being asked') },
    ]);
  });

  it('knows of a start from before the rows that are shown', async () => {
    const many = Array.from({ length: 60 }, (_, place) => row(place + 2, 'order'));
    const report = await reported(null, [row(1, 'core-started'), ...many, halt(62, 'enough'), row(63, 'core-started')]);
    expect(ids(report.after)).toEqual([63]);
  });

  it('is of the newest where none is named, and goes until now while that stands', async () => {
    const report = await reported(null);
    expect(report).toMatchObject({ halt: { auditId: 10 }, released: null, untilMs: base + 60_001, isWhole: true });
    expect(report.after).toEqual([]);
  });

  it('says that it is not whole where the halt has stood for longer than is looked at', async () => {
    const monthMs = 31 * 86_400_000;
    expect((await reported(10, rows, base + 2 * monthMs)).isWhole).toBe(false);
  });

  it('is there neither of another row, nor where there is none', async () => {
    expect(await gather(2)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    // A change that neither halted nor released.
    expect(await gather(6)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await gather(99)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await gather(null, rows.slice(0, 2))).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('of a clock that was set back since is told all the same', async () => {
    expect((await reported(10, rows, base)).halt.auditId).toBe(10);
  });
});
