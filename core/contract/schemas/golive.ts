import * as z from 'zod';
import { exchangeNames } from '../../domain/exchanges.ts';
import { mostWaiverDays } from '../../domain/golive-bounds.ts';
import { AtMs } from './common.ts';
import { AmountsByAsset } from './policy.ts';
import { AmountsByChainAsset } from './transaction-policy.ts';
import { ChainId, Whole } from './transactions.ts';

/** How the console knows of an item: it looked itself, a file or register of its own says so, or the person does. */
export const ChecklistSource = z.enum(['probe', 'register', 'attestation']);

/** That the person goes without an item for a time, and why. */
export const Waiver = z.strictObject({ atMs: AtMs, untilMs: AtMs, reason: z.string() });

/**
 * One thing that going live asks for. `custodyLine` is its line of CUSTODY.md's compliance checklist, null for what the console asks
 * besides. 'unknown' counts as unmet: nothing is taken for well because nobody knows. `fix` says what to do, null where it is met.
 * `isWaivable` where the person may go without it for a time and a reason; what loses money at once never is. `waiver` is the one that
 * holds now, null where there is none.
 */
export const ChecklistItem = z.strictObject({
  itemId: z.string(),
  title: z.string(),
  custodyLine: z.number().int().positive().nullable(),
  state: z.enum(['met', 'unmet', 'unknown']),
  source: ChecklistSource,
  evidence: z.string(),
  /** When what the evidence says was seen or said; null for what was looked at just now, and where there is none. */
  atMs: AtMs.nullable(),
  /** Until when that holds where nothing changes; null for what is looked at anew each time or holds until something changes. */
  staleAtMs: AtMs.nullable(),
  fix: z.string().nullable(),
  isWaivable: z.boolean(),
  waiver: Waiver.nullable(),
});

/** The whole checklist as it stands now, CUSTODY.md's items first. `missing` are those that are neither met nor waived. */
export const Checklist = z.strictObject({
  items: z.array(ChecklistItem),
  met: z.number().int().nonnegative(),
  waived: z.number().int().nonnegative(),
  missing: z.number().int().nonnegative(),
});

/** What a person says to go without an item. */
export const WaiverRequest = z.strictObject({
  itemId: z.string().min(1).max(60),
  days: z.number().int().min(1).max(mostWaiverDays),
  reason: z.string().trim().min(10).max(300),
});

/** What only a person can say of this computer. */
export const AttestedItem = z.enum(['disk-encrypted']);

/**
 * What is to be armed: these exchanges and chains, until then, and at most so much in rolling 24 hours: by quote asset of orders, and by
 * asset of what is sent on chains, in its smallest unit. In any other asset nothing is live. At most 7 days.
 */
export const ArmingScope = z.strictObject({
  exchanges: z.array(z.enum(exchangeNames)).max(exchangeNames.length),
  chains: z.array(ChainId).max(20).default([]),
  untilMs: AtMs,
  maxDayNotional: AmountsByAsset,
  maxDaySpend: AmountsByChainAsset.default({}),
});

/** The address that signs for the chains that are armed; null where none is. */
const ArmedSigner = z.string().nullable().default(null);

/** Live trading as it is armed now. */
export const ArmedState = z.strictObject({ ...ArmingScope.shape, signer: ArmedSigner, armedAtMs: AtMs });

/** An asset of a real chain that may be armed: how it is called, and the most that may be, in its smallest unit. */
export const ArmableSpend = z.strictObject({
  asset: z.string(),
  chainId: ChainId,
  chainName: z.string(),
  symbol: z.string(),
  decimals: z.number().int().min(0).max(255),
  most: Whole,
});

/** Live trading: what is armed, and what was dropped last, and why. */
export const LiveStanding = z.strictObject({
  armed: ArmedState.nullable(),
  lastDrop: z.strictObject({ atMs: AtMs, text: z.string() }).nullable(),
  /** Whether one approval takes up what a console had armed that ended a moment ago. */
  mayTakeUp: z.boolean(),
  /** The most that may be armed in rolling 24 hours, by quote asset, as the policy and what was armed before have it. */
  most: AmountsByAsset,
  /** The same for what is sent on chains; empty where no chain can be armed. */
  spends: z.array(ArmableSpend),
});
