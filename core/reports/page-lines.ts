import type { ReportPage, ReportTable } from '../contract/report-pages/report-page.ts';
import { reportText } from '../domain/report-text.ts';

/** No column but the last is wider. */
const widest = 40;

/** A report as lines for a terminal; no text in it controls that. */
export function pageLines({ cautions, facts, tables, title }: ReportPage): readonly string[] {
  const names = Math.max(0, ...facts.map(([name]) => name.length));
  return [
    reportText(title),
    ...cautions.map((caution) => `! ${reportText(caution)}`),
    ...facts.map(([name, text]) => `${name.padEnd(names)}  ${reportText(text)}`),
    ...tables.flatMap((table) => ['', ...tableLines(table)]),
  ];
}

function tableLines({ empty, heads, rows, title }: ReportTable): readonly string[] {
  if (rows.length === 0) return [`${reportText(title)}: ${reportText(empty)}`];
  const cells = [heads, ...rows].map((row) => row.map(reportText));
  const widths = heads.map((_, column) => Math.min(widest, Math.max(...cells.map((row) => row[column]?.length ?? 0))));
  return [
    `${reportText(title)}:`,
    ...cells.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()),
  ];
}
