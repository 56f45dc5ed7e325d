import { utcDay } from '../../domain/utc-day.ts';
import type { DayReport, DriftedOrder, DriftLine } from '../shapes.ts';
import { type ReportPage, type ReportTable, reportTime } from './report-page.ts';
import { cautionsOf, refusedTable, rowsTable, tradedTable } from './shared-tables.ts';

const dayMs = 86_400_000;

/** The report of a day as it is read. */
export function dayPage(report: DayReport): ReportPage {
  const { armings, credentials, drift, fromMs, halts, isOver, policy, refused, toMs, traded, writtenAtMs } = report;
  const isDay = toMs - fromMs === dayMs && fromMs % dayMs === 0;
  return {
    title: isDay
      ? `Report of ${utcDay(fromMs)} (UTC)`
      : `Report from ${reportTime(fromMs)} to ${reportTime(toMs)} (UTC)`,
    cautions: [
      ...(isOver ? [] : ['This time is not over: the report ends when it was written.']),
      ...cautionsOf(report),
    ],
    facts: [
      ['From', `${reportTime(fromMs)} UTC`],
      ['Until', `${reportTime(toMs)} UTC`],
      ['Written', `${reportTime(writtenAtMs)} UTC`],
    ],
    tables: [
      tradedTable('Traded', traded),
      refusedTable('Refused or failed', refused),
      driftTable(drift.lines, drift.unknown),
      driftedTable(drift.orders),
      rowsTable('Policy and settings', policy, 'Neither was changed.'),
      rowsTable('Credentials', credentials, 'None was changed.'),
      rowsTable('Halts and releases', halts, 'Trading was neither halted nor released.'),
      rowsTable('Going live', armings, 'Nothing was armed, disarmed, waived or tried.'),
    ],
  };
}

function driftTable(lines: readonly DriftLine[], unknown: number): ReportTable {
  const left = unknown === 0 ? '' : ` (${unknown} without an estimate left out)`;
  return {
    title: `Price paid against the price estimated before, by market${left}`,
    heads: ['Book', 'Exchange', 'Market', 'Orders', 'Basis points worse', 'Worst'],
    rows: lines.map(({ basisPoints, book, exchange, orders, symbol, worst }) => [
      ...[book, exchange, symbol, `${orders}`, basisPoints, worst],
    ]),
    empty: 'No order traded whose price had been estimated.',
  };
}

function driftedTable(orders: readonly DriftedOrder[]): ReportTable {
  return {
    title: 'Each live order against its estimate',
    heads: ['Time', 'Order', 'Exchange', 'Market', 'Side', 'Type', 'Filled', 'Estimated', 'Paid', 'Basis points worse'],
    rows: orders.map((order) => [
      ...[reportTime(order.createdAtMs), order.orderId, order.exchange, order.symbol, order.side, order.type],
      ...[order.filled, order.estimatedPrice, order.averagePrice, order.basisPoints],
    ]),
    empty: 'No live order traded whose price had been estimated.',
  };
}
