import type { ReportPage, ReportTable } from '../contract/report-pages/report-page.ts';
import { htmlPage } from '../domain/html-page.ts';
import { htmlText } from '../domain/html-text.ts';
import { reportText } from '../domain/report-text.ts';

/** The only style; nothing is loaded from anywhere, and no script runs. */
const style = [
  'body{font:14px/1.5 system-ui,sans-serif;color:#111;background:#fff;max-width:62rem;margin:2rem auto;padding:0 1rem}',
  'h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}',
  'dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}',
  '.caution{border:2px solid #111;padding:.5rem 1rem;font-weight:600}',
  'table{border-collapse:collapse;width:100%;font-size:12px;font-variant-numeric:tabular-nums}',
  'th,td{border-bottom:1px solid #ccc;padding:.2rem .4rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}',
  '@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}',
];

/** A report as one page that needs nothing else and can be printed; no text in it is markup. */
export function pageHtml({ cautions, facts, tables, title }: ReportPage): string {
  return htmlPage(reportText(title), style, [
    `<h1>${plain(title)}</h1>`,
    ...cautions.map((caution) => `<p class="caution">${plain(caution)}</p>`),
    '<dl>',
    ...facts.map(([name, text]) => `<dt>${plain(name)}</dt><dd>${plain(text)}</dd>`),
    '</dl>',
    ...tables.flatMap(tableHtml),
  ]);
}

function tableHtml({ empty, heads, rows, title }: ReportTable): readonly string[] {
  const head = `<h2>${plain(title)}</h2>`;
  if (rows.length === 0) return [head, `<p>${plain(empty)}</p>`];
  return [
    head,
    '<table>',
    `<thead><tr>${heads.map((text) => `<th>${plain(text)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => `<tr>${row.map((cell) => `<td>${plain(cell)}</td>`).join('')}</tr>`),
    '</tbody>',
    '</table>',
  ];
}

function plain(text: string): string {
  return htmlText(reportText(text));
}
