import { isWaived } from '../contract/item-standing.ts';
import type { Approval, ArmingScope } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { utcDay } from '../domain/utc-day.ts';
import type { Clock } from '../ports.ts';
import type { Approvals } from '../trading/approvals.ts';
import { betweenRows, type Record } from '../trading/record.ts';
import type { Armed } from './armed.ts';
import type { Arming } from './arming.ts';
import { type ArmingFacts, whyNotArmable } from './arming-terms.ts';
import type { GoliveNotesStore } from './golive-notes.ts';
import { scopeLines } from './scope-lines.ts';

/** What a person types to arm live trading. */
export const armingWord = 'REAL MONEY';

/** How long after the last sign of a console its arming may be taken up again with one approval. */
const rearmWithinMs = 600_000;

/** What an arming stands on: all of it is as it was when the person was asked, or nothing is armed. */
type Standing = Pick<Armed, 'fingerprint' | 'policyDigest' | 'signer'>;
const names = ['fingerprint', 'policyDigest', 'signer'] as const;

/** What the desk stands on. */
export interface ArmingDeskParts {
  readonly arming: Arming;
  readonly approvals: Pick<Approvals, 'ask'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly record: Record;
  readonly notes: GoliveNotesStore;
  readonly facts: () => Result<ArmingFacts>;
  /** The settings, the policy and the signer as they are now. */
  readonly standing: () => Standing;
  /** When the last console left its newest row; null where there was none. */
  readonly lastRowMs: number | null;
  readonly changed: () => void;
}

/** What moves money in a scope: orders at exchanges, transactions on chains, or both. */
function movesMoney({ chains, exchanges }: ArmingScope): string {
  if (chains.length === 0) return 'orders move';
  return exchanges.length === 0 ? 'transactions move' : 'orders and transactions move';
}

/** Arming and disarming, by a person. */
export interface ArmingDesk {
  /** Asks the person to arm; `conflict`, with the reason, where that may not be now. Judged again when they approve. */
  request(scope: ArmingScope): Result<Approval>;
  /** Asks the person to take up what a console that ended a moment ago had armed; `conflict` where that cannot be. */
  requestAgain(): Result<Approval>;
  /** Whether there is something to take up. */
  mayTakeUp(): boolean;
  /** Takes it back at once. `conflict` where nothing is armed. */
  disarm(actor: string): Result<void>;
}

/** The desk over what is armed. */
export function createArmingDesk(parts: ArmingDeskParts): ArmingDesk {
  const { approvals, arming, clock, notes, record } = parts;

  const mayArm = (scope: ArmingScope): Result<ArmingFacts> => {
    const facts = parts.facts();
    if (!facts.ok) return facts;
    const why = whyNotArmable(scope, facts.value);
    return why === null ? facts : conflict(why);
  };

  const arm = (scope: ArmingScope, shown: Standing, actor: string): Promise<Result<void>> => {
    const about = { eventType: 'golive', actor, subject: 'live' };
    const { chains, exchanges, maxDayNotional, maxDaySpend, untilMs } = scope;
    const { signer } = shown;
    const body = {
      what: 'arm',
      ...{ exchanges: [...exchanges], chains: [...chains], signer: chains.length === 0 ? null : signer },
      ...{ untilMs, maxDayNotional, maxDaySpend },
    };
    return betweenRows({ record, ended: parts.changed }, about, body, () => {
      // As it is when the row is durable, not as it was when it was asked.
      const may = mayArm(scope);
      if (!may.ok) return may;
      const now = parts.standing();
      const isAsShown = names.every((name) => now[name] === shown[name]);
      if (!isAsShown) {
        const why = 'settings, policy or signer are others than when it was asked';
        return err({ code: 'stale-preview', retry: 'safe', why });
      }
      // What it was armed for so far counts, and is over.
      arming.drop('It was armed anew.');
      const armed: Armed = { ...scope, ...shown, armedAtMs: clock.nowMs() };
      const kept = notes.change((before) => ({ ...before, armed }), clock.nowMs());
      if (kept.ok) arming.arm(armed);
      return kept;
    });
  };

  const ask = (scope: ArmingScope, title: string, word: string | null): Result<Approval> => {
    const may = mayArm(scope);
    if (!may.ok) return may;
    const shown = parts.standing();
    const waived = may.value.checklist.items
      .filter(isWaived)
      .flatMap(({ title: item, waiver }) =>
        waiver === null ? [] : [`Not met, and waived until ${utcDay(waiver.untilMs)}: ${item}`],
      );
    return approvals.ask({
      kind: 'arming',
      subject: 'arming',
      title,
      lines: [
        ...scopeLines(scope, may.value),
        { label: 'Until', text: new Date(scope.untilMs).toISOString() },
        { label: 'Dropped by', text: 'any halt, another setting or policy, and whatever of the checklist fails' },
      ],
      warnings: [`From then on ${movesMoney(scope)} real money, and what is lost is lost.`, ...waived],
      rulings: [],
      word,
      act: (actor) => arm(scope, shown, actor),
    });
  };

  /** What the last console had armed, where that may be taken up. */
  const lastScope = (): Result<ArmingScope> => {
    if (arming.current() !== null) return conflict('live trading is armed');
    const kept = notes.read();
    if (!kept.ok) return kept;
    const { armed } = kept.value;
    if (armed === null) return conflict('the last console had nothing armed');
    const { armedAtMs: _, fingerprint, policyDigest, signer, ...scope } = armed;
    const now = parts.standing();
    if (fingerprint !== now.fingerprint || policyDigest !== now.policyDigest) {
      return conflict('settings or policy are others than then: arm it anew');
    }
    if (scope.chains.length > 0 && signer !== now.signer) {
      return conflict('the signer is another than then: arm it anew');
    }
    if (parts.lastRowMs === null || clock.nowMs() - parts.lastRowMs > rearmWithinMs) {
      return conflict('the last console ended more than ten minutes ago: arm it anew');
    }
    return ok(scope);
  };

  return {
    request: (scope) => ask(scope, `Arm live trading: ${movesMoney(scope)} real money.`, armingWord),
    requestAgain() {
      const scope = lastScope();
      return scope.ok
        ? ask(scope.value, 'Arm live trading again, as the console had it that ended a moment ago.', null)
        : scope;
    },
    mayTakeUp: () => lastScope().ok,
    disarm(actor) {
      if (arming.current() === null) return conflict('nothing is armed');
      arming.drop(`Disarmed by ${actor}.`);
      return ok(undefined);
    },
  };
}
