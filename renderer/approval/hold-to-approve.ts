/** How long the window takes no key and no press after it got the focus: what was meant for another window must not land here. */
export const guardMs = 700;
/** How long the approval must be held. */
export const holdMs = 1_000;

/**
 * Where the holding stands. Times are monotonic milliseconds.
 * 'away': the window has not the focus. 'guarded': it just got it. 'ready': it listens. 'holding': one press lasts.
 * 'held': the press lasted long enough; nothing more is taken.
 */
export type Hold =
  | { readonly phase: 'away' }
  | { readonly phase: 'guarded'; readonly untilMs: number }
  | { readonly phase: 'ready' }
  | { readonly phase: 'holding'; readonly sinceMs: number; readonly by: 'pointer' | 'key' }
  | { readonly phase: 'held' };

/** What can happen. A press is of the approve control, by its pointer or a key; `isRepeat` marks a key that was already down. */
export type HoldEvent =
  | { readonly kind: 'focus' }
  | { readonly kind: 'blur' }
  | { readonly kind: 'press'; readonly by: 'pointer' | 'key'; readonly isRepeat: boolean; readonly isAllowed: boolean }
  | { readonly kind: 'release'; readonly by: 'pointer' | 'key' }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'tick' };

/** Before the window has the focus. */
export const away: Hold = { phase: 'away' };

/**
 * The holding after an event at `nowMs`. A press that began while guarded never counts, however long it lasts; key repeat neither
 * begins nor prolongs a hold; losing the focus, or 'withdraw' (the word no longer right, the time over), ends it.
 */
export function afterHoldEvent(hold: Hold, event: HoldEvent, nowMs: number): Hold {
  if (hold.phase === 'held') return hold;
  switch (event.kind) {
    case 'focus':
      return { phase: 'guarded', untilMs: nowMs + guardMs };
    case 'blur':
      return away;
    case 'withdraw':
      return hold.phase === 'holding' ? { phase: 'ready' } : hold;
    case 'press':
      return listens(hold, nowMs) && !event.isRepeat && event.isAllowed
        ? { phase: 'holding', sinceMs: nowMs, by: event.by }
        : hold;
    case 'release':
      if (hold.phase !== 'holding' || hold.by !== event.by) return hold;
      return nowMs - hold.sinceMs >= holdMs ? { phase: 'held' } : { phase: 'ready' };
    case 'tick':
      if (hold.phase === 'holding' && nowMs - hold.sinceMs >= holdMs) return { phase: 'held' };
      return hold.phase === 'guarded' && nowMs >= hold.untilMs ? { phase: 'ready' } : hold;
  }
}

/** Whether the window takes keys and presses at all. */
export function listens(hold: Hold, nowMs: number): boolean {
  return hold.phase === 'ready' || (hold.phase === 'guarded' && nowMs >= hold.untilMs);
}

/** How far the hold is, from 0 to 1. */
export function heldShare(hold: Hold, nowMs: number): number {
  if (hold.phase === 'held') return 1;
  return hold.phase === 'holding' ? Math.min(1, Math.max(0, (nowMs - hold.sinceMs) / holdMs)) : 0;
}
