/** What a webhook can be told of. */
export const noticeKinds = [
  'halted',
  'released',
  'approval-waiting',
  'rotation-due',
  'incident',
  'core-restarted',
] as const;
/** The kind of one notice. */
export type NoticeKind = (typeof noticeKinds)[number];

/** What each kind is called, and how important it is: where too many wait, the least important go first. */
export const notices: Readonly<Record<NoticeKind, { readonly title: string; readonly importance: 1 | 2 | 3 }>> = {
  halted: { title: 'Trading is halted', importance: 3 },
  released: { title: 'The halt is released', importance: 2 },
  'approval-waiting': { title: 'An approval is waiting', importance: 1 },
  'rotation-due': { title: 'A rotation is due', importance: 1 },
  incident: { title: 'An incident', importance: 3 },
  'core-restarted': { title: 'The core was restarted', importance: 2 },
};
