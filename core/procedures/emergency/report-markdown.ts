import type { IncidentReport } from './incident-report.ts';

/** A report as Markdown (CommonMark), in which no text of anybody's is markup. */
export function reportMarkdown({ drill, facts, review, steps, title }: IncidentReport): string {
  const lines = [
    `# ${escaped(title)}`,
    ...(drill === null ? [] : ['', `**${escaped(drill)}**`]),
    '',
    ...facts.map(([name, text]) => `- ${escaped(name)}: ${escaped(text)}`),
    '',
    '## What was done',
    ...steps.flatMap((step, index) => [
      '',
      `### ${index + 1}\\. ${escaped(step.title)}`,
      '',
      ...step.lines.map(({ at, strength, text }) => `- ${escaped(at)} (${escaped(strength)}): ${escaped(text)}`),
    ]),
    ...(review === null
      ? []
      : [
          '',
          '## What the audit trail says',
          '',
          escaped(review.summary),
          '',
          ...review.rows.map((row) => `- ${row.map(escaped).join(', ')}`),
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Every sign that could begin markup is escaped (https://spec.commonmark.org/0.31.2/#backslash-escapes), and what GitHub's dialect makes a
 * link of by itself (https://github.github.com/gfm/#autolinks-extension-).
 */
function escaped(text: string): string {
  const signs = text.replace(/[!"#$%&'()*+,./:;<=>?@[\\\]^_`{|}~-]/g, (sign) =>
    readable.has(sign) ? sign : `\\${sign}`,
  );
  return signs.replace(/:(?=\/\/)/g, '\\:').replace(/(\bwww)\./gi, '$1\\.');
}

/** Signs that mean nothing where they stand within a line of ours. */
const readable: ReadonlySet<string> = new Set('\'",;:/%?=^$-+.()');
