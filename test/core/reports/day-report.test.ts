import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { type DayFacts, dayReport } from '../../../core/reports/day-report.ts';
import { someFill, someOrder } from '../../renderer/state/some-order.ts';
import { someRow } from './some-row.ts';

const order = someOrder({ exchange: 'binance', filled: decimal('1'), averagePrice: decimal('101') });
const facts: DayFacts = {
  fromMs: 0,
  toMs: 100,
  nowMs: 100,
  trail: 'verified',
  isWhole: true,
  labels: new Map([['c1', 'Day trading']]),
  rows: {
    asked: [someRow({ subject: 'o1', status: 'requested', body: { estimatedPrice: '100' } })],
    failed: [someRow({ status: 'failed', body: { error: 'conflict' } })],
    policy: [someRow({ eventType: 'policy-change', status: 'requested' }), someRow({ eventType: 'policy-change' })],
    credentials: [someRow({ eventType: 'credential-rotated', subject: 'c1' })],
    halts: [someRow({ eventType: 'halt', body: { text: 'enough' } })],
    armings: [someRow({ eventType: 'golive', body: { what: 'arm' } })],
  },
  books: [
    { book: 'live', fills: [someFill({ exchange: 'binance' })], orders: new Map([['o1', order]]), isWhole: true },
    { book: 'paper', fills: [someFill()], orders: new Map(), isWhole: true },
  ],
};

describe('the report of a day', () => {
  it('tells what was traded in each book, refused, changed, halted and armed, and how far live orders drifted', () => {
    const report = dayReport(facts);
    expect(report).toMatchObject({ isOver: true, isWhole: true, trail: 'verified', writtenAtMs: 100 });
    expect(report.traded.map(({ book, exchange }) => [book, exchange])).toEqual([
      ['live', 'binance'],
      ['paper', 'practice'],
    ]);
    expect(report.refused).toMatchObject([{ code: 'conflict', count: 1 }]);
    expect(report.credentials).toMatchObject([{ about: 'Day trading' }]);
    expect([report.halts[0]?.text, report.armings[0]?.text]).toEqual(['enough', 'arm']);
    expect(report.drift).toMatchObject({ orders: [{ orderId: 'o1', book: 'live', basisPoints: '100' }], unknown: 0 });
  });

  it('tells of a change how it ended, and not that it was asked for', () => {
    expect(dayReport(facts).policy.map(({ status }) => status)).toEqual(['ok']);
  });

  it('says where the time is not over, and where there was more than was looked at', () => {
    expect(dayReport({ ...facts, nowMs: 99 }).isOver).toBe(false);
    expect(dayReport({ ...facts, isWhole: false }).isWhole).toBe(false);
    const [live, paper] = facts.books;
    const cut = [live, { ...paper, isWhole: false }] as DayFacts['books'];
    expect(dayReport({ ...facts, books: cut }).isWhole).toBe(false);
  });
});
