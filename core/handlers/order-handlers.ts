import type { Handlers } from '../contract/methods.ts';
import { ok } from '../domain/result.ts';
import { exportFills } from '../export-fills.ts';
import { cancelOrder } from '../trading/cancel.ts';
import { flatten } from '../trading/flatten.ts';
import { previewOrder } from '../trading/preview.ts';
import { previewReplacement } from '../trading/replace.ts';
import { resetPractice } from '../trading/reset-practice.ts';
import { submitPreview } from '../trading/submit.ts';
import {
  atDeskOf,
  atDeskOfOrder,
  atDeskOfPreview,
  cancelEverywhere,
  newestOfAll,
  ordersWithoutDesk,
} from './order-desks.ts';
import { actorOf, type HandlerParts, known, withPaper } from './parts.ts';

type Names =
  | 'markets.list'
  | 'markets.snapshot'
  | 'markets.candles'
  | 'orders.preview'
  | 'orders.previewReplace'
  | 'orders.submit'
  | 'orders.flatten'
  | 'orders.cancel'
  | 'orders.cancelAll'
  | 'orders.list'
  | 'orders.get'
  | 'fills.list'
  | 'fills.export'
  | 'account.performance'
  | 'balances.list'
  | 'practice.reset';

/** Markets, orders and the account. */
export function orderHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  return {
    'markets.list': () => withPaper(parts, (paper) => ok([...paper.trading.venue.markets])),
    'markets.snapshot': ({ symbol }) => withPaper(parts, (paper) => known(paper.feed.snapshot(symbol), symbol)),
    'markets.candles': ({ symbol, interval, limit }) =>
      withPaper(parts, (paper) => {
        const candles = known(paper.feed.candles(symbol, interval, limit), symbol);
        return candles.ok ? ok([...candles.value]) : candles;
      }),
    'orders.preview': (draft) =>
      atDeskOf(parts, draft, async ({ previews, trading }) => {
        const preview = await previewOrder(trading, draft);
        if (!preview.ok) return preview;
        previews.hold(preview.value);
        return ok(preview.value.shown);
      }),
    'orders.previewReplace': (change) =>
      atDeskOfOrder(parts, change.orderId, async ({ previews, trading }) => {
        const preview = await previewReplacement(trading, change);
        if (!preview.ok) return preview;
        previews.hold(preview.value);
        return ok(preview.value.shown);
      }),
    'orders.submit': ({ previewId }, face) =>
      atDeskOfPreview(parts, previewId, ({ previews, trading }) =>
        submitPreview(trading, previews, previewId, actorOf(face)),
      ),
    'orders.flatten': ({ quote }, face) =>
      withPaper(parts, ({ previews, trading }) => flatten(trading, previews, quote, actorOf(face))),
    'orders.cancel': ({ orderId }, face) =>
      atDeskOfOrder(parts, orderId, ({ trading }) => cancelOrder(trading, orderId, actorOf(face))),
    'orders.cancelAll': ({ symbol }, face) => cancelEverywhere(parts, symbol, actorOf(face)),
    'orders.list': (filter) =>
      newestOfAll(
        parts,
        filter.limit,
        ({ trading }) => trading.journal.orders(filter),
        ({ createdAtMs }) => createdAtMs,
        ordersWithoutDesk(parts, filter),
      ),
    'orders.get': ({ orderId }) =>
      atDeskOfOrder(parts, orderId, ({ trading }) => known(trading.journal.get(orderId), `order ${orderId}`)),
    'fills.list': (filter) =>
      newestOfAll(
        parts,
        filter.limit,
        ({ trading }) => trading.journal.fills(filter),
        ({ atMs }) => atMs,
      ),
    'fills.export': ({ year }) => withPaper(parts, ({ trading }) => exportFills(parts, trading.journal, year)),
    'account.performance': ({ quote, fromMs }) =>
      withPaper(parts, ({ performance }) => performance.read(quote, fromMs)),
    'balances.list': () =>
      withPaper(parts, async ({ trading }) => {
        const balances = await trading.venue.inspector.balances();
        return balances.ok ? ok([...balances.value]) : balances;
      }),
    'practice.reset': (_input, face) => withPaper(parts, (paper) => resetPractice(paper, actorOf(face))),
  };
}
