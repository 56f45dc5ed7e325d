import type { Halt } from '../contract/shapes.ts';
import type { Announcement, Payload } from '../contract/topics.ts';
import { type NoticeKind, notices } from '../domain/notices.ts';
import { textForOthers } from './webhook-text.ts';

/** What a notice says, before it has an id. Its text is fit to leave this machine. */
export interface News {
  readonly kind: NoticeKind;
  readonly title: string;
  readonly text: string;
}

/** News of a kind, under its usual title. */
export function newsOf(kind: NoticeKind, text: string): News {
  return { kind, title: notices[kind].title, text: textForOthers(text) };
}

/** What an announcement is for the webhooks; null for most. `before` is the state of the halt until now. */
export function newsOfAnnouncement(announcement: Announcement, before: Halt['state']): News | null {
  switch (announcement.topic) {
    case 'halt.changed':
      return newsOfHalt(announcement.payload, before);
    case 'approval.requested':
      return newsOf('approval-waiting', `Answer it in the approval window: ${announcement.payload.title}`);
    case 'reminder.raised':
      return newsOf('rotation-due', `'${announcement.payload.label}' ${dueWords[announcement.payload.level]}.`);
    default:
      return null;
  }
}

const dueWords: Readonly<Record<Payload<'reminder.raised'>['level'], string>> = {
  'in-30-days': 'must be rotated within 30 days',
  'in-14-days': 'must be rotated within 14 days',
  'in-3-days': 'must be rotated within 3 days',
  overdue: 'is overdue: rotate it',
};

/** What the halt is now, where it is another than before. */
export function newsOfHalt({ reasons, state }: Halt, before: Halt['state']): News | null {
  if (state === before) return null;
  const why = reasons[0]?.text ?? 'No reason is known.';
  if (state === 'halted') return newsOf('halted', why);
  if (state === 'active') return newsOf('released', 'Everything that the policy allows may pass.');
  return before === 'halted'
    ? newsOf('released', 'Only what lowers exposure may pass.')
    : newsOf('halted', `Only what lowers exposure may pass: ${why}`);
}
