import * as z from 'zod';
import { Decimal } from '../contract/schemas/common.ts';
import type { Fill } from '../contract/shapes.ts';
import { canonicalText, type Json } from '../domain/canonical.ts';
import type { Ruling } from '../domain/errors.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import { add, compare, type DecimalText, isPositive, subtract, zero } from '../domain/money.ts';
import { readJson } from '../domain/read-json.ts';
import { ok, type Result } from '../domain/result.ts';
import type { HaltControl } from '../halt/halt.ts';
import type { LostToday } from '../halt/triggers/day-loss.ts';
import type { AmountsByAsset } from '../policy/limits.ts';
import type { Clock } from '../ports.ts';
import type { Documents } from '../store/documents.ts';
import { type DayBook, dayBooks, resultOf } from '../trading/day-book.ts';
import { haltForStore } from '../trading/store-failed.ts';

/** An exchange as far as the day's loss is told by it. */
export interface LossPlace {
  readonly name: ExchangeName;
  isArmed(): boolean;
  /** Every fill of ours there, oldest first, the same list until there is another; null where they cannot be read. */
  ourFills(): readonly Fill[] | null;
  /** What somebody pays for a market's base there now; null where that is not known. */
  price(symbol: string): DecimalText | null;
  /** The time that the exchange confirms; 0 where none was. */
  confirmedMs(): number;
}

/** What live orders have lost today, against the policy's limits. */
export interface DayLoss {
  /** By each quote asset that a limit names, as far as it can be told now; nothing while no exchange is armed. */
  lost(): readonly LostToday[];
  /** Why no order that opens may leave: a limit is passed, or it cannot be told whether one is. Null where none of that is so. */
  refusal(): Ruling | null;
  /** The markets of an exchange that must have a price. */
  marketsOf(exchange: ExchangeName): readonly string[];
}

/** What it stands on. */
export interface DayLossDeps {
  readonly places: readonly LossPlace[];
  readonly limits: () => AmountsByAsset | undefined;
  readonly documents: Documents;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Halted where what is known of the day cannot be kept: the next console would know of no loss. */
  readonly halt: Pick<HaltControl, 'engage' | 'state'>;
}

const documentName = 'day-loss';
const dayMs = 86_400_000;

/** The day, and the first price that was known on it of each market in which something was held when it began. */
const Kept = z.strictObject({
  day: z.number().int().nonnegative(),
  prices: z.record(z.string(), Decimal),
  /** What was kept of this day could not be read: until it is over nobody knows what was lost on it. */
  isUnknown: z.literal(true).optional(),
});
type Kept = Readonly<z.output<typeof Kept>>;

const nothingKept: Kept = { day: 0, prices: {} };

/**
 * The loss of the day by UTC. A day is over only by a time that an exchange confirms, and never comes back. What is held when it begins
 * stands at the first price that is seen on it, and that price is kept, so that a restart forgets no loss. An exchange counts while it is
 * armed, and for the rest of a day on which an order of ours was filled there. Where a price is not known nothing is guessed: neither is
 * the whole day where what was kept of it is none of ours. While it cannot be read at all it is read again at each look, and nothing is
 * written over it. What cannot be kept halts, and again at each look until it is kept.
 */
