import { allow, deny, noLimit, type Word } from './rule.ts';
import type { SpentFacts, TransactionFacts } from './transaction-facts.ts';
import { type AmountsByChainAsset, spendLimit } from './transaction-limits.ts';

/** One rolling window of spends. */
export interface SpendWindow {
  readonly limits: AmountsByChainAsset | undefined;
  readonly span: keyof SpentFacts;
  readonly words: string;
  readonly code: string;
}

/**
 * Whether what a transaction moves still fits in a rolling window, asset by asset. Going to the rescue address and taking back are not
 * held against it. What could not be understood fits in no window, and neither does an allowance without an end.
 */
export function withinWindow({ code, limits, span, words }: SpendWindow, facts: TransactionFacts): Word {
  if (limits === undefined) return noLimit;
  if (facts.isRescue || facts.isTakingBack) return allow('It is not held against the window.');
  const { spends, spent } = facts;
  if (spends === null || spent === null) {
    return deny(code, `What it moves is not known, so it cannot be held against what may leave ${words}.`);
  }
  for (const { asset, amount } of spends) {
    const limit = spendLimit(limits, asset);
    if (limit === undefined) continue;
    const before = Object.hasOwn(spent, asset) ? spent[asset]?.[span] : undefined;
    if (before === undefined || amount === 'unlimited') {
      const what = amount === 'unlimited' ? 'It would let all of it leave' : 'What has left is not known';
      return deny(code, `${what}, and ${words} at most ${limit} of ${asset} may.`, { asset, limit: limit.toString() });
    }
    const after = before + amount;
    const figures = { asset, used: before.toString(), after: after.toString(), limit: limit.toString() };
    if (after > limit) return deny(code, `${after} of ${asset} ${words} is more than ${limit}.`, figures);
  }
  return allow(`What it moves fits in what may leave ${words}.`);
}

/** Limits as a person reads them. */
export function spendsInWords(limits: AmountsByChainAsset | undefined): string | null {
  if (limits === undefined) return null;
  return Object.entries(limits)
    .map(([asset, limit]) => `${limit} of ${asset}`)
    .join(', ');
}
