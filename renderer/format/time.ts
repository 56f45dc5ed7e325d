function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Local time of day: 14:03:22. */
export function timeOfDay(atMs: number): string {
  const at = new Date(atMs);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Local date: 2026-11-23. */
export function localDate(atMs: number): string {
  const at = new Date(atMs);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Local date and time of day: 2026-11-23 14:03:22. */
export function localTime(atMs: number): string {
  return `${localDate(atMs)} ${timeOfDay(atMs)}`;
}

/** The time of day when it is of today, else the day and the minute, with its year where that is another: 14:03:22, 11-23 14:03. */
export function shortTime(atMs: number, nowMs: number): string {
  const [day, today] = [localDate(atMs), localDate(nowMs)];
  if (day === today) return timeOfDay(atMs);
  const isOfThisYear = day.slice(0, 4) === today.slice(0, 4);
  return `${isOfThisYear ? day.slice(5) : day} ${timeOfDay(atMs).slice(0, 5)}`;
}

/** The whole moment for a hover: local date, time to the millisecond, and the zone: 2026-11-23 14:03:22.120 UTC+01:00. */
export function momentWithZone(atMs: number): string {
  const at = new Date(atMs);
  return `${localTime(atMs)}.${String(at.getMilliseconds()).padStart(3, '0')} ${zoneOf(at)}`;
}

function zoneOf(at: Date): string {
  const ahead = -at.getTimezoneOffset();
  const size = Math.abs(ahead);
  return `UTC${ahead < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

const units = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
] as const;

/** A span in words by its largest unit: '3 s', '4 minutes', '1 hour', '12 days'. Negative spans count as 0 s. */
export function spanInWords(spanMs: number): string {
  for (const unit of units) {
    const count = Math.floor(spanMs / unit.ms);
    if (count >= 1) return `${count} ${unit.name}${count === 1 ? '' : 's'}`;
  }
  return `${Math.max(0, Math.floor(spanMs / 1000))} s`;
}

/** How long ago in words: 'just now' within the last second, else '12 days ago'. */
export function agoInWords(atMs: number, nowMs: number): string {
  return nowMs - atMs < 1000 ? 'just now' : `${spanInWords(nowMs - atMs)} ago`;
}

/** A countdown: 1:59, 0:05; never below 0:00. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** A local time as typed: '2026-11-23', '2026-11-23 14:03' or with seconds; the span it names in milliseconds, both ends in it. */
export function readLocalTime(text: string): { readonly startMs: number; readonly endMs: number } | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text.trim());
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number.parseInt(part ?? '0', 10));
  const start = new Date(year, month - 1, day, hour, minute, second);
  const isReal = start.getMonth() === month - 1 && start.getDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!isReal) return null;
  const spanMs = parts[6] !== undefined ? 1_000 : parts[4] !== undefined ? 60_000 : 86_400_000;
  return { startMs: start.getTime(), endMs: start.getTime() + spanMs - 1 };
}
