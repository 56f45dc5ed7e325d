import { isMissing } from '../contract/item-standing.ts';
import type { ArmingScope, Checklist } from '../contract/shapes.ts';
import { mostArmedHours } from '../domain/golive-bounds.ts';
import { compare, type DecimalText, decimal } from '../domain/money.ts';
import { amountsInWords } from '../policy/assets.ts';
import { type Limits, limitFor } from '../policy/limits.ts';
import { type ChainArmingFacts, whyChainsNotArmable } from './armable-chains.ts';
import { firstShareOfNotional, isProven, mostInWords } from './first-share.ts';

const minuteMs = 60_000;
/** Armed for so long at most, and for so long at least: shorter is a slip. */
const longestArmedMs = mostArmedHours * 60 * minuteMs;
const shortestArmedMs = 5 * minuteMs;

/** What arming is judged by. */
export interface ArmingFacts extends ChainArmingFacts {
  readonly nowMs: number;
  readonly isHalted: boolean;
  readonly checklist: Checklist;
  /** The exchanges whose key is in use. */
  readonly exchangesWithKey: readonly string[];
  /** The setting that says paper, such as PAPER_MODE=true; null where none does. */
  readonly paperBySetting: string | null;
}

/** Why this may not be armed now, as a sentence; null where it may. */
export function whyNotArmable(scope: ArmingScope, facts: ArmingFacts): string | null {
  const { checklist, isHalted, nowMs, paperBySetting } = facts;
  if (isHalted) return 'trading is halted: release it first';
  if (paperBySetting !== null) return `${paperBySetting} is set`;
  const missing = checklist.items.filter(isMissing);
  const [first] = missing;
  if (first !== undefined) {
    const others = missing.length === 1 ? '' : `, and ${missing.length - 1} more`;
    return `not everything is met: ${first.title}${others}`;
  }
  const keyless = scope.exchanges.find((exchange) => !facts.exchangesWithKey.includes(exchange));
  if (keyless !== undefined) return `no key of ${keyless} is in use`;
  const forMs = scope.untilMs - nowMs;
  if (forMs < shortestArmedMs || forMs > longestArmedMs) return 'it is armed for 5 minutes at least and 7 days at most';
  if (scope.exchanges.length + scope.chains.length === 0) return 'it is armed for an exchange or a chain at least';
  return whyChainsNotArmable(scope, facts) ?? whyNotCapped(scope, facts);
}

function whyNotCapped(
  { exchanges, maxDayNotional }: ArmingScope,
  { armedBeforeMs, limits }: ArmingFacts,
): string | null {
  const caps = Object.entries(maxDayNotional);
  if (exchanges.length > 0 && caps.length === 0) return 'it needs the most that may move in 24 hours, by quote asset';
  for (const [asset, cap] of caps) {
    const most = mostOf(limits, asset, armedBeforeMs);
    if (most === null) return `the policy has no largest order or no most in 24 hours for ${asset}`;
    if (compare(decimal(cap), most) > 0) {
      const words = mostInWords(armedBeforeMs);
      return `the most in 24 hours for ${asset} is ${words}: ${amountsInWords({ [asset]: most }) ?? ''}`;
    }
  }
  return null;
}

/** The most that may be armed of an asset; null where the policy does not bound it. */
export function mostOf(limits: Limits, asset: string, armedBeforeMs: number): DecimalText | null {
  const day = limitFor(limits.maxDayNotional, asset);
  if (day === undefined || limitFor(limits.maxOrderNotional, asset) === undefined) return null;
  return isProven(armedBeforeMs) ? day : firstShareOfNotional(day);
}
