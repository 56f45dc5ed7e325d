import { describe, expect, it } from 'vitest';
import { dayPage } from '../../../../core/contract/report-pages/day-page.ts';
import { haltPage } from '../../../../core/contract/report-pages/halt-page.ts';
import type { DayReport, HaltReport, ReportedRow } from '../../../../core/contract/shapes.ts';
import { decimal } from '../../../../core/domain/money.ts';

const fromMs = Date.parse('2026-11-27T00:00:00.000Z');
const row: ReportedRow = {
  auditId: 7,
  timestamp: '2026-11-27T10:00:00.123Z',
  what: 'halt',
  status: 'ok',
  actor: 'cli',
  about: 'person',
  text: 'enough',
};
const day: DayReport = {
  fromMs,
  toMs: fromMs + 86_400_000,
  writtenAtMs: fromMs + 90_000_000,
  isOver: true,
  isWhole: true,
  trail: 'verified',
  traded: [],
  refused: [{ what: 'order', code: 'trading-halted', why: 'halted', count: 3 }],
  policy: [],
  credentials: [],
  halts: [row],
  armings: [],
  drift: {
    lines: [
      {
        book: 'live',
        exchange: 'kraken',
        symbol: 'BTC/USD',
        orders: 2,
        basisPoints: decimal('1.5'),
        worst: decimal('3'),
      },
    ],
    orders: [],
    unknown: 4,
  },
};
const halted: HaltReport = {
  ...{ halt: row, released: null, untilMs: fromMs, writtenAtMs: fromMs, isWhole: true, trail: 'verified' },
  ...{ further: [], before: [], after: [], refused: [], traded: [] },
};
const table = (page: ReturnType<typeof dayPage>, title: string) =>
  page.tables.find((one) => one.title.startsWith(title));

describe('the report of a day as it is read', () => {
  it('has a table for each thing that is asked, and says of each where there was nothing', () => {
    const page = dayPage(day);
    expect(page).toMatchObject({ title: 'Report of 2026-11-27 (UTC)', cautions: [] });
    expect(table(page, 'Refused')?.rows).toEqual([['3', 'order', 'trading-halted', 'halted']]);
    expect(table(page, 'Halts')?.rows).toEqual([['7', '2026-11-27 10:00:00', 'halt', 'ok', 'cli', 'person', 'enough']]);
    expect(table(page, 'Price paid')).toMatchObject({
      title: expect.stringContaining('4 without an estimate left out'),
      rows: [['live', 'kraken', 'BTC/USD', '2', '1.5', '3']],
    });
    expect(
      page.tables.every(({ empty, heads, rows }) => empty !== '' && rows.every((one) => one.length === heads.length)),
    ).toBe(true);
  });

  it('warns where it is not over, not whole, or the trail is not verified', () => {
    const cautions = (part: Partial<DayReport>) => dayPage({ ...day, ...part }).cautions;
    expect(cautions({ isOver: false })).toHaveLength(1);
    expect(cautions({ isWhole: false })).toHaveLength(1);
    for (const trail of ['verifying', 'broken', 'failed'] as const) expect(cautions({ trail })).toHaveLength(1);
    expect(dayPage({ ...day, toMs: fromMs + 1_000 }).title).toContain(
      'from 2026-11-27 00:00:00 to 2026-11-27 00:00:01',
    );
  });
});

describe('the report of a halt as it is read', () => {
  it('says right behind why it was halted what it was halted for besides', () => {
    const [besides] = haltPage({ ...halted, further: [{ ...row, auditId: 9, text: 'and again' }] }).tables;
    expect(besides).toMatchObject({
      title: 'Also halted for, before it was released',
      rows: [expect.arrayContaining(['and again'])],
    });
  });

  it('says since when, by whom and why, and that it was not released or by whom', () => {
    expect(haltPage(halted).facts).toEqual(
      expect.arrayContaining([
        ['By', 'cli'],
        ['Because', 'enough'],
        ['Released', 'It was not released.'],
      ]),
    );
    const released = { ...row, actor: 'approval', about: 'active', timestamp: '2026-11-27T11:00:00.000Z' };
    expect(haltPage({ ...halted, released }).facts).toContainEqual([
      'Released',
      '2026-11-27 11:00:00 UTC, by approval, to active',
    ]);
  });
});
