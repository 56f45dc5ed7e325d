import { describe, expect, it } from 'vitest';
import type { ReportPage } from '../../../core/contract/report-pages/report-page.ts';
import { pageHtml } from '../../../core/reports/page-html.ts';
import { pageLines } from '../../../core/reports/page-lines.ts';

const hostile = '<img src=x onerror=alert(1)>\u202e\u001b[31m"\'&';
const page: ReportPage = {
  title: `Report ${hostile}`,
  cautions: [`Caution ${hostile}`],
  facts: [['Written', hostile]],
  tables: [
    { title: 'Some', heads: ['What', 'In words'], rows: [['order', hostile]], empty: 'None.' },
    { title: 'None', heads: ['What'], rows: [], empty: 'There is none.' },
  ],
};

describe('a report as a page', () => {
  it('holds no markup, script or sign that hides of anybody else', () => {
    const html = pageHtml(page);
    expect(html).not.toContain('<img');
    for (const sign of ['\u202e', '\u001b']) expect(html).not.toContain(sign);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;⟨U+202E⟩⟨U+001B⟩[31m&quot;&#39;&amp;');
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('<p>There is none.</p>');
    expect(html.match(/<td>/g)).toHaveLength(2);
  });
});

describe('a report in a terminal', () => {
  it('is lines in columns, and nothing in them controls it', () => {
    const lines = pageLines(page);
    for (const sign of ['\u202e', '\u001b']) expect(lines.join()).not.toContain(sign);
    expect(lines).toContain('None: There is none.');
    const [head = '', row = ''] = lines.slice(lines.indexOf('Some:') + 1);
    expect(head.indexOf('In words')).toBe(row.indexOf('<img'));
  });

  it('goes on where one cell is very long', () => {
    const rows = [['x'.repeat(60), 'y']];
    const long = { ...page, tables: [{ title: 'Some', heads: ['A', 'B'], rows, empty: '' }] };
    expect(pageLines(long).at(-1)).toMatch(/y$/);
  });
});
