import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type CalendarEvent, isOver } from './calendar-events.ts';

const ExportedEvent = z.strictObject({
  what: z.enum(['rotation', 'maintenance']),
  /** Of everything in it: another one is a changed event. */
  digest: z.string(),
  sequence: z.number().int().nonnegative(),
  startsAtMs: z.number().int(),
  minutes: z.number().int().positive(),
  summary: z.string(),
  isCancelled: z.boolean(),
});

/** What was written last, by the uid of each event: enough to number the changes and to take back what is gone. */
export const ExportedCalendar = z.strictObject({
  exportedAtMs: z.number().int().nonnegative(),
  events: z.record(z.string(), ExportedEvent),
});
/** A calendar as it was written. */
export type ExportedCalendar = z.output<typeof ExportedCalendar>;

/** An event as it is written: how often it has changed, and whether it is taken back. */
export interface WrittenEvent extends CalendarEvent {
  readonly sequence: number;
  readonly isCancelled: boolean;
}

/** How long what is taken back is still written, so that a calendar that missed one export hears of it by the next. */
const cancelledForMs = 366 * 86_400_000;

/**
 * The next calendar after the one that was written last: an event that has changed has a higher sequence (RFC 5545, 3.8.7.4), one that is
 * gone is cancelled, one whose window is over is left alone.
 */
export function nextCalendar(
  last: ExportedCalendar | null,
  events: readonly CalendarEvent[],
  nowMs: number,
): { readonly written: readonly WrittenEvent[]; readonly exported: ExportedCalendar } {
  const current = events.map((event): WrittenEvent => {
    const before = last?.events[event.uid];
    const isSame = before !== undefined && !before.isCancelled && before.digest === digestOf(event);
    const sequence = before === undefined ? 0 : before.sequence + (isSame ? 0 : 1);
    return { ...event, sequence, isCancelled: false };
  });
  const cancelled = goneFrom(last, events, nowMs)
    .filter(([, { startsAtMs }]) => startsAtMs + cancelledForMs > nowMs)
    .map(
      ([uid, { isCancelled, minutes, sequence, startsAtMs, summary, what }]): WrittenEvent => ({
        uid,
        what,
        startsAtMs,
        minutes,
        summary,
        description: 'It is no longer planned.',
        alarmDays: [],
        sequence: isCancelled ? sequence : sequence + 1,
        isCancelled: true,
      }),
    );
  const written = [...current, ...cancelled];
  const kept = written.map((event) => {
    const { isCancelled, minutes, sequence, startsAtMs, summary, what } = event;
    return [event.uid, { what, digest: digestOf(event), sequence, startsAtMs, minutes, summary, isCancelled }] as const;
  });
  return { written, exported: { exportedAtMs: nowMs, events: Object.fromEntries(kept) } };
}

/** Whether the calendar that was written last says all that one of now would. */
export function isCurrent(last: ExportedCalendar | null, events: readonly CalendarEvent[], nowMs: number): boolean {
  if (last === null) return false;
  const hasAll = events.every((event) => {
    const before = last.events[event.uid];
    return before !== undefined && !before.isCancelled && before.digest === digestOf(event);
  });
  return hasAll && goneFrom(last, events, nowMs).every(([, { isCancelled }]) => isCancelled);
}

function goneFrom(last: ExportedCalendar | null, events: readonly CalendarEvent[], nowMs: number) {
  const present = new Set(events.map(({ uid }) => uid));
  return Object.entries(last?.events ?? {}).filter(
    ([uid, event]) => !present.has(uid) && (event.isCancelled || event.what === 'rotation' || !isOver(event, nowMs)),
  );
}

function digestOf({ alarmDays, description, minutes, startsAtMs, summary }: CalendarEvent): string {
  const content = JSON.stringify([startsAtMs, minutes, summary, description, alarmDays]);
  return createHash('sha256').update(content).digest('hex');
}
