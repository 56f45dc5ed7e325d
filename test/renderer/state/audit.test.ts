import { describe, expect, it } from 'vitest';
import type { WireIn } from '../../../core/contract/methods.ts';
import type { AuditRow, AuditVerification } from '../../../core/contract/shapes.ts';
import { ok } from '../../../core/domain/result.ts';
import { type AskRows, createAuditPages, pageOf, pageSize } from '../../../renderer/state/audit-pages.ts';
import {
  type Found,
  hasUnreadableTime,
  isNoFilter,
  noFilter,
  queryOf,
  searchAudit,
} from '../../../renderer/state/audit-search.ts';
import { chainWords } from '../../../renderer/state/chain-words.ts';
import { verificationSentences } from '../../../renderer/state/verification-words.ts';

function row(id: number): AuditRow {
  return {
    id,
    timestamp: '2026-11-23T12:00:00.000Z',
    eventType: 'order',
    level: 'info',
    status: 'ok',
    actor: 'console',
    subject: String(id),
    body: null,
  };
}

/** A trail of rows 1 to `head()`, without those that are missing, asked by keyset as the core is. */
function trail(head: () => number, missing: ReadonlySet<number> = new Set()) {
  const asked: WireIn<'audit.query'>[] = [];
  const ask: AskRows = async (query) => {
    asked.push(query);
    const rows: AuditRow[] = [];
    const { beforeId = Number.POSITIVE_INFINITY, limit = 50 } = query;
    for (let id = Math.min(head(), beforeId - 1); id > 0 && rows.length < limit; id -= 1)
      if (!missing.has(id)) rows.push(row(id));
    return ok(rows);
  };
  return { ask, asked };
}

const settled = () => new Promise<void>((done) => setImmediate(done));

describe('the trail by row number', () => {
  it('reaches any place of a million rows with one question', async () => {
    const { ask, asked } = trail(() => 1_000_000);
    const pages = createAuditPages(ask);
    expect(pages.at(512_345)).toBe('loading');
    pages.want(512_340, 512_360, 1_000_000);
    pages.want(512_340, 512_360, 1_000_000);
    await settled();
    expect(asked).toEqual([{ beforeId: 512_401, limit: pageSize }]);
    expect(pages.at(512_345)).toMatchObject({ id: 512_345 });
    expect(pageOf(1)).toBe(0);
    expect(pageOf(pageSize)).toBe(0);
    expect(pageOf(pageSize + 1)).toBe(1);
  });

  it('says which row is missing, and does not take an older row for it', async () => {
    const { ask } = trail(() => 300, new Set([150, 151]));
    const pages = createAuditPages(ask);
    pages.want(101, 200, 300);
    await settled();
    expect(pages.at(150)).toBe('missing');
    expect(pages.at(149)).toMatchObject({ id: 149 });
    expect(pages.at(100)).toBe('loading');
  });

  it('asks again for the newest page when it has grown, not for whole ones', async () => {
    let head = 150;
    const { ask, asked } = trail(() => head);
    const pages = createAuditPages(ask);
    pages.want(50, 150, head);
    await settled();
    head = 151;
    pages.want(50, 151, head);
    await settled();
    expect(asked.map((query) => query.beforeId)).toEqual([101, 201, 201]);
    expect(pages.at(151)).toMatchObject({ id: 151 });
  });

  it('forgets pages not looked at for long, and tells of every change', async () => {
    const { ask } = trail(() => 100_000);
    const pages = createAuditPages(ask);
    let changes = 0;
    const stop = pages.subscribe(() => {
      changes += 1;
    });
    for (let id = 1; id < 80 * pageSize; id += pageSize) pages.want(id, id, 100_000);
    await settled();
    expect(changes).toBe(80);
    expect(pages.at(1)).toBe('loading');
    expect(pages.at(79 * pageSize)).toMatchObject({ id: 79 * pageSize });
    stop();
  });
});

