import type { ArmingScope, Checklist } from '../contract/shapes.ts';
import { mostArmedHours } from '../domain/golive-bounds.ts';
import { compare, type DecimalText, decimal, multiply } from '../domain/money.ts';
import { amountsInWords } from '../policy/assets.ts';
import { type Limits, limitFor } from '../policy/limits.ts';
import { isMissing } from './item.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Armed for so long at most, and for so long at least: shorter is a slip. */
const longestArmedMs = mostArmedHours * 60 * minuteMs;
const shortestArmedMs = 5 * minuteMs;
/** How long live trading must have been armed in all before a day may move more than a part of the policy's limit. */
const provenAfterMs = dayMs;
/** That part. */
const firstShare = decimal('0.1');

/** What arming is judged by. */
export interface ArmingFacts {
  readonly nowMs: number;
  readonly isHalted: boolean;
  readonly checklist: Checklist;
  readonly limits: Limits;
  /** The exchanges whose key is in use. */
  readonly exchangesWithKey: readonly string[];
  /** The setting that says paper, such as PAPER_MODE=true; null where none does. */
  readonly paperBySetting: string | null;
  /** For how long live trading was armed in all, until now. */
  readonly armedBeforeMs: number;
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
  return whyNotCapped(scope, facts);
}

function whyNotCapped({ maxDayNotional }: ArmingScope, { armedBeforeMs, limits }: ArmingFacts): string | null {
  const caps = Object.entries(maxDayNotional);
  if (caps.length === 0) return 'it needs the most that may move in 24 hours, by quote asset';
  for (const [asset, cap] of caps) {
    const most = mostOf(limits, asset, armedBeforeMs);
    if (most === null) return `the policy has no largest order or no most in 24 hours for ${asset}`;
    if (compare(decimal(cap), most) > 0) {
      const words =
        armedBeforeMs < provenAfterMs ? 'until it was armed for a day in all, a tenth of the policy’s' : 'the policy’s';
      return `the most in 24 hours for ${asset} is ${words}: ${amountsInWords({ [asset]: most }) ?? ''}`;
    }
  }
  return null;
}

/** The most that may be armed of an asset; null where the policy does not bound it. */
export function mostOf(limits: Limits, asset: string, armedBeforeMs: number): DecimalText | null {
  const day = limitFor(limits.maxDayNotional, asset);
  if (day === undefined || limitFor(limits.maxOrderNotional, asset) === undefined) return null;
  return armedBeforeMs < provenAfterMs ? multiply(day, firstShare) : day;
}
