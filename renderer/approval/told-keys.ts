import type { CredentialRow } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';
import { overdueWords } from '../state/custody-words.ts';

/** One key that was kept, and what the exchange said of it: everything that is not as it should be, in its words. */
export interface ToldKey {
  readonly label: string;
  readonly text: string;
  /** Whether it is never used for live trading. */
  readonly isRefused: boolean;
}

/** What was done, and of each key a line. */
export interface ToldKeys {
  readonly what: string;
  readonly keys: readonly ToldKey[];
}

/** The keys in lines of their own, those that are refused first. */
export function toldKeys(rows: readonly CredentialRow[], what: string): ToldKeys {
  const keys = rows.map((row) => ({
    label: shownText(row.label),
    text: verdictOf(row),
    isRefused: row.passport?.verdict === 'unfit',
  }));
  return { what, keys: [...keys.filter(({ isRefused }) => isRefused), ...keys.filter(({ isRefused }) => !isRefused)] };
}

const verdicts = {
  fit: 'fit for live trading',
  unfit: 'NOT fit for live trading',
  unknown: 'not known to be fit for live trading',
} as const;

function verdictOf(row: CredentialRow): string {
  const { passport } = row;
  const overdue = overdueWords(row);
  if (passport === null) return `kept${overdue}.`;
  const found = passport.findings
    .filter(({ severity }) => severity !== 'ok')
    .sort((one, other) => (one.severity === other.severity ? 0 : one.severity === 'refusal' ? -1 : 1));
  const unread = passport.failure === null || passport.state !== 'failed' ? '' : ' Its rights could not be read now.';
  const texts = found.map(({ text }) => shownText(text)).join(' ');
  return `${verdicts[passport.verdict]}${overdue}.${unread} ${texts}`.trim();
}