export function createDayLoss({ clock, documents, halt, limits, places }: DayLossDeps): DayLoss {
  let known: Kept = { ...nothingKept, isUnknown: true };
  let isRead = false;
  let isStored = true;
  takeUp();
  const books = new Map<ExchangeName, { readonly fills: readonly Fill[]; day: number; list: readonly DayBook[] }>();

  /** Takes up what an earlier console kept, once that can be read. */
  function takeUp(): void {
    const kept = readKept(documents);
    isRead = kept.ok;
    if (kept.ok) known = kept.value;
  }

  function today(): number {
    if (!isRead) takeUp();
    if (!isStored) keep(known);
    const confirmedMs = Math.max(...places.map((place) => place.confirmedMs()), 0);
    const wallMs = clock.nowMs();
    if (!isRead) return Math.floor((confirmedMs > 0 ? Math.min(confirmedMs, wallMs) : wallMs) / dayMs);
    if (known.isUnknown === true && known.day === 0) {
      // Which day could not be read is told by an exchange: a clock that was set back would end it when it is set right.
      if (confirmedMs === 0) return Math.floor(wallMs / dayMs);
      keep({ ...known, day: Math.floor(confirmedMs / dayMs) });
    }
    // Our clock alone ends no day, and neither does that of an exchange.
    const nowMs = confirmedMs > 0 || known.day > 0 ? Math.min(confirmedMs, wallMs) : wallMs;
    const day = Math.floor(nowMs / dayMs);
    if (day > known.day) keep({ day, prices: {} });
    return known.day;
  }

  function keep(next: Kept): void {
    known = next;
    isStored = documents.write(documentName, canonicalText(next as unknown as Json), clock.nowMs()).ok;
    if (!isStored) haltForStore({ halt }, 'What is known of the day’s loss could not be stored.');
  }

  /** The books of a place that counts; null where they cannot be read. */
  function booksOf(place: LossPlace, day: number): readonly DayBook[] | null {
    const fills = place.ourFills();
    if (fills === null) return null;
    const cached = books.get(place.name);
    const list = cached?.fills === fills && cached.day === day ? cached.list : dayBooks(fills, day * dayMs);
    books.set(place.name, { fills, day, list });
    const isOfToday = (fills.at(-1)?.atMs ?? 0) >= day * dayMs;
    return place.isArmed() || isOfToday ? list : [];
  }

  /** The first price of the day that was known of a market. */
  function firstPrice(key: string, last: DecimalText | null): DecimalText | null {
    const first = Object.hasOwn(known.prices, key) ? known.prices[key] : undefined;
    if (first !== undefined || last === null) return first ?? null;
    if (isRead) keep({ ...known, prices: { ...known.prices, [key]: last } });
    return last;
  }

  function lost(): readonly LostToday[] {
    const named = Object.entries(limits() ?? {});
    // On paper live.db is not looked into.
    if (named.length === 0 || !places.some((place) => place.isArmed())) return [];
    const day = today();
    const sums = new Map<string, DecimalText>();
    const unknown = new Map<string, string[]>();
    const unread: string[] = known.isUnknown === true ? ['what was kept of this day before, which cannot be read'] : [];
    for (const place of places) {
      const { title } = exchanges[place.name];
      const list = booksOf(place, day);
      if (list === null) unread.push(`what was filled at ${title}`);
      for (const book of list ?? []) {
        const { before, quote, symbol } = book;
        const last = place.price(symbol);
        const first = isPositive(before.amount) ? firstPrice(`${place.name} ${symbol}`, last) : null;
        const result = resultOf(book, first, last);
        if (result === null) unknown.set(quote, [...(unknown.get(quote) ?? []), `the price of ${symbol} at ${title}`]);
        else sums.set(quote, add(sums.get(quote) ?? zero, result));
      }
    }
    return named.map(([quote, most]) => {
      const missing = [...unread, ...(unknown.get(quote) ?? [])];
      const result = sums.get(quote) ?? zero;
      const isLoss = compare(result, zero) < 0;
      return { quote, most, missing, lost: missing.length > 0 ? null : isLoss ? subtract(zero, result) : zero };
    });
  }

  return {
    lost,
    refusal() {
      // Not every look that follows keeps anything: without a limit none does.
      if (!isStored) keep(known);
      const told = isStored ? lost() : [];
      // The halt stands already; who has passed it a moment ago must not pass here.
      if (!isStored) return denied('day_loss_unknown', 'What is known of the day’s loss could not be stored.', {});
      for (const { lost: amount, missing, most, quote } of told) {
        const facts = { quote, limit: most, ...(amount === null ? {} : { lost: amount }) };
        if (amount === null) {
          return denied(
            'day_loss_unknown',
            `What was lost today in ${quote} cannot be told without ${missing[0]}.`,
            facts,
          );
        }
        if (compare(amount, most) > 0) {
          return denied('day_loss_exceeded', `Today ${amount} ${quote} were lost; at most ${most} may be.`, facts);
        }
      }
      return null;
    },
    marketsOf(exchange) {
      const place = places.find(({ name }) => name === exchange);
      const limited = limits();
      if (place === undefined || limited === undefined || !places.some((one) => one.isArmed())) return [];
      const held = (booksOf(place, today()) ?? []).filter(
        ({ before, now, quote }) =>
          Object.hasOwn(limited, quote) && (isPositive(before.amount) || isPositive(now.amount)),
      );
      return held.map(({ symbol }) => symbol);
    },
  };
}

/** What an earlier console kept; a day that is not known where what is there is none of ours. */
function readKept(documents: Documents): Result<Kept> {
  const kept = documents.read(documentName);
  if (!kept.ok) return kept;
  if (kept.value === null) return ok(nothingKept);
  const parsed = Kept.safeParse(readJson(kept.value));
  return ok(parsed.success ? parsed.data : { ...nothingKept, isUnknown: true });
}

function denied(code: string, message: string, facts: Ruling['facts']): Ruling {
  return { layer: 'engine', rule: 'day-loss', decision: 'deny', code, message, facts };
}
