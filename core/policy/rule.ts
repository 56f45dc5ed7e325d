import type { Decision } from '../domain/errors.ts';
import type { DecimalText } from '../domain/money.ts';
import type { IntentFields, OrderFields, TransactionFields } from './intent-fields.ts';
import type { Limits } from './limits.ts';
import type { TransactionFacts } from './transaction-facts.ts';

/** The order's market as it was read right before it was judged. */
export interface MarketFacts {
  /** How long ago the book was asked for: it is no newer. */
  readonly ageMs: number;
  readonly bestBid: DecimalText | null;
  readonly bestAsk: DecimalText | null;
  /**
   * The worst price that the order may trade at: its limit, or for a market order the deepest level of the visible book that it
   * reaches; null when the visible book does not hold enough, and for a stop order without a limit, which meets a book of later.
   */
  readonly worstPrice: DecimalText | null;
}

/** What an order would do to the holding of the asset that it buys or sells. */
export interface PositionFacts {
  /** The base asset. */
  readonly asset: string;
  /** All of it that the account has, free and held. */
  readonly total: DecimalText;
  /** What open buy orders may still add. */
  readonly opening: DecimalText;
}

/** What was reserved by orders of the same quote asset, this one not included, in the time that a venue confirms to have passed. */
export interface ReservedFacts {
  readonly hour: DecimalText;
  readonly day: DecimalText;
  /** Orders of every market in the last minute. */
  readonly ordersLastMinute: number;
}

/** What rules may know of the world beside the intent; gathered before they are asked. Null is what could not be read. */
export interface Facts {
  readonly isHalted: boolean;
  readonly market: MarketFacts | null;
  /** The most base that the order may move: its amount, or for a market order by quote amount what it may come to. */
  readonly mostBase: DecimalText | null;
  /** The most quote that the order may move, fees not counted, rounded up. */
  readonly mostQuote: DecimalText | null;
  readonly position: PositionFacts | null;
  readonly reserved: ReservedFacts | null;
}

/** The facts where nothing of the world was read: rules that need any of it refuse. */
export const unknownFacts: Facts = {
  isHalted: false,
  market: null,
  mostBase: null,
  mostQuote: null,
  position: null,
  reserved: null,
};

/** What one rule says. `facts` are the figures it judged by. */
export interface Word {
  readonly decision: Decision;
  readonly code: string | null;
  readonly message: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** A rule: one pure file, whose name is its id. */
export interface Rule<I extends IntentFields = IntentFields, F = Facts> {
  readonly id: string;
  readonly title: string;
  readonly appliesTo: I['kind'];
  judge(intent: I, limits: Limits, facts: F): Word;
  /** The limit it stands on as a person reads it, null when none is set. */
  standing(limits: Limits): string | null;
}

/** A rule for orders. */
export type OrderRule = Rule<OrderFields>;
/** A rule for transactions. */
export type TransactionRule = Rule<TransactionFields, TransactionFacts>;

/** The word of a rule that lets something pass. */
export function allow(message: string, facts: Word['facts'] = {}): Word {
  return { decision: 'allow', code: null, message, facts };
}

/** The word of a rule that refuses. */
export function deny(code: string, message: string, facts: Word['facts'] = {}): Word {
  return { decision: 'deny', code, message, facts };
}

/** What a rule says when no limit of its kind is set; the fact tells it from one that is kept. */
export const noLimit: Word = allow('No limit of this kind is set.', { limit: 'none' });
