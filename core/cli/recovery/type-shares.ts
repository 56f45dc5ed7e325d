import { symbolCount } from '../../procedures/recovery/base32.ts';
import type { Gathering } from '../../procedures/recovery/combine.ts';
import { problemWords } from '../../procedures/recovery/problem.ts';
import { type ShareSet, shareSymbols } from '../../procedures/recovery/share.ts';
import type { Streams } from '../streams.ts';
import { askLine } from '../terminal.ts';
import { onOwnScreen } from './pages.ts';

/** Asks for shares one at a time until there are enough; false when the person leaves by an empty line. */
export async function typeShares(
  gathering: Gathering,
  { set, threshold }: Pick<ShareSet, 'set' | 'threshold'>,
  streams: Streams,
): Promise<boolean> {
  let missing = threshold;
  while (missing > 0) {
    const text = await onOwnScreen(() => typeShare(`A share of set ${set}, ${missing} more of ${threshold}`));
    if (text === '') return false;
    const added = gathering.add(text);
    if (added.ok) {
      missing = added.value.missing;
      streams.out(`Share ${added.value.index} is taken.`);
    } else streams.note(problemWords(added.error));
  }
  return true;
}

/** One share, on as many lines as the person likes; an empty line ends it. */
async function typeShare(what: string): Promise<string> {
  let text = '';
  while (symbolCount(text) < shareSymbols) {
    const prompt = text === '' ? `${what} (an empty line leaves):\n> ` : `${symbolCount(text)} of ${shareSymbols}> `;
    const line = (await askLine(prompt, { isHidden: false })).trim();
    if (line === '') break;
    text = `${text} ${line}`.trim();
  }
  return text;
}
