import type { DayReport, RefusedGroup, ReportedRow, TradedLine } from '../shapes.ts';
import type { ReportTable } from './report-page.ts';

/** What was traded, a line for each side of a market. */
export function tradedTable(title: string, lines: readonly TradedLine[]): ReportTable {
  return {
    title,
    heads: ['Book', 'Exchange', 'Market', 'Side', 'Fills', 'Amount', 'Average price', 'Notional', 'Fees'],
    rows: lines.map(({ amount, averagePrice, book, exchange, fees, fills, notional, side, symbol }) => [
      ...[book, exchange, symbol, side, `${fills}`, amount, averagePrice, notional],
      fees.map((fee) => `${fee.amount} ${fee.asset}`).join(', '),
    ]),
    empty: 'Nothing was traded.',
  };
}

/** What came to nothing, and why. */
export function refusedTable(title: string, groups: readonly RefusedGroup[]): ReportTable {
  return {
    title,
    heads: ['Times', 'What', 'Reason', 'In words'],
    rows: groups.map(({ code, count, what, why }) => [`${count}`, what, code, why]),
    empty: 'Nothing was refused, and nothing failed.',
  };
}

/** Rows of the audit trail. */
export function rowsTable(title: string, rows: readonly ReportedRow[], empty: string): ReportTable {
  return {
    title,
    heads: ['Row', 'Time', 'What', 'Status', 'By', 'About', 'In words'],
    rows: rows.map(({ about, actor, auditId, status, text, timestamp, what }) => [
      ...[`${auditId}`, timestamp.slice(0, 19).replace('T', ' '), what, status, actor, about, text],
    ]),
    empty,
  };
}

/** What must be known before a report is believed. */
export function cautionsOf({ isWhole, trail }: Pick<DayReport, 'isWhole' | 'trail'>): readonly string[] {
  const ofTrail: Readonly<Record<DayReport['trail'], string | null>> = {
    verified: null,
    verifying: 'The audit trail was not verified to its end yet when this was written.',
    broken: 'The audit trail does not hold: what this says may have been changed.',
    failed: 'The audit trail cannot be written to: what happened since is not in this.',
  };
  const said = ofTrail[trail];
  return [
    ...(said === null ? [] : [said]),
    ...(isWhole ? [] : ['There was more than was looked at: the oldest is left out.']),
  ];
}
