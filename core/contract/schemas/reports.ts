import * as z from 'zod';
import { readUtcDay } from '../../domain/utc-day.ts';
import { AtMs, Decimal, Id, OrderType, Side } from './common.ts';

const longestSpanMs = 31 * 86_400_000;
const Count = z.number().int().nonnegative();

/** Which stretch of time a report is of: a day in UTC, today's where none is named, or from one moment to another, 31 days at most. */
export const ReportSpan = z.union([
  z.strictObject({
    day: z
      .string()
      .refine((text) => readUtcDay(text) !== null, 'is no day such as 2026-11-27')
      .optional(),
  }),
  z
    .strictObject({ fromMs: AtMs, toMs: AtMs })
    .refine(({ fromMs, toMs }) => fromMs < toMs && toMs - fromMs <= longestSpanMs, 'is no stretch of 31 days at most'),
]);

/** Whose orders: those on the practice exchange, or those with real money. */
export const ReportBook = z.enum(['paper', 'live']);

/** A row of the audit trail as a report tells it: `text` is what it says, in words; all of it is text that may be shown. */
export const ReportedRow = z.strictObject({
  auditId: z.number().int().positive(),
  timestamp: z.string(),
  what: z.string(),
  status: z.string(),
  actor: z.string(),
  about: z.string(),
  text: z.string(),
});

/** Fills on one side of a market. `averagePrice` is the notional by the amount, rounded down to 8 decimals. */
export const TradedLine = z.strictObject({
  book: ReportBook,
  exchange: z.string(),
  symbol: z.string(),
  side: Side,
  fills: Count,
  amount: Decimal,
  notional: Decimal,
  averagePrice: Decimal,
  fees: z.array(z.strictObject({ asset: z.string(), amount: Decimal })),
});

/** Requests that came to nothing for one reason, in the same words. `code` is the error's, or the rule's that refused. */
export const RefusedGroup = z.strictObject({ what: z.string(), code: z.string(), why: z.string(), count: Count });

/**
 * How far an order's average price was from what its preview had estimated, in hundredths of a percent, to two decimals away from zero;
 * above zero where it was worse for us: dearer bought, or cheaper sold.
 */
export const DriftedOrder = z.strictObject({
  orderId: Id,
  book: ReportBook,
  exchange: z.string(),
  symbol: z.string(),
  side: Side,
  type: OrderType,
  createdAtMs: AtMs,
  estimatedPrice: Decimal,
  averagePrice: Decimal,
  filled: Decimal,
  basisPoints: Decimal,
});

/** The same of all orders of a market: weighed by their value, and the worst of them. */
export const DriftLine = z.strictObject({
  book: ReportBook,
  exchange: z.string(),
  symbol: z.string(),
  orders: Count,
  basisPoints: Decimal,
  worst: Decimal,
});

/** Drift of a stretch of time. `orders` are the live ones; `unknown` are those that traded and of which no estimate is known; those estimated at their own limit are left out. */
export const Drift = z.strictObject({
  lines: z.array(DriftLine),
  orders: z.array(DriftedOrder),
  unknown: Count,
});

/**
 * What happened from `fromMs` until before `toMs`. `isOver` where that time is over; `isWhole` false where there was more than was looked
 * at; rows are oldest first.
 */
export const DayReport = z.strictObject({
  fromMs: AtMs,
  toMs: AtMs,
  writtenAtMs: AtMs,
  isOver: z.boolean(),
  isWhole: z.boolean(),
  /** Of the audit trail when this was written: only a verified one is sure to say all. */
  trail: z.enum(['verified', 'verifying', 'broken', 'failed']),
  traded: z.array(TradedLine),
  refused: z.array(RefusedGroup),
  policy: z.array(ReportedRow),
  credentials: z.array(ReportedRow),
  halts: z.array(ReportedRow),
  armings: z.array(ReportedRow),
  drift: Drift,
});

/** Which halt: the row of it in the audit trail; where none is named the one that the newest incident began with, and a trial is none. */
export const IncidentWanted = z.strictObject({ auditId: z.number().int().positive().optional() });

/**
 * What came before and after a halt. `released` is its release, null where it stands; `untilMs` is when that was, or until when was looked.
 * `further` are the halts in between; `refused` and `traded` are of that time. Rows are oldest first; starts and ends of the core are among
 * them only after a crash.
 */
export const HaltReport = z.strictObject({
  halt: ReportedRow,
  released: ReportedRow.nullable(),
  untilMs: AtMs,
  writtenAtMs: AtMs,
  isWhole: z.boolean(),
  trail: DayReport.shape.trail,
  further: z.array(ReportedRow),
  before: z.array(ReportedRow),
  after: z.array(ReportedRow),
  refused: z.array(RefusedGroup),
  traded: z.array(TradedLine),
});
