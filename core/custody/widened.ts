import type { Answer, KeyRights } from '../domain/key-rights.ts';

/** What was last known of each right, by its name; 'unknown' where it never was. */
export type KnownRights = Readonly<Record<'trade' | 'withdraw' | 'futures' | 'margin' | 'ipRestricted', Answer>>;

/** A right that a key has got since it was first read, and when that was seen. */
export interface WidenedRight {
  readonly right: keyof KnownRights;
  readonly atMs: number;
  readonly text: string;
}

const words: Readonly<Record<keyof KnownRights, string>> = {
  trade: 'it can trade now',
  withdraw: 'it can withdraw or transfer money out now',
  futures: 'it can trade on futures now',
  margin: 'it can trade on margin now',
  ipRestricted: 'it is no longer bound to IP addresses',
};
const names = ['trade', 'withdraw', 'futures', 'margin', 'ipRestricted'] as const;

/** Rights of which nothing was ever known. */
export const nothingKnown: KnownRights = {
  trade: 'unknown',
  withdraw: 'unknown',
  futures: 'unknown',
  margin: 'unknown',
  ipRestricted: 'unknown',
};

/**
 * What is known after a reading, and what became wider by it: rights that were known to be absent and are there now, or a bond to IP
 * addresses that is gone. An answer that says nothing forgets nothing, so that 'no', 'unknown', 'yes' counts as widened. What was seen
 * wider before stays until the right is taken away again.
 */
export function compareRights(
  known: KnownRights,
  before: readonly WidenedRight[],
  rights: KeyRights,
  nowMs: number,
): { readonly known: KnownRights; readonly widened: readonly WidenedRight[]; readonly fresh: readonly WidenedRight[] } {
  const now = Object.fromEntries(
    names.map((name) => {
      const answer = rights[name];
      return [name, answer === 'unknown' || answer === 'untold' ? known[name] : answer];
    }),
  ) as KnownRights;
  const fresh = names
    .filter((name) => known[name] === narrow(name) && now[name] === wide(name))
    .map((right): WidenedRight => ({ right, atMs: nowMs, text: words[right] }));
  const kept = before.filter(({ right }) => now[right] === wide(right));
  const widened = [...kept, ...fresh.filter(({ right }) => kept.every((one) => one.right !== right))];
  return { known: now, widened, fresh };
}

function wide(name: keyof KnownRights): Answer {
  return name === 'ipRestricted' ? 'no' : 'yes';
}

function narrow(name: keyof KnownRights): Answer {
  return name === 'ipRestricted' ? 'yes' : 'no';
}
