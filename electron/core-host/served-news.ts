import { methods, type Out, type WireIn } from '../../core/contract/methods.ts';
import type { MethodName } from '../../core/contract/names.ts';
import type { Fill, MarketSnapshot, Order } from '../../core/contract/shapes.ts';
import type { Announcement } from '../../core/contract/topics.ts';
import type { Clock } from '../../core/ports.ts';
import type { ServedLine } from './served-line.ts';

/** What looking again and again needs. */
export interface ServedNewsDeps {
  readonly line: Pick<ServedLine, 'ask'>;
  readonly clock: Pick<Clock, 'after' | 'nowMs'>;
  readonly announce: (announcement: Announcement) => void;
}

const pauseMs = 1_000;
const rows = { limit: 100 };
const mostLevels = 25;
/** Several times what one look reads; what was not read for longest is forgotten. */
const mostSeen = 2_000;

/**
 * Announces what changes in a core that announces nothing to us: looks a second after the last look, and says what is different. The
 * first look tells everything but old fills: the window may have read it a moment too early. Answers that are not of the contract's shape
 * are passed over. Approvals are not announced: they are answered where that core runs. Ends when the answer is called.
 */
export function watchServedCore({ line, clock, announce }: ServedNewsDeps): () => void {
  const seen = new Map<string, string>();
  const newestTrade = new Map<string, string>();
  const startedAtMs = clock.nowMs();
  let isFirst = true;
  let isOver = false;
  let cancel: () => void = () => undefined;

  async function ask<M extends MethodName>(method: M, input: WireIn<M>): Promise<Out<M> | null> {
    const answer = await line.ask(method, input);
    if (!answer.ok || isOver) return null;
    const parsed = methods[method].output.safeParse(answer.value);
    return parsed.success ? (parsed.data as Out<M>) : null;
  }

  /** Whether `value` differs from what was last seen under `name`, if anything was. */
  function isNew(name: string, value: unknown): boolean {
    const text = JSON.stringify(value);
    const before = seen.get(name);
    seen.delete(name);
    seen.set(name, text);
    const [oldest] = seen.keys();
    if (seen.size > mostSeen && oldest !== undefined) seen.delete(oldest);
    return before !== text;
  }

  function tell(announcement: Announcement): void {
    if (!isOver) announce(announcement);
  }

  async function lookAtConsole(): Promise<void> {
    const status = await ask('system.status', {});
    if (status !== null) {
      if (isNew('halt', status.halt)) tell({ topic: 'halt.changed', payload: status.halt });
      if (isNew('audit', status.audit)) tell({ topic: 'audit.appended', payload: status.audit });
      tell({ topic: 'status.changed', payload: status });
    }
    const preferences = await ask('preferences.get', {});
    if (preferences !== null && isNew('preferences', preferences)) {
      tell({ topic: 'preferences.changed', payload: preferences });
    }
    const policy = await ask('policy.get', {});
    if (policy !== null && isNew('policy', policy.digest)) {
      tell({ topic: 'policy.changed', payload: { digest: policy.digest } });
    }
  }

  async function lookAtAccount(): Promise<void> {
    const open = (await ask('orders.list', { open: true, ...rows })) ?? [];
    const recent = (await ask('orders.list', rows)) ?? [];
    const changed = [...open, ...recent].filter((order: Order) => isNew(`order ${order.orderId}`, order));
    for (const order of changed.reverse()) tell({ topic: 'order.changed', payload: order });
    const fills = (await ask('fills.list', rows)) ?? [];
    const added = fills
      .filter((fill: Fill) => isNew(`fill ${fill.fillId}`, null))
      .filter(({ atMs }) => !isFirst || atMs >= startedAtMs);
    for (const fill of added.reverse()) tell({ topic: 'fill.added', payload: fill });
    const balances = await ask('balances.list', {});
    if (balances !== null && isNew('balances', balances)) tell({ topic: 'balances.changed', payload: balances });
  }

  async function lookAtMarkets(): Promise<void> {
    for (const { symbol } of (await ask('markets.list', {})) ?? []) {
      const snapshot = await ask('markets.snapshot', { symbol });
      if (snapshot === null) continue;
      const newTrades = newTradesOf(snapshot);
      if (!isNew(`market ${symbol}`, snapshot)) continue;
      const candles = await ask('markets.candles', { symbol, interval: '1m', limit: 1 });
      tell({
        topic: 'market.updated',
        payload: {
          symbol,
          ticker: snapshot.ticker,
          bids: snapshot.bids.slice(0, mostLevels),
          asks: snapshot.asks.slice(0, mostLevels),
          newTrades,
          candle: candles?.at(-1) ?? null,
        },
      });
    }
  }

  /** The trades, newest first, since the last look; none on the first. */
  function newTradesOf({ symbol, trades }: MarketSnapshot): MarketSnapshot['trades'] {
    const known = newestTrade.get(symbol);
    const newest = trades[0];
    if (newest !== undefined) newestTrade.set(symbol, newest.tradeId);
    if (known === undefined) return [];
    const end = trades.findIndex(({ tradeId }) => tradeId === known);
    return end < 0 ? trades : trades.slice(0, end);
  }

  async function look(): Promise<void> {
    await lookAtConsole();
    await lookAtAccount();
    await lookAtMarkets();
    isFirst = false;
    if (!isOver) cancel = clock.after(pauseMs, () => void look());
  }

  void look();
  return () => {
    isOver = true;
    cancel();
  };
}
