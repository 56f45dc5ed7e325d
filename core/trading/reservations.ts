import { add, type DecimalText, decimal, subtract, zero } from '../domain/money.ts';
import type { ReservedFacts } from '../policy/rule.ts';
import type { Database } from '../store/database.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What one order reserved: the most it could move in quote units, from `atMs` on (see `reservedFrom`). */
export interface Reservation {
  readonly quote: string;
  readonly mostQuote: DecimalText;
  readonly atMs: number;
}

/**
 * What orders reserved of the policy's rolling windows when they were let through: the most they could move, in full, whether they
 * filled or not. Nothing a venue says gives a reservation back.
 */
export interface Reservations {
  /** Counts an order from now on. Throws when it cannot be kept: it is called inside the transaction that keeps the order. */
  add(reservation: Reservation & { readonly orderId: string }): void;
  /** What is reserved in `quote` at this confirmed time. What was reserved at a time that is not confirmed yet counts too. */
  at(quote: string, nowMs: number): ReservedFacts;
}

/** A window that knows its sum without adding it up again each time. */
interface Window {
  readonly lengthMs: number;
  /** The index of the oldest reservation that is still in the window. */
  first: number;
  readonly sums: Map<string, DecimalText>;
}

/** The reservations kept in an open paper.db or live.db. */
export function createReservations(database: Database): Reservations {
  const insert = database.prepare('INSERT INTO reservations VALUES (?, ?, ?, ?)');
  // All of them: which are recent is not known before a time is confirmed.
  const rows = database.prepare('SELECT quote, most_quote, at_ms FROM reservations ORDER BY at_ms').all() as {
    quote: string;
    most_quote: string;
    at_ms: number;
  }[];
  const all: Reservation[] = [];
  const hour: Window = { lengthMs: hourMs, first: 0, sums: new Map() };
  const day: Window = { lengthMs: dayMs, first: 0, sums: new Map() };

  function count(reservation: Reservation): void {
    all.push(reservation);
    for (const { sums } of [hour, day]) change(sums, reservation, add);
  }
  for (const row of rows) count({ quote: row.quote, mostQuote: decimal(row.most_quote), atMs: row.at_ms });

  /** Lets go what is older than the window; exactly as old as it is still counts. */
  function move(window: Window, nowMs: number): void {
    for (let oldest = all[window.first]; oldest !== undefined; oldest = all[window.first]) {
      if (oldest.atMs >= nowMs - window.lengthMs) return;
      change(window.sums, oldest, subtract);
      window.first += 1;
    }
  }

  return {
    add({ atMs: wantedMs, mostQuote, orderId, quote }) {
      // Never before one that is there already, though clocks be set back and venues differ: the windows let go from the front.
      const atMs = Math.max(wantedMs, all.at(-1)?.atMs ?? 0);
      insert.run(orderId, quote, mostQuote, atMs);
      // Should the transaction around this fail, the count stays too high until a restart: stricter, never looser.
      count({ quote, mostQuote, atMs });
    },
    at(quote, nowMs) {
      move(hour, nowMs);
      move(day, nowMs);
      let ordersLastMinute = 0;
      for (let index = all.length - 1; index >= 0; index -= 1) {
        if ((all[index]?.atMs ?? 0) < nowMs - minuteMs) break;
        ordersLastMinute += 1;
      }
      return { hour: hour.sums.get(quote) ?? zero, day: day.sums.get(quote) ?? zero, ordersLastMinute };
    },
  };
}

function change(
  sums: Map<string, DecimalText>,
  { mostQuote, quote }: Reservation,
  by: (a: DecimalText, b: DecimalText) => DecimalText,
): void {
  sums.set(quote, by(sums.get(quote) ?? zero, mostQuote));
}
