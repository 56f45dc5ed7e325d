import type { Halt, HaltReason } from '../../core/contract/shapes.ts';
import { shownReasons } from '../../core/contract/shown-reasons.ts';
import { shownText } from '../escape.ts';
import { counted } from '../format/amount.ts';

const engagedBy: Readonly<Record<HaltReason['source'], string>> = {
  window: 'you, in this window',
  shortcut: 'you, by the shortcut',
  tray: 'you, from the tray',
  cli: 'the command line',
  http: 'the local HTTP address',
  environment: 'the environment',
  automatic: 'the console itself',
};

/** Who engaged the halt for a reason. */
function engagedByWords(reason: HaltReason): string {
  return engagedBy[reason.source];
}

/** Why it is halted, a line for each reason: the first that there was, then what came up since. What keeps it locked is said elsewhere. */
export function reasonLines(halt: Halt): readonly string[] {
  const lines = shownReasons(halt)
    .filter(({ text }) => text !== halt.locked)
    .map((reason, place) => {
      const by = `${place === 0 ? 'By' : 'Also, by'} ${engagedByWords(reason)}`;
      return `${by}: ${shownText(reason.text)}${reason.resolved ? ' (its cause is gone)' : ''}`;
    });
  return [...new Set(lines)];
}

/** What is halted, as a heading. */
export function haltTitle(state: Halt['state']): string {
  return state === 'reducing' ? 'Reducing only' : 'Trading is halted';
}

/** The whole halt in one sentence, for a live region. */
export function haltSentence(halt: Halt): string {
  if (halt.state === 'active') return 'Trading is active.';
  const [reason] = halt.reasons;
  const why = reason === undefined ? '' : ` by ${engagedByWords(reason)}: ${shownText(reason.text)}`;
  return `${haltTitle(halt.state)}${why}`;
}

/** What is still open while halted: 'Still open: 3 orders, 1 approval.' or that nothing is. */
export function stillOpenWords(orders: number, approvals: number, transactions = 0, signing = 0): string {
  const parts = [
    counting(orders, 'order'),
    counting(approvals, 'approval'),
    counting(transactions, 'transaction'),
    counting(signing, 'signature'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Nothing is open.' : `Still open: ${parts.join(', ')}.`;
}

function counting(count: number, noun: string): string | null {
  return count === 0 ? null : `${counted(count)} ${noun}${count === 1 ? '' : 's'}`;
}
