import { expect, it } from 'vitest';
import type { AuditQuery, AuditRow } from '../../../core/contract/shapes.ts';
import { ok } from '../../../core/domain/result.ts';
import { readKinds, readRows } from '../../../core/reports/read-rows.ts';
import { storageFailed } from '../../../core/store/stored.ts';
import { someRow } from './some-row.ts';

/** A trail of so many rows, each a millisecond after the other, every third of a kind of its own. */
function trail(count: number) {
  const all = Array.from({ length: count }, (_, index) =>
    someRow({ id: index + 1, eventType: index % 3 === 0 ? 'halt' : 'order', timestamp: new Date(index).toISOString() }),
  );
  const asked: AuditQuery[] = [];
  const query = async (filter: AuditQuery) => {
    asked.push(filter);
    const { beforeId = Number.MAX_SAFE_INTEGER, eventType, fromMs = 0, limit, toMs = 0 } = filter;
    const fits = ({ id, timestamp, ...row }: AuditRow): boolean =>
      id < beforeId &&
      (eventType === undefined || row.eventType === eventType) &&
      Date.parse(timestamp) >= fromMs &&
      Date.parse(timestamp) <= toMs;
    return ok(all.filter(fits).reverse().slice(0, limit));
  };
  return { query, asked };
}

it('rows are read page by page, oldest first, from the first moment until before the last', async () => {
  const { asked, query } = trail(1_200);
  const read = await readRows({ query }, { fromMs: 100, toMs: 1_200 }, 5);
  if (!read.ok) throw new Error(read.error.code);
  const ids = read.value.rows.map(({ id }) => id);
  expect([ids.length, ids[0], ids.at(-1), read.value.isWhole]).toEqual([1_100, 101, 1_200, true]);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(asked).toHaveLength(3);
  const short = await readRows({ query }, { fromMs: 0, toMs: 10 }, 5);
  expect(short.ok && short.value.rows.map(({ id }) => id).at(-1)).toBe(10);
});

it('where there are more than is looked at, the newest are read, and it is said that they are not all', async () => {
  const read = await readRows(trail(1_200), { fromMs: 0, toMs: 2_000 }, 2);
  expect(read.ok && [read.value.rows.length, read.value.rows[0]?.id, read.value.isWhole]).toEqual([1_000, 201, false]);
});

it('rows of several kinds stand in the order of their numbers', async () => {
  const read = await readKinds(trail(9), ['order', 'halt'], { fromMs: 0, toMs: 100 }, 2);
  expect(read.ok && read.value.rows.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('a trail that cannot be read is no empty trail', async () => {
  const failed = { ok: false, error: storageFailed('no') } as const;
  expect(await readKinds({ query: async () => failed }, ['halt'], { fromMs: 0, toMs: 1 }, 1)).toEqual(failed);
});
