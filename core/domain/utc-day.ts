/** The day of a time, as 2026-11-27, in UTC like the audit trail. */
export function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
