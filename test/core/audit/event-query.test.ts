import { describe, expect, it } from 'vitest';
import type { Audit } from '../../../core/audit/audit.ts';
import type { AuditQuery } from '../../../core/contract/shapes.ts';
import { type AuditPlace, appendMany, auditPlace, entry, unwrap } from './temporary-audit.ts';

const types = ['order', 'sign', 'halt'] as const;
const levels = ['info', 'warn', 'error'] as const;
const statuses = ['requested', 'ok', 'failed', 'unknown', 'recovered'] as const;

async function idsOf(audit: Audit, filter: Partial<AuditQuery>): Promise<number[]> {
  return unwrap(await audit.query({ limit: 50, ...filter })).map(({ id }) => id);
}

/** 600 rows over ten minutes, in which the clock is set back five minutes once. */
async function filled(): Promise<{ audit: Audit; place: AuditPlace; timeOf: (id: number) => number }> {
  const place = auditPlace();
  const audit = place.open();
  const times: number[] = [];
  const pending = Array.from({ length: 600 }, (_, index) => {
    place.clock.jump(index === 300 ? -300_000 : 1000);
    times.push(place.clock.nowMs());
    return audit.append(
      entry({
        eventType: types[index % 3] ?? 'order',
        level: levels[index % 7 === 0 ? 2 : index % 2] ?? 'info',
        status: statuses[index % 5] ?? 'ok',
        subject: `order ${index}`,
        body: { note: index % 100 === 0 ? 'a 100% rare_thing' : 'common' },
      }),
    );
  });
  await Promise.all(pending);
  return { audit, place, timeOf: (id) => times[id - 1] ?? 0 };
}

describe('audit.query', () => {
  it('gives the newest rows first, a page at a time, without overlap', async () => {
    const { audit } = await filled();
    const pages: number[][] = [];
    let beforeId: number | undefined;
    for (;;) {
      const page = await idsOf(audit, { limit: 250, ...(beforeId === undefined ? {} : { beforeId }) });
      if (page.length === 0) break;
      pages.push(page);
      beforeId = page.at(-1);
    }
    expect(pages.map(({ length }) => length)).toEqual([250, 250, 100]);
    expect(pages.flat()).toEqual(Array.from({ length: 600 }, (_, index) => 600 - index));
  });

  it('filters by type, level, status and text, alone and together, exactly as looking at every row would', async () => {
    const { audit, timeOf } = await filled();
    const all = unwrap(await audit.query({ limit: 500 })).concat(
      unwrap(await audit.query({ limit: 500, beforeId: 101 })),
    );
    const filters: Partial<AuditQuery>[] = [{}];
    for (const eventType of [undefined, 'sign', 'nothing'] as const) {
      for (const level of [undefined, 'error'] as const) {
        for (const status of [undefined, 'failed'] as const) {
          for (const [subject, text] of [
            ...[undefined, 'RARE_thing', '100%', 'order 59', '%', '_'].map((text) => [undefined, text]),
            ...['order 59', 'order 5%', 'ORDER 59', ''].map((subject) => [subject, undefined]),
            ['order 500', '100%'],
          ] as const) {
            for (const times of [
              {},
              { fromMs: timeOf(320) },
              { toMs: timeOf(40) },
              { fromMs: timeOf(100), toMs: timeOf(130) },
            ]) {
              filters.push(JSON.parse(JSON.stringify({ eventType, level, status, subject, text, ...times })));
            }
          }
        }
      }
    }
    for (const filter of filters) {
      const passes = all.filter(
        (row) =>
          (filter.eventType === undefined || row.eventType === filter.eventType) &&
          (filter.level === undefined || row.level === filter.level) &&
          (filter.status === undefined || row.status === filter.status) &&
          (filter.subject === undefined || row.subject === filter.subject) &&
          (filter.text === undefined ||
            `${row.subject} ${row.body}`.toLowerCase().includes(filter.text.toLowerCase())) &&
          (filter.fromMs === undefined || timeOf(row.id) >= filter.fromMs) &&
          (filter.toMs === undefined || timeOf(row.id) <= filter.toMs),
      );
      expect(await idsOf(audit, filter), JSON.stringify(filter)).toEqual(passes.slice(0, 50).map(({ id }) => id));
    }
  });

  it('finds rows by time over many blocks, before and after the background walk has seen them', async () => {
    const place = auditPlace();
    const first = place.open();
    for (let block = 0; block < 10; block += 1) {
      place.clock.jump(3_600_000);
      await appendMany(first, 1000);
    }
    const end = place.clock.nowMs();
    first.close();
    const audit = place.open();
    const fourth = { fromMs: end - 6 * 3_600_000, toMs: end - 6 * 3_600_000 };
    const expected = Array.from({ length: 50 }, (_, index) => 4000 - index);
    const next = { ...fourth, beforeId: 3951, limit: 3 };
    expect(await idsOf(audit, fourth)).toEqual(expected);
    await audit.verify();
    while (audit.chain().state === 'verifying') await audit.verify(10_000);
    expect(audit.chain().state).toBe('verified');
    expect(await idsOf(audit, fourth)).toEqual(expected);
    expect(await idsOf(audit, next)).toEqual([3950, 3949, 3948]);
    expect(await idsOf(audit, { fromMs: end + 1 })).toEqual([]);
    expect(await idsOf(audit, { toMs: Number.MAX_SAFE_INTEGER, limit: 1 })).toEqual([10_000]);
  });

  it('gives one row with what chains it, and says when there is none', async () => {
    const audit = auditPlace().open();
    await appendMany(audit, 2);
    const [first, second] = [unwrap(audit.get(1)), unwrap(audit.get(2))];
    expect(first).toMatchObject({ id: 1, prevHash: '0'.repeat(64), sealed: true, body: '{"n":0}' });
    expect(second.prevHash).toBe(first.hash);
    expect(audit.get(3)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('gives the newest row of a kind, and null when there is none', () => {
    const audit = auditPlace().open();
    expect(audit.newest({ eventType: 'halt' })).toEqual({ ok: true, value: null });
    for (const status of ['ok', 'failed', 'ok'] as const) audit.appendNow(entry({ eventType: 'halt', status }));
    expect(audit.newest({ eventType: 'halt' })).toMatchObject({ ok: true, value: { id: 3 } });
    expect(audit.newest({ eventType: 'halt', status: 'failed' })).toMatchObject({ ok: true, value: { id: 2 } });
    expect(audit.newest({ eventType: 'halt', level: 'error' })).toEqual({ ok: true, value: null });
  });

  it('answers with nothing on an empty trail', async () => {
    const audit = auditPlace().open();
    expect(await idsOf(audit, {})).toEqual([]);
    expect(await idsOf(audit, { eventType: 'sign', fromMs: 0, text: 'x' })).toEqual([]);
  });
});
