import type { Order, OrderDraft } from '../contract/shapes.ts';
import { ok, type Result } from '../domain/result.ts';
import { cancelAll } from '../trading/cancel.ts';
import type { Previews } from '../trading/previews.ts';
import type { Trading } from '../trading/trading.ts';
import { type HandlerParts, withPaper } from './parts.ts';

/** A place where orders live: the gate of one venue and the previews made there. */
export interface OrderDesk {
  readonly trading: Trading;
  readonly previews: Previews;
}

type DeskParts = Pick<HandlerParts, 'exchanges' | 'paper'>;

/** Runs at the desk of the exchange that a draft names: a real one's, which must be armed, else the practice exchange's. */
export async function atDeskOf<T>(
  parts: DeskParts,
  { exchange }: Pick<OrderDraft, 'exchange'>,
  use: (desk: OrderDesk) => Promise<Result<T>>,
): Promise<Result<T>> {
  const real = parts.exchanges.find(exchange);
  if (real === null) return withPaper(parts, use);
  const live = await real.live();
  return live.ok ? use(live.value) : live;
}

/** Runs at the desk that holds a preview; the practice exchange's where none does. */
export function atDeskOfPreview<T>(
  parts: DeskParts,
  previewId: string,
  use: (desk: OrderDesk) => Promise<Result<T>>,
): Promise<Result<T>> {
  const holds = ({ previews }: OrderDesk): boolean => {
    const found = previews.find(previewId);
    return found.ok || found.error.code === 'expired';
  };
  const live = parts.exchanges.live().find(holds);
  return live === undefined ? withPaper(parts, use) : use(live);
}

/** Runs at the desk whose journal has an order; the practice exchange's where none has. */
export function atDeskOfOrder<T>(
  parts: DeskParts,
  orderId: string,
  use: (desk: OrderDesk) => Promise<Result<T>> | Result<T>,
): Promise<Result<T>> {
  const live = parts.exchanges.live().find(({ trading }) => trading.journal.get(orderId) !== null);
  return live === undefined ? withPaper(parts, use) : Promise.resolve(use(live));
}

/** Reads at every desk that is open and gives the newest `limit` of all that they tell and of `others`. */
export function newestOfAll<T>(
  parts: DeskParts,
  limit: number,
  read: (desk: OrderDesk) => readonly T[],
  timeOf: (item: T) => number,
  others: readonly T[] = [],
): Promise<Result<T[]>> {
  return withPaper(parts, (paper) => {
    const live = parts.exchanges.live();
    const found = read(paper);
    if (live.length === 0 && others.length === 0) return ok([...found]);
    const all = [...found, ...others, ...live.flatMap(read)];
    return ok(all.sort((a, b) => timeOf(b) - timeOf(a)).slice(0, limit));
  });
}

/** Open live orders of exchanges whose desk is closed because their key is not connected: nothing else would show them. */
export function ordersWithoutDesk(
  { exchanges }: DeskParts,
  { open, symbol }: { readonly open?: boolean | undefined; readonly symbol?: string | undefined },
): readonly Order[] {
  if (open === false) return [];
  const closed = exchanges.all.filter((exchange) => exchange.openLive() === null);
  return closed
    .flatMap((exchange) => exchange.unreached())
    .filter((order) => symbol === undefined || order.symbol === symbol);
}

/**
 * Cancels every open order of ours, on paper and live, also what an earlier run left open at an exchange that was not asked yet. Live
 * orders are cancelled also where paper trading could not be opened. Where an exchange that may have some cannot be reached, all others are
 * cancelled and its error is the answer: nobody is told that nothing is left.
 */
export async function cancelEverywhere(
  parts: DeskParts,
  symbol: string | undefined,
  actor: string,
): Promise<Result<{ canceled: Order[]; left: Order[] }>> {
  const live = parts.exchanges.all.map(async (exchange) => {
    const reached = await exchange.reachLive();
    if (!reached.ok) return reached;
    return reached.value === null ? ok(null) : cancelAll(reached.value.trading, symbol, actor);
  });
  const paper = await withPaper(parts, ({ trading }) => cancelAll(trading, symbol, actor));
  const answers = await Promise.all(live);
  const unreached = answers.find((answer) => !answer.ok);
  if (unreached?.ok === false) return unreached;
  const done = answers.flatMap((answer) => (answer.ok ? (answer.value ?? []) : []));
  if (done.length === 0) return paper;
  if (paper.ok) done.unshift(paper.value);
  return ok({ canceled: done.flatMap(({ canceled }) => canceled), left: done.flatMap(({ left }) => left) });
}