describe('the trail by filter', () => {
  it('pages by the oldest row found until a page is not full', async () => {
    const { ask, asked } = trail(() => 250);
    let found: Found = { rows: [], isWhole: false, problem: null };
    const search = searchAudit(ask, { ...noFilter, text: ' abc ' }, (now) => {
      found = now;
    });
    await settled();
    search.more();
    search.more();
    await settled();
    search.more();
    await settled();
    search.more();
    await settled();
    expect(asked).toEqual([
      { text: 'abc', limit: pageSize },
      { text: 'abc', limit: pageSize, beforeId: 151 },
      { text: 'abc', limit: pageSize, beforeId: 51 },
    ]);
    expect(found).toMatchObject({ isWhole: true, problem: null });
    expect(found.rows.map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, at) => 250 - at));
  });

  it('tells nothing once it was stopped', async () => {
    let told = 0;
    searchAudit(trail(() => 10).ask, noFilter, () => {
      told += 1;
    }).stop();
    await settled();
    expect(told).toBe(0);
  });

  it('sends only what is filled in, and all of the time that is named', () => {
    expect(isNoFilter(noFilter)).toBe(true);
    expect(queryOf(noFilter)).toEqual({});
    const filter = {
      ...noFilter,
      eventType: 'order',
      level: 'warn',
      status: 'failed',
      from: '2026-11-23',
      to: '2026-11-23',
    } as const;
    const query = queryOf(filter);
    expect(query).toMatchObject({ eventType: 'order', level: 'warn', status: 'failed' });
    expect((query.toMs ?? 0) - (query.fromMs ?? 0)).toBe(86_400_000 - 1);
  });

  it('knows a time that cannot be read, so that it is never silently left out', () => {
    expect(hasUnreadableTime({ ...noFilter, from: 'yesterday' })).toBe(true);
    expect(hasUnreadableTime({ ...noFilter, from: '2026-11-23 10:00' })).toBe(false);
  });
});

describe('what is said of the chain', () => {
  const chain = { headId: 812_410, verifiedToId: 812_406, verifiedAtMs: 1_000, sealedToId: 1, problem: null } as const;

  it('says how far and how long ago it was verified', () => {
    const words = chainWords({ ...chain, state: 'verified' }, 4_000);
    expect(words.sentence).toBe('Verified to row 812\u202f406, 3 s ago.');
    expect(words.tone).toBe('good');
  });

  it('warns when it is broken or cannot be written', () => {
    expect(chainWords({ ...chain, state: 'broken', problem: 'row 7 was changed' }, 0)).toMatchObject({
      tone: 'caution',
      sentence: 'The trail does not hold: row 7 was changed. Verified to row 812\u202f406.',
    });
    expect(chainWords({ ...chain, state: 'failed' }, 0).tone).toBe('caution');
  });

  const found: AuditVerification = {
    ok: true,
    rows: 10,
    headId: 10,
    firstBadId: null,
    problem: null,
    gaps: [],
    cutTail: false,
    unsealed: [],
    uncheckedSeals: 0,
    late: [],
    waiting: 0,
  };

  it('says that all rows hold only when they do', () => {
    expect(verificationSentences(found)).toEqual([
      'All 10 rows hold: none was changed, none is missing, none was cut off.',
    ]);
    const bad = {
      ...found,
      ok: false,
      firstBadId: 4,
      problem: 'hash differs',
      gaps: [{ fromId: 6, toId: 7 }],
      cutTail: true,
    };
    expect(verificationSentences({ ...bad, unsealed: [{ fromId: 9, toId: 10 }] })).toEqual([
      'The trail does not hold: hash differs.',
      'The first row that is wrong is 4.',
      'Missing: rows 6 to 7.',
      'Rows at the end were cut off: the head kept outside knows of newer ones.',
      '2 rows are not sealed by a key yet.',
    ]);
  });

  it('does not call a seal that could not be checked none', () => {
    expect(verificationSentences({ ...found, uncheckedSeals: 3 }).slice(1)).toEqual([
      'Seals on 3 rows were not checked, because the vault is locked.',
    ]);
  });

  it('says which rows came late, what was lost and what still waits', () => {
    const times = { recordedFrom: '2026-01-01T00:00:00.000Z', recordedTo: '2026-01-01T00:00:05.000Z' };
    const late = [
      { fromId: 5, toId: 6, ...times, lost: 3 },
      { fromId: 8, toId: 8, recordedFrom: null, recordedTo: null, lost: 0 },
    ];
    expect(verificationSentences({ ...found, late, waiting: 1 }).slice(1)).toEqual([
      'Rows 5 to 6 were recorded between 2026-01-01T00:00:00.000Z and 2026-01-01T00:00:05.000Z, while the trail could not be written; 3 more were lost.',
      'Row 8 was recorded earlier, while the trail could not be written.',
      '1 row waits for the trail to be writable again.',
    ]);
  });
});
