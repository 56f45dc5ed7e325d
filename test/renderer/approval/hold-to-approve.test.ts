import { describe, expect, it } from 'vitest';
import { groupedDigest } from '../../../renderer/approval/elements.ts';
import {
  afterHoldEvent,
  away,
  guardMs,
  type Hold,
  type HoldEvent,
  heldShare,
  holdMs,
  listens,
} from '../../../renderer/approval/hold-to-approve.ts';

const press: HoldEvent = { kind: 'press', by: 'pointer', isRepeat: false, isAllowed: true };
const release: HoldEvent = { kind: 'release', by: 'pointer' };
const key: HoldEvent = { kind: 'press', by: 'key', isRepeat: false, isAllowed: true };
const focus: HoldEvent = { kind: 'focus' };
const tick: HoldEvent = { kind: 'tick' };

function holdAfter(events: readonly (readonly [number, HoldEvent])[], from: Hold = away): Hold {
  return events.reduce<Hold>((hold, [atMs, event]) => afterHoldEvent(hold, event, atMs), from);
}

const ready = holdAfter([
  [0, focus],
  [guardMs, tick],
]);

describe('holding to approve', () => {
  it('approves when one press is held for a second, by pointer or by key, and not before', () => {
    for (const pressed of [press, key]) {
      const held = holdAfter([[1_000, pressed]], ready);
      expect(afterHoldEvent(held, tick, 1_000 + holdMs - 1).phase).toBe('holding');
      expect(afterHoldEvent(held, tick, 1_000 + holdMs).phase).toBe('held');
    }
  });

  it('does not approve a press that is let go too early, however often it is repeated', () => {
    const short = holdAfter(
      [
        [1_000, press],
        [1_000 + holdMs - 1, release],
        [2_000, press],
        [2_500, release],
      ],
      ready,
    );
    expect(short.phase).toBe('ready');
  });

  it('takes no press for 700 ms after the window got the focus, and that press never counts', () => {
    const early = holdAfter([
      [0, focus],
      [guardMs - 1, press],
      [guardMs + 5 * holdMs, tick],
      [guardMs + 6 * holdMs, release],
    ]);
    expect(early.phase).toBe('ready');
    expect(listens(holdAfter([[0, focus]]), guardMs - 1)).toBe(false);
    expect(listens(holdAfter([[0, focus]]), guardMs)).toBe(true);
  });

  it('starts the 700 ms anew each time the focus comes back', () => {
    const back = holdAfter(
      [
        [5_000, { kind: 'blur' }],
        [6_000, focus],
        [6_000 + guardMs - 1, press],
      ],
      ready,
    );
    expect(back.phase).toBe('guarded');
  });

  it('takes no key repeat for a press: a key held since before does nothing', () => {
    const repeated: HoldEvent = { kind: 'press', by: 'key', isRepeat: true, isAllowed: true };
    const hold = holdAfter(
      Array.from({ length: 60 }, (_, at) => [1_000 + at * 33, repeated] as const),
      ready,
    );
    expect(afterHoldEvent(hold, tick, 9_000).phase).toBe('ready');
  });

  it('is not let go by the other way of pressing', () => {
    const held = holdAfter([[1_000, key]], ready);
    expect(afterHoldEvent(held, release, 1_500).phase).toBe('holding');
  });

  it('ends when the focus is lost or the word is no longer right', () => {
    const holding = holdAfter([[1_000, press]], ready);
    expect(afterHoldEvent(holding, { kind: 'blur' }, 1_900)).toEqual(away);
    const withdrawn = afterHoldEvent(holding, { kind: 'withdraw' }, 1_900);
    expect(afterHoldEvent(withdrawn, tick, 9_000).phase).toBe('ready');
  });

  it('does not begin while the word is not right or the window is away', () => {
    expect(afterHoldEvent(ready, { ...press, isAllowed: false }, 1_000).phase).toBe('ready');
    expect(afterHoldEvent(away, press, 1_000)).toEqual(away);
  });

  it('approves once: nothing undoes or repeats it', () => {
    const held: Hold = { phase: 'held' };
    for (const event of [press, release, focus, tick, { kind: 'blur' } as const, { kind: 'withdraw' } as const])
      expect(afterHoldEvent(held, event, 1)).toBe(held);
  });

  it('shows how far the hold is', () => {
    expect(heldShare(ready, 1)).toBe(0);
    expect(heldShare(holdAfter([[1_000, press]], ready), 1_250)).toBe(0.25);
    expect(heldShare({ phase: 'held' }, 0)).toBe(1);
  });
});

describe('the digest', () => {
  it('is grouped for the eye and loses nothing', () => {
    expect(groupedDigest('0123456789abcdef01')).toBe('01234567 89abcdef 01');
    expect(groupedDigest('01234567')).toBe('01234567');
  });
});
