import type { Audit } from './audit/audit.ts';
import type { Face, Handlers } from './contract/methods.ts';
import type { SystemStatus } from './contract/shapes.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { HaltControl } from './halt/halt.ts';
import type { Settings } from './settings/settings.ts';
import type { StandingPolicy } from './standing-policy.ts';
import type { Approvals } from './trading/approvals.ts';
import { cancelAll, cancelOrder } from './trading/cancel.ts';
import type { PaperTrading } from './trading/open-paper.ts';
import { previewOrder } from './trading/preview.ts';
import type { Record } from './trading/record.ts';
import { requestRelease } from './trading/release.ts';
import { resetPractice } from './trading/reset-practice.ts';
import { submitOrder } from './trading/submit.ts';

/** What the handlers stand on. */
export interface HandlerParts {
  readonly settings: Settings;
  readonly audit: Audit;
  readonly halt: HaltControl;
  readonly record: Record;
  readonly approvals: Approvals;
  readonly policy: StandingPolicy;
  readonly status: () => SystemStatus;
  /** Trading once it is open, without waiting; null before. */
  readonly openPaper: () => PaperTrading | null;
  /** Waits until trading is open. */
  readonly paper: () => Promise<Result<PaperTrading>>;
  /** Opens the vault and seals what was written while it was locked. */
  readonly unlock: (passphrase: string, actor: string) => Promise<Result<SystemStatus['vault']>>;
}

/** One handler for each method of the contract. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { approvals, audit, halt, policy, settings } = parts;
  const withPaper = async <T>(use: (paper: PaperTrading) => Promise<Result<T>> | Result<T>): Promise<Result<T>> => {
    const paper = await parts.paper();
    return paper.ok ? use(paper.value) : paper;
  };
  return {
    'system.status': () => ok(parts.status()),
    'settings.list': () =>
      ok({ settings: [...settings.rows()], problems: [...settings.problems], notOffered: [...settings.notOffered] }),
    'halt.engage': ({ reason, source }, face) => {
      halt.engage({ source: face === 'console' || face === 'approval' ? source : 'cli', code: 'person', text: reason });
      return ok(halt.state());
    },
    'halt.requestRelease': ({ to }) =>
      requestRelease(
        { halt, approvals, journal: () => parts.openPaper()?.trading.journal ?? null, record: parts.record },
        to,
      ),
    'approvals.pending': () => ok([...approvals.pending()]),
    'approvals.show': ({ approvalId }) => approvals.show(approvalId),
    'approvals.decide': (answer, face) => approvals.decide(answer, actorOf(face)),
    'markets.list': () => withPaper((paper) => ok([...paper.trading.venue.markets])),
    'markets.snapshot': ({ symbol }) => withPaper((paper) => known(paper.feed.snapshot(symbol), symbol)),
    'markets.candles': ({ symbol, interval, limit }) =>
      withPaper((paper) => {
        const candles = known(paper.feed.candles(symbol, interval, limit), symbol);
        return candles.ok ? ok([...candles.value]) : candles;
      }),
    'orders.preview': (draft) =>
      withPaper(async (paper) => {
        const preview = await previewOrder(paper.trading, draft);
        if (!preview.ok) return preview;
        paper.previews.hold(preview.value);
        return ok(preview.value.shown);
      }),
    'orders.submit': ({ previewId }, face) =>
      withPaper((paper) => {
        const preview = paper.previews.find(previewId);
        return preview.ok ? submitOrder(paper.trading, preview.value, actorOf(face)) : preview;
      }),
    'orders.cancel': ({ orderId }, face) => withPaper((paper) => cancelOrder(paper.trading, orderId, actorOf(face))),
    'orders.cancelAll': ({ symbol }, face) => withPaper((paper) => cancelAll(paper.trading, symbol, actorOf(face))),
    'orders.list': (filter) => withPaper((paper) => ok([...paper.trading.journal.orders(filter)])),
    'orders.get': ({ orderId }) => withPaper((paper) => known(paper.trading.journal.get(orderId), `order ${orderId}`)),
    'fills.list': (filter) => withPaper((paper) => ok([...paper.trading.journal.fills(filter)])),
    'balances.list': () =>
      withPaper(async (paper) => {
        const balances = await paper.trading.venue.inspector.balances();
        return balances.ok ? ok([...balances.value]) : balances;
      }),
    'policy.get': () => ok(policy.describe()),
    'policy.simulate': (input) => ok(policy.simulate(input)),
    'practice.reset': (_input, face) => withPaper((paper) => resetPractice(paper, actorOf(face))),
    'audit.query': async (query) => {
      const rows = await audit.query(query);
      return rows.ok ? ok([...rows.value]) : rows;
    },
    'audit.get': ({ id }) => audit.get(id),
    'audit.verify': ({ fromId }) => audit.verify(fromId),
    'vault.unlock': async ({ passphrase }, face) => {
      const unlocked = await parts.unlock(passphrase, actorOf(face));
      return unlocked.ok ? ok({ vault: unlocked.value }) : unlocked;
    },
  };
}

/** Who a face is in the audit trail. */
export function actorOf(face: Face): string {
  return face;
}

function known<T>(value: T | null, what: string): Result<T> {
  return value === null ? err({ code: 'not-found', retry: 'never', what }) : ok(value);
}
