import { describe, expect, it } from 'vitest';
import { DueLevel } from '../../../core/contract/schemas/custody.ts';
import {
  calendarWords,
  drillWords,
  dueChipWords,
  mostDaysOff,
  readWindow,
  snoozeWords,
  windowWords,
} from '../../../renderer/state/due-words.ts';

const dayMs = 86_400_000;
const nowMs = new Date(2026, 5, 1, 12).getTime();

describe('words about what is due', () => {
  it('are none while nothing is, and press the more the nearer it is', () => {
    expect(dueChipWords({ level: null, count: 0, snoozed: 0 })).toBeNull();
    const tones = DueLevel.options.flatMap((level) =>
      level === 'later' ? [] : [dueChipWords({ level, count: 1, snoozed: 0 })?.tone],
    );
    expect(tones).toEqual(['calm', 'caution', 'caution', 'caution']);
    expect(dueChipWords({ level: 'overdue', count: 3, snoozed: 1 })).toEqual({
      text: 'Rotation overdue',
      more: '3 in all',
      tone: 'caution',
      sentence: '3 rotations due within 30 days or overdue. One rotation put off.',
    });
  });

  it('keep what is put off in sight', () => {
    expect(dueChipWords({ level: null, count: 0, snoozed: 2 })?.text).toBe('2 rotations put off');
    expect(snoozeWords({ untilMs: nowMs, reason: 'away\u202e' })).toBe(
      'Reminder put off until 2026-06-01: away⟨U+202E⟩',
    );
  });

  it('say for how long a reminder can be put off, by how near it is', () => {
    expect(mostDaysOff({ dueLevel: 'later', state: 'active' })).toBeNull();
    expect(mostDaysOff({ dueLevel: null, state: 'missing' })).toBeNull();
    expect(mostDaysOff({ dueLevel: 'in-30-days', state: 'active' })).toBe(14);
    expect(mostDaysOff({ dueLevel: 'overdue', state: 'active' })).toBe(7);
    expect(mostDaysOff({ dueLevel: 'overdue', state: 'retired' })).toBeNull();
  });

  it('say when the calendar is out of date', () => {
    expect(calendarWords({ exportedAtMs: null, isCurrent: false }, nowMs)).toBe('It was not written yet.');
    expect(calendarWords({ exportedAtMs: nowMs - 2 * dayMs, isCurrent: true }, nowMs)).toMatch(
      /^It was written 2 days ago;/,
    );
    expect(calendarWords({ exportedAtMs: nowMs, isCurrent: false }, nowMs)).toMatch(/write it again/);
  });

  it('say when the emergency procedure was tested, and after 180 days that it is due again', () => {
    expect(drillWords(null, nowMs)).toEqual({ text: 'Emergency procedure tested: never', tone: 'soon' });
    expect(drillWords(nowMs - 180 * dayMs, nowMs)).toEqual({
      text: 'Emergency procedure tested 180 days ago',
      tone: 'calm',
    });
    expect(drillWords(nowMs - 181 * dayMs, nowMs)).toMatchObject({
      tone: 'soon',
      text: expect.stringMatching(/due again after 180 days$/),
    });
  });
});

describe('a maintenance window that is typed', () => {
  const typed = { start: '2026-06-02 14:00', minutes: '90', note: 'refresh of the shares' };
  const startsAtMs = new Date(2026, 5, 2, 14).getTime();

  it('is read in local time', () => {
    expect(readWindow(typed, nowMs).window).toEqual({ startsAtMs, minutes: 90, note: 'refresh of the shares' });
    expect(windowWords({ windowId: 'a', startsAtMs, minutes: 90, note: 'refresh' })).toBe(
      '2026-06-02 14:00, 90 minutes: refresh',
    );
  });

  it.each([
    ['nothing yet', { note: '' }, ''],
    ['no date', { start: 'tomorrow' }, 'Write its start'],
    ['the past', { start: '2026-06-01 11:59' }, 'has passed'],
    ['minutes that are none', { minutes: '1.5' }, 'whole number'],
    ['too many minutes', { minutes: '2881' }, 'whole number'],
    ['two letters', { note: 'ok' }, 'Say what'],
  ])('is none with %s', (_, changed, issue) => {
    const read = readWindow({ ...typed, ...changed }, nowMs);
    expect(read.window).toBeNull();
    expect(read.issue).toContain(issue);
  });
});
