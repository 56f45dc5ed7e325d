import type { Checklist, LiveStanding } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { Record } from '../trading/record.ts';
import { armableSpends, type ChainArmingFacts } from './armable-chains.ts';
import { type Armed, shownArmed } from './armed.ts';
import type { Arming } from './arming.ts';
import { mostOf } from './arming-terms.ts';
import type { GoliveNotes, GoliveNotesStore } from './golive-notes.ts';
import { createTimeLive } from './time-live.ts';

/** How often the checklist is looked at while something is armed. */
const lookMs = 10_000;

/**
 * A halt that was tried a day ago was tried before this was armed; an exchange whose clock is off takes no live order by itself
 * (core/exchanges/exchange-mode.ts), which must not disarm another; and a signer that cannot sign now signs nothing.
 */
const judgedElsewhere: ReadonlySet<string> = new Set(['halt-tested', 'exchange-clocks', 'signer-ready']);

/** What the watch stands on. */
export interface LiveWatchParts {
  readonly arming: Arming;
  readonly clock: Clock;
  readonly notes: GoliveNotesStore;
  readonly record: Pick<Record, 'always'>;
  readonly checklist: () => Result<Checklist>;
  readonly changed: () => void;
  /** Hears that what was dropped could not be kept as dropped; it is tried again at each look. */
  readonly storeFailed: () => void;
}

/**
 * Drops what is armed as soon as something that is never waived fails, and keeps why it was dropped, by whatever. What is only not known
 * just now is no failure. How long it was armed is counted here, too (see time-live.ts). Answers what ends the watch.
 */
export function watchLive({
  arming,
  changed,
  checklist,
  clock,
  notes,
  record,
  storeFailed,
}: LiveWatchParts): () => void {
  const timeLive = createTimeLive(clock);
  let unkept: readonly ((notes: GoliveNotes) => GoliveNotes)[] = [];
  /** Keeps what was dropped and could not be kept yet; whether nothing is left. */
  const keepDrops = (): boolean => {
    if (unkept.length === 0) return true;
    const kept = notes.change((before) => unkept.reduce((now, drop) => drop(now), before), clock.nowMs());
    if (kept.ok) unkept = [];
    return kept.ok;
  };
  arming.onArmed(timeLive.begin);
  arming.onDropped((armed, why) => {
    const atMs = clock.nowMs();
    const forMs = timeLive.end(armed.untilMs);
    const body = { what: 'drop', why, armedAtMs: armed.armedAtMs };
    record.always({ eventType: 'golive', level: 'warn', status: 'ok', actor: 'core', subject: 'live', body });
    unkept = [
      ...unkept,
      (before) => ({
        ...before,
        // Another arming may stand there by the time this can be kept.
        armed: before.armed?.armedAtMs === armed.armedAtMs ? null : before.armed,
        armedBeforeMs: before.armedBeforeMs + forMs,
        lastDrop: { atMs, text: why },
      }),
    ];
    // What was taken back must not stand there to be taken up again.
    if (!keepDrops()) storeFailed();
    changed();
  });
  const look = (): void => {
    keepDrops();
    const armed = arming.current();
    if (armed === null) return;
    timeLive.look(armed.untilMs);
    const now = checklist();
    if (!now.ok) {
      arming.drop('What going live asks for could not be looked at.');
      return;
    }
    const failed = now.value.items.find(
      ({ isWaivable, itemId, state }) => state === 'unmet' && !isWaivable && !judgedElsewhere.has(itemId),
    );
    if (failed !== undefined) arming.drop(`No longer so: ${failed.title}.`);
  };
  return clock.every(lookMs, look);
}

/** Live trading as a person sees it. */
export function liveStanding(
  armed: Armed | null,
  lastDrop: LiveStanding['lastDrop'],
  facts: ChainArmingFacts,
  mayTakeUp: boolean,
): LiveStanding {
  const { armedBeforeMs, limits } = facts;
  const most = Object.keys(limits.maxDayNotional ?? {}).flatMap((asset) => {
    const amount = mostOf(limits, asset, armedBeforeMs);
    return amount === null ? [] : [[asset, amount] as const];
  });
  return {
    armed: shownArmed(armed),
    lastDrop,
    mayTakeUp,
    most: Object.fromEntries(most),
    spends: [...armableSpends(facts)],
  };
}
