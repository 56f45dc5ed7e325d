import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, type DecimalText, fromUnits, zero } from '../../../core/domain/money.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { createConfirmedTime, reservedFrom } from '../../../core/trading/confirmed-time.ts';
import { tradingMigrations } from '../../../core/trading/migrations.ts';
import { createReservations, type Reservation } from '../../../core/trading/reservations.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const startMs = Date.UTC(2026, 0, 1);

function open() {
  const database = openDatabase(join(temporaryFolder(), 'paper.db'), tradingMigrations);
  if (!database.ok) throw new Error(database.error.code);
  return database.value;
}
const sumOf = (list: readonly Reservation[], quote: string, nowMs: number, lengthMs: number): DecimalText =>
  list
    .filter((item) => item.quote === quote && nowMs - item.atMs <= lengthMs)
    .reduce<DecimalText>((sum, item) => add(sum, item.mostQuote), zero);

describe('the rolling windows', () => {
  it('hold what a slow sum over every reservation holds, at any time, also after a restart', () => {
    const step = fc.record({
      afterMs: fc.constantFrom(0, 1, 30_000, minuteMs, 20 * minuteMs, hourMs, 5 * hourMs, dayMs),
      quote: fc.constantFrom('USDT', 'ETH'),
      mostQuote: fc.bigInt(0n, 1_000_000n).map((units) => fromUnits(units, 4)),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const database = open();
        const kept = createReservations(database);
        const all: Reservation[] = [];
        let nowMs = startMs;
        for (const [index, { afterMs, quote, mostQuote }] of steps.entries()) {
          nowMs += afterMs;
          kept.add({ orderId: `o${index}`, quote, mostQuote, atMs: nowMs });
          all.push({ quote, mostQuote, atMs: nowMs });
          const laterMs = nowMs + (index % 3) * 10 * minuteMs;
          for (const of of [kept, ...(index % 20 === 19 ? [createReservations(database)] : [])]) {
            expect(of.at(quote, Math.max(nowMs, index % 3 === 0 ? laterMs : nowMs))).toEqual({
              hour: sumOf(all, quote, nowMs, hourMs),
              day: sumOf(all, quote, nowMs, dayMs),
              ordersLastMinute: all.filter(({ atMs }) => nowMs - atMs <= minuteMs).length,
            });
          }
        }
        database.close();
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('hold an order of exactly an hour ago, and no longer the millisecond after', () => {
    const kept = createReservations(open());
    kept.add({ orderId: 'a', quote: 'USDT', mostQuote: fromUnits(5n, 0), atMs: startMs });
    expect(kept.at('USDT', startMs + hourMs).hour).toBe('5');
    expect(kept.at('USDT', startMs + hourMs + 1)).toMatchObject({ hour: '0', day: '5' });
    expect(kept.at('USDT', startMs + dayMs + 1).day).toBe('0');
  });

  it('hold an order for its whole hour though its venue said that it was long ago, and then told the truth', () => {
    const database = open();
    let wallMs = startMs;
    const confirmedTime = createConfirmedTime();
    confirmedTime.confirm(startMs, wallMs);
    wallMs = startMs + 3 * hourMs;
    // The venue's clock stands still meanwhile.
    confirmedTime.confirm(startMs, wallMs);
    const kept = createReservations(database);
    const atMs = reservedFrom({ nowMs: () => wallMs }, confirmedTime);
    kept.add({ orderId: 'a', quote: 'USDT', mostQuote: fromUnits(5n, 0), atMs });
    expect(kept.at('USDT', confirmedTime.nowMs())).toEqual({ hour: '5', day: '5', ordersLastMinute: 1 });
    wallMs += minuteMs;
    confirmedTime.confirm(wallMs, wallMs);
    for (const of of [kept, createReservations(database)]) {
      expect(of.at('USDT', confirmedTime.nowMs())).toEqual({ hour: '5', day: '5', ordersLastMinute: 1 });
      expect(of.at('USDT', wallMs + hourMs).hour).toBe('0');
    }
  });

  it('hold what was reserved before a clock that was set far ahead, and set back, dated an order', () => {
    const database = open();
    const mostQuote = fromUnits(5n, 0);
    const kept = createReservations(database);
    kept.add({ orderId: 'a', quote: 'USDT', mostQuote, atMs: startMs });
    kept.add({ orderId: 'b', quote: 'USDT', mostQuote, atMs: startMs + 900 * dayMs });
    kept.add({ orderId: 'c', quote: 'USDT', mostQuote, atMs: startMs + minuteMs });
    for (const of of [kept, createReservations(database)]) {
      expect(of.at('USDT', startMs + minuteMs)).toEqual({ hour: '15', day: '15', ordersLastMinute: 3 });
      // Nothing that is dated ahead is let go before its time.
      expect(of.at('USDT', startMs + 2 * dayMs).day).toBe('10');
    }
  });
});

describe('the time that windows go by', () => {
  it('moves only as far as both clocks say, and never back', () => {
    const time = createConfirmedTime(1_000);
    time.confirm(5_000, 4_000);
    expect(time.nowMs()).toBe(4_000);
    time.confirm(4_500, 9_000_000);
    expect(time.nowMs()).toBe(4_500);
    time.confirm(0, 0);
    expect(time.nowMs()).toBe(4_500);
  });
});
