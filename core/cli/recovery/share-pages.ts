import type { ShareSet } from '../../procedures/recovery/share.ts';
import { subjectWords } from '../../procedures/recovery/subject.ts';
import type { Page } from './pages.ts';
import { qrLines } from './qr-lines.ts';

const groupsOnLine = 6;

/** Two pages for each share: its groups to write down, and the same text as a QR code. */
export function sharePages(set: ShareSet, shares: readonly string[]): readonly Page[] {
  return shares.flatMap((text, at): readonly Page[] => {
    const head = `Recovery share ${at + 1} of ${set.count}. Any ${set.threshold} of them open it.`;
    const words = [
      head,
      `Set ${set.set}, for ${subjectWords(set.subject)}.`,
      '',
      ...linesOf(text).map((line) => `    ${line}`),
      '',
      'For one custodian alone. Write it down; no file holds it, and it is not shown again.',
      'Capitals do not matter, I and L are 1, O is 0.',
      '',
    ];
    const isLast = at + 1 === shares.length;
    return [
      { text: words.join('\n'), prompt: 'A key shows it as a QR code. ' },
      { text: qrLines(text).join('\n'), prompt: isLast ? 'A key ends this. ' : 'A key clears it and shows the next. ' },
    ];
  });
}

/** A share in lines of six groups. */
export function linesOf(text: string): readonly string[] {
  const groups = text.split('-');
  const lines: string[] = [];
  for (let at = 0; at < groups.length; at += groupsOnLine) lines.push(groups.slice(at, at + groupsOnLine).join('-'));
  return lines;
}
