import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  agoInWords,
  countdown,
  localTime,
  momentWithZone,
  readLocalTime,
  shortTime,
  spanInWords,
} from '../../../renderer/format/time.ts';

const before = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Asia/Kolkata';
});
afterAll(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

const atMs = Date.UTC(2026, 10, 23, 20, 3, 22, 120);

describe('times on screen', () => {
  it('are local, and whole with their zone on hover', () => {
    expect(localTime(atMs)).toBe('2026-11-24 01:33:22');
    expect(momentWithZone(atMs)).toBe('2026-11-24 01:33:22.120 UTC+05:30');
  });

  it('are short when of today, with the day when not', () => {
    expect(shortTime(atMs, atMs + 60_000)).toBe('01:33:22');
    expect(shortTime(atMs, atMs + 86_400_000)).toBe('11-24 01:33');
    expect(shortTime(atMs, atMs - 86_400_000)).toBe('11-24 01:33');
    expect(shortTime(atMs, atMs - 365 * 86_400_000)).toMatch(/^\d{4}-11-24 01:33$/);
  });

  it('are ages in words by the largest unit', () => {
    expect(spanInWords(3_400)).toBe('3 s');
    expect(spanInWords(60_000)).toBe('1 minute');
    expect(spanInWords(7_200_000)).toBe('2 hours');
    expect(spanInWords(12 * 86_400_000 + 5)).toBe('12 days');
    expect(spanInWords(-5)).toBe('0 s');
    expect(agoInWords(1_000, 1_500)).toBe('just now');
    expect(agoInWords(0, 90_000)).toBe('1 minute ago');
  });

  it('count down to zero and not below', () => {
    expect(countdown(119_001)).toBe('2:00');
    expect(countdown(4_200)).toBe('0:05');
    expect(countdown(-1)).toBe('0:00');
  });
});

describe('times as typed', () => {
  it('name the whole day, minute or second', () => {
    const day = readLocalTime('2026-11-24');
    expect(day).toEqual({ startMs: Date.UTC(2026, 10, 23, 18, 30), endMs: Date.UTC(2026, 10, 24, 18, 30) - 1 });
    const minute = readLocalTime(' 2026-11-24 01:33 ');
    expect(minute).toEqual({ startMs: Date.UTC(2026, 10, 23, 20, 3), endMs: Date.UTC(2026, 10, 23, 20, 4) - 1 });
    expect(readLocalTime('2026-11-24T01:33:22')?.endMs).toBe(Date.UTC(2026, 10, 23, 20, 3, 22, 999));
  });

  it('are refused when they name no real time', () => {
    for (const text of [
      '',
      '2026-02-30',
      '2026-13-01',
      '2026-11-24 25:00',
      '2026-11-24 10:61',
      '24.11.2026',
      'yesterday',
    ])
      expect(readLocalTime(text), text).toBeNull();
  });
});
