import type { Notification } from 'electron';
import type { Halt, RaisedReminder } from '../core/contract/shapes.ts';
import type { Announcement } from '../core/contract/topics.ts';
import type { CoreStatus } from './core-process.ts';

/** What the desktop shows. */
export interface Notice {
  /** What it tells; the person may want to hear of some kinds only. */
  readonly kind: 'halt' | 'approval' | 'crash' | 'rotation';
  readonly title: string;
  readonly body: string;
}

/** How near a rotation is, as the title of its notice. */
const dueTitles: Readonly<Record<RaisedReminder['level'], string>> = {
  'in-30-days': 'A rotation is due within 30 days',
  'in-14-days': 'A rotation is due within 14 days',
  'in-3-days': 'A rotation is due within 3 days',
  overdue: 'A rotation is overdue',
};

/**
 * What to tell the person who may not be looking: a halt when trading was not halted before, an approval that waits, a rotation that is
 * due; else null.
 */
export function noticeOf(announcement: Announcement, before: Halt | null): Notice | null {
  if (announcement.topic === 'approval.requested') {
    return { kind: 'approval', title: 'Your approval is asked', body: plain(announcement.payload.title) };
  }
  if (announcement.topic === 'reminder.raised') {
    const { label, level } = announcement.payload;
    return { kind: 'rotation', title: dueTitles[level], body: plain(label) };
  }
  if (announcement.topic !== 'halt.changed') return null;
  const { state, reasons } = announcement.payload;
  if (state !== 'halted' || before === null || before.state === 'halted') return null;
  return { kind: 'halt', title: 'Trading is halted', body: plain(reasons[0]?.text ?? '') };
}

/** What to tell when the core crashed or ended for good; null otherwise. */
export function noticeOfCore({ state, problem }: CoreStatus): Notice | null {
  if (problem === null || (state !== 'crashed' && state !== 'stopped')) return null;
  return { kind: 'crash', title: state === 'crashed' ? 'The core crashed' : 'The core has ended', body: problem };
}

const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const longest = 300;

/** Text with control, bidi and zero-width characters shown as escapes, at most 300 characters: it may come from anyone. */
export function plain(text: string): string {
  const shown = text.replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

/** Shows a notice where the desktop has notifications; a click on it calls `clicked`. */
export function showNotice(kind: typeof Notification, notice: Notice, clicked: () => void): void {
  if (!kind.isSupported()) return;
  const notification = new kind({ title: notice.title, body: notice.body });
  notification.on('click', clicked);
  notification.show();
}
