/** The day of a time, as 2026-11-27, in UTC like the audit trail. */
export function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** The first millisecond of a day that is written as `utcDay` writes it; null for what is none. */
export function readUtcDay(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const startMs = Date.parse(`${text}T00:00:00.000Z`);
  // 30 February is read as a day of March.
  return Number.isNaN(startMs) || utcDay(startMs) !== text ? null : startMs;
}
