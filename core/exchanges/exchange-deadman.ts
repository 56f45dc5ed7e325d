import type { Approval, VenueStanding } from '../contract/shapes.ts';
import type { Json } from '../domain/canonical.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { Approvals } from '../trading/approvals.ts';
import type { Record } from '../trading/record.ts';
import type { Deadman } from '../venues/venue.ts';
import { keyChanged } from './exchange-link.ts';

/** What a dead man's switch stands on. */
export interface DeadmanParts {
  readonly exchange: ExchangeName;
  readonly clock: Clock;
  readonly approvals: Approvals;
  readonly record: Record;
  /** The venue's, while there is a connection; null where it has none. */
  readonly deadman: () => Deadman | null;
  readonly changed: () => void;
}

/** The dead man's switch at an exchange: off at every start, whatever was before. */
export interface ExchangeDeadman {
  standing(): VenueStanding['deadman'];
  /** Asks the person to set it, or with 0 to take it away. `not-offered` where the exchange has none; `not-found` while there is no connection. */
  request(timeoutSec: number): Result<Approval>;
  /** No beat leaves from here any more. What is set at the exchange stays set, and fires there. */
  stop(why: string): void;
}

const beatsInTime = 3;

/**
 * None is set. While one is, a beat leaves three times in each time-out, halted or not: a halt is no reason for the exchange to cancel.
 * A clean quit sends nothing: the switch then fires, as it does when this machine dies. Whoever wants the orders to stay takes it away
 * first.
 */
export function createExchangeDeadman(parts: DeadmanParts): ExchangeDeadman {
  const { clock, exchange, record } = parts;
  const { title } = exchanges[exchange];
  let set: { readonly timeoutSec: number; armedUntilMs: number; missed: number; stop: () => void } | null = null;
  /** The beat that left last: settled once it was answered. */
  let onItsWay: Promise<void> = Promise.resolve();

  const row = (status: 'requested' | 'ok' | 'failed' | 'unknown', actor: string, body: Json) => ({
    eventType: 'deadman',
    level: status === 'failed' || status === 'unknown' ? ('warn' as const) : ('info' as const),
    status,
    actor,
    subject: exchange,
    body,
  });

  function stop(why: string): void {
    if (set === null) return;
    set.stop();
    set = null;
    record.always(row('unknown', 'core', { beats: 'ended', why }));
    parts.changed();
  }

  async function beat(): Promise<void> {
    const mine = set;
    if (mine === null) return;
    const answer = await parts.deadman()?.beat(mine.timeoutSec);
    if (set !== mine) return;
    if (answer?.ok === true) {
      mine.armedUntilMs = Math.trunc(answer.value.untilMs);
    } else {
      mine.missed += 1;
      const error = answer === undefined ? 'no-connection' : answer.error.code;
      record.always(row('failed', 'core', { missed: mine.missed, armedUntilMs: mine.armedUntilMs, error }));
    }
    parts.changed();
  }

  /** Begins to beat; answers what ends it. */
  function startBeats(timeoutSec: number): () => void {
    return clock.every(Math.floor((timeoutSec * 1_000) / beatsInTime), () => {
      onItsWay = beat();
    });
  }

  async function arm(timeoutSec: number, actor: string): Promise<Result<void>> {
    const venue = parts.deadman();
    if (venue === null) return err({ code: 'not-found', retry: 'never', what: `a connection to ${title}` });
    const asked = await record.before(row('requested', actor, { timeoutSec }));
    if (!asked.ok) return asked;
    // A beat that falls due, or is on its way, would set behind our back what is taken away or changed now.
    const before = set;
    before?.stop();
    await onItsWay;
    const answer = timeoutSec === 0 ? await venue.disarm() : await venue.beat(timeoutSec);
    if (!answer.ok) {
      if (before !== null && set === before) before.stop = startBeats(before.timeoutSec);
      await record.after(row('failed', actor, { timeoutSec, error: { ...answer.error } as Json }));
      return answer;
    }
    if (parts.deadman() !== venue) {
      await record.after(row('unknown', actor, { timeoutSec, why: 'the key has changed meanwhile' }));
      return keyChanged;
    }
    set = null;
    if (timeoutSec > 0) {
      const armedUntilMs = Math.trunc(answer.value?.untilMs ?? clock.nowMs());
      set = { timeoutSec, armedUntilMs, missed: 0, stop: startBeats(timeoutSec) };
    }
    await record.after(row('ok', actor, { timeoutSec }));
    parts.changed();
    return ok(undefined);
  }

  return {
    standing: () =>
      set === null ? null : { timeoutSec: set.timeoutSec, armedUntilMs: set.armedUntilMs, missed: set.missed },
    request(timeoutSec) {
      if (parts.deadman() === null) {
        return err({ code: 'not-offered', retry: 'never', what: `a dead man's switch at ${title}` });
      }
      return parts.approvals.ask({
        kind: 'setting-change',
        subject: `deadman ${exchange}`,
        title:
          timeoutSec === 0
            ? `Take away the dead man's switch at ${title}.`
            : `Set a dead man's switch at ${title}: it cancels EVERY open order of this account, also those you placed by hand.`,
        lines: timeoutSec === 0 ? linesOfTaking(title) : linesOfSetting(title, timeoutSec),
        warnings: [],
        rulings: [],
        word: null,
        act: (actor) => arm(timeoutSec, actor),
      });
    },
    stop,
  };
}

function linesOfSetting(title: string, timeoutSec: number): Approval['lines'] {
  return [
    {
      label: 'What it does',
      text: `Without a sign of life from here for ${timeoutSec} seconds, ${title} cancels every open order.`,
    },
    {
      label: 'Which orders',
      text: `EVERY open order of this account at ${title}, also those you placed by hand or with another program.`,
    },
    {
      label: 'When',
      text: 'When this console crashes, loses its connection, sleeps or is quit. Take the switch away before you quit if your orders are to stay.',
    },
    {
      label: 'What leaves',
      text: `A request to ${title} now, and one every ${Math.floor(timeoutSec / beatsInTime)} seconds while the console runs.`,
    },
    { label: 'After a restart', text: 'It is off until you set it again.' },
  ];
}

function linesOfTaking(title: string): Approval['lines'] {
  return [
    { label: 'What it does', text: `${title} no longer cancels your orders when the console falls silent.` },
    { label: 'What leaves', text: `One request to ${title}.` },
  ];
}
