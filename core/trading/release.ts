import type { Approval, Halt, SystemStatus } from '../contract/shapes.ts';
import { canonicalText } from '../domain/canonical.ts';
import { conflict } from '../domain/conflict.ts';
import { err, type Result } from '../domain/result.ts';
import type { HaltControl } from '../halt/halt.ts';
import type { Approvals } from './approvals.ts';

/** The word a person types to release a halt. */
export const releaseWord = 'RELEASE';

/** What stays open over a halt. */
type Open = Pick<SystemStatus, 'liveOpenOrders' | 'openOrders' | 'openTransactions'>;

/** What asking for a release stands on. */
export interface ReleaseDeps {
  readonly halt: HaltControl;
  readonly approvals: Approvals;
  /** What is open now; null of what cannot be counted. */
  readonly open: () => Open;
}

/**
 * Asks the person to release the halt: shows every reason, what is still unresolved and what is still open, and wants the word typed.
 * A reason that came up after it was shown makes the answer `stale-preview`: nobody releases what they have not seen.
 * `release-locked` while the environment holds it, `conflict` when nothing is halted.
 */
export function requestRelease(deps: ReleaseDeps, to: 'active' | 'reducing'): Result<Approval> {
  const halt = deps.halt.state();
  if (halt.locked !== null) return err({ code: 'release-locked', retry: 'never', why: halt.locked });
  if (halt.state === to || halt.state === 'active') {
    return conflict(`trading is already ${halt.state}`);
  }
  return deps.approvals.ask({
    kind: 'halt-release',
    subject: 'halt',
    title:
      to === 'active'
        ? 'Release the halt: trading can go on.'
        : 'Release the halt to reducing: only what lowers exposure can go on.',
    lines: linesOf(halt, deps.open()),
    warnings: halt.reasons
      .filter((reason) => !reason.resolved && reason.source === 'automatic')
      .map((reason) => `Its cause is still there: ${reason.text}`),
    rulings: [],
    word: releaseWord,
    act: async (actor) => {
      if (whyHalted(deps.halt.state()) !== whyHalted(halt)) {
        return err({ code: 'stale-preview', retry: 'safe', why: 'trading was halted again after this was shown' });
      }
      return deps.halt.release(to, actor);
    },
  });
}

/** Each reason with its time: a cause that is gone meanwhile changes nothing. */
function whyHalted({ reasons, state }: Halt): string {
  return canonicalText([state, ...reasons.map(({ atMs, code, source }) => [source, code, Math.trunc(atMs)])]);
}

function linesOf(halt: Halt, { liveOpenOrders, openOrders, openTransactions }: Open): Approval['lines'] {
  return [
    ...halt.reasons.map((reason) => ({
      label: `Halted by ${reason.source}`,
      text: `${reason.text} (${new Date(reason.atMs).toISOString()})`,
    })),
    ...(liveOpenOrders === 0 ? [] : [{ label: 'Open LIVE orders', text: String(liveOpenOrders ?? 'not known') }]),
    { label: 'Open orders on paper', text: String(openOrders ?? 'not known') },
    ...(openTransactions === 0
      ? []
      : [{ label: 'Transactions on their way', text: String(openTransactions ?? 'not known') }]),
  ];
}
