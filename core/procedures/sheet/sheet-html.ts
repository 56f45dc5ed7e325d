import { htmlPage } from '../../domain/html-page.ts';
import { htmlText } from '../../domain/html-text.ts';
import type { Sheet, SheetRow } from './sheet.ts';

/** The only style: one A4 page, read in black on white. Nothing is loaded from anywhere, and no script runs. */
const style = [
  '@page{size:A4;margin:11mm}',
  'body{font:8.5pt/1.35 system-ui,sans-serif;color:#000;background:#fff;max-width:188mm;margin:0 auto;padding:0}',
  'h1{font-size:14pt;margin:0}h2{font-size:9.5pt;margin:3mm 0 1mm;border-bottom:.3mm solid #000}h3{font-size:8.5pt;margin:1.5mm 0 0}',
  'p{margin:.5mm 0}ol{margin:1mm 0;padding-left:5mm}li{margin:.6mm 0}',
  'table{border-collapse:collapse;width:100%}td{vertical-align:top;padding:.4mm 2mm .4mm 0;overflow-wrap:anywhere}',
  '.mark{font-family:ui-monospace,monospace}tr{break-inside:avoid}.note{color:#444}',
  '@media screen{body{padding:8mm}}',
];

/** The sheet as one page that needs nothing else. `writtenOn` is a date in words. */
export function sheetHtml(sheet: Sheet, writtenOn: string): string {
  const { addresses, backups, contacts, left, others, steps, venues } = sheet;
  return htmlPage('If this computer is lost or stolen', style, [
    '<h1>If this computer is lost or stolen</h1>',
    `<p class="note">Written by Portcullis on ${htmlText(writtenOn)}. No secret is on this page. Keep it apart from the computer, and from strangers: it says where your backups are.</p>`,
    '<h2>What to do, in this order</h2>',
    '<ol>',
    ...steps.map((step) => `<li>${htmlText(step)}</li>`),
    '</ol>',
    ...(venues.length === 0 ? [] : ['<h2>Keys to delete</h2>']),
    ...venues.flatMap(({ keys, menu, rows, support, title }) => [
      `<h3>${htmlText(title)}</h3>`,
      `<p>${htmlText(keys)} (${htmlText(menu)}). Help: ${htmlText(support)}</p>`,
      ...table(rows),
    ]),
    ...part('Also on the computer', others),
    ...part('Addresses', addresses),
    ...part('Contacts', contacts),
    ...part('Backups', backups),
    ...left.map((words) => `<p>${htmlText(words)}</p>`),
  ]);
}

function part(title: string, rows: readonly SheetRow[]): readonly string[] {
  return rows.length === 0 ? [] : [`<h2>${htmlText(title)}</h2>`, ...table(rows)];
}

/** Rows whose second cell is a mark or an address are compared sign by sign. */
function table(rows: readonly SheetRow[]): readonly string[] {
  const cell = (text: string): string =>
    `<td${/^(0x)?[0-9a-fA-F]{8,}$/.test(text) ? ' class="mark"' : ''}>${htmlText(text)}</td>`;
  return ['<table>', ...rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`), '</table>'];
}
