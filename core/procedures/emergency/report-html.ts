import { htmlPage } from '../../domain/html-page.ts';
import { htmlText } from '../../domain/html-text.ts';
import type { IncidentReport } from './incident-report.ts';

/** The only style; nothing is loaded from anywhere, and no script runs. */
const style = [
  'body{font:14px/1.5 system-ui,sans-serif;color:#111;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem}',
  'h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:1rem;margin:1rem 0 .25rem}',
  'dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}',
  'li{overflow-wrap:anywhere}.drill{border:2px solid #111;padding:.5rem 1rem;font-weight:600}',
  'table{border-collapse:collapse;width:100%;font-size:12px}th,td{border-bottom:1px solid #ccc;padding:.2rem .4rem;text-align:left;overflow-wrap:anywhere}',
  '@media print{body{margin:0;max-width:none}h3,li,tr{break-inside:avoid}}',
];

/** A report as one page that needs nothing else and can be printed. */
export function reportHtml({ drill, facts, review, steps, title }: IncidentReport): string {
  const heads = ['Row', 'Time', 'What', 'Status', 'About'];
  return htmlPage(title, style, [
    `<h1>${htmlText(title)}</h1>`,
    drill === null ? '' : `<p class="drill">${htmlText(drill)}</p>`,
    '<dl>',
    ...facts.map(([name, text]) => `<dt>${htmlText(name)}</dt><dd>${htmlText(text)}</dd>`),
    '</dl>',
    '<h2>What was done</h2>',
    ...steps.flatMap((step, index) => [
      `<h3>${index + 1}. ${htmlText(step.title)}</h3>`,
      '<ul>',
      ...step.lines.map(
        ({ at, strength, text }) => `<li>${htmlText(at)} (${htmlText(strength)}): ${htmlText(text)}</li>`,
      ),
      '</ul>',
    ]),
    ...(review === null
      ? []
      : [
          '<h2>What the audit trail says</h2>',
          `<p>${htmlText(review.summary)}</p>`,
          '<table>',
          `<thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead>`,
          '<tbody>',
          ...review.rows.map((row) => `<tr>${row.map((cell) => `<td>${htmlText(cell)}</td>`).join('')}</tr>`),
          '</tbody>',
          '</table>',
        ]),
  ]);
}
