import type { WrittenEvent } from './exported-calendar.ts';

const minuteMs = 60_000;
const daySeconds = 86_400;

/**
 * The events as iCalendar text (RFC 5545), all times in UTC. The library is loaded when it is first needed; it escapes texts and folds lines.
 */
export async function calendarText(events: readonly WrittenEvent[], nowMs: number): Promise<string> {
  const {
    default: ical,
    ICalAlarmType,
    ICalCalendarMethod,
    ICalEventStatus,
    ICalEventTransparency,
  } = await import('ical-generator');
  const calendar = ical({
    name: 'Portcullis',
    prodId: { company: 'Portcullis', product: 'Rotations', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const { alarmDays, description, isCancelled, minutes, sequence, startsAtMs, summary, uid, what } of events) {
    calendar.createEvent({
      id: uid,
      sequence,
      stamp: new Date(nowMs),
      start: new Date(startsAtMs),
      end: new Date(startsAtMs + minutes * minuteMs),
      summary,
      description,
      status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: what === 'rotation' ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
      alarms: alarmDays.map((days) => ({
        type: ICalAlarmType.display,
        trigger: days * daySeconds,
        description: summary,
      })),
    });
  }
  return calendar.toString();
}
