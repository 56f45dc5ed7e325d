/** The last millisecond that ISO text of the usual form, with a year of four digits, can say. */
const lastMs = 253_402_300_799_999;

/**
 * A time as ISO 8601 text in UTC with milliseconds and a year of four digits, so that texts sort as times do. What lies before 1970 or
 * after 9999, where only a broken clock can be, becomes the nearest time between.
 */
export function isoTime(ms: number): string {
  return new Date(Math.min(Math.max(ms, 0), lastMs)).toISOString();
}

/** `isoTime` that remembers its last answer: rows of one commit are of one or two milliseconds. */
export function createIsoTimes(): (ms: number) => string {
  let knownMs = 0;
  let known = isoTime(0);
  return (ms) => {
    if (ms !== knownMs) {
      knownMs = ms;
      known = isoTime(ms);
    }
    return known;
  };
}
