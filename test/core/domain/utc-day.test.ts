import { expect, it } from 'vitest';
import { readUtcDay, utcDay } from '../../../core/domain/utc-day.ts';

it('a day is read as it is written, and begins with its first millisecond in UTC', () => {
  const startMs = readUtcDay('2026-11-27') ?? 0;
  expect(new Date(startMs).toISOString()).toBe('2026-11-27T00:00:00.000Z');
  expect([utcDay(startMs), utcDay(startMs - 1)]).toEqual(['2026-11-27', '2026-11-26']);
  expect(readUtcDay('2024-02-29')).not.toBeNull();
});

it.each([
  '2026-02-29',
  '2026-02-30',
  '2026-13-01',
  '2026-00-10',
  '2026-1-1',
  '27.11.2026',
  '2026-11-27T00:00',
  ' 2026-11-27',
  '',
])('%j is no day', (text) => expect(readUtcDay(text)).toBeNull());
