import type { Bridge } from '../../core/contract/bridge.ts';
import type { ChainTransaction, Fill, Order } from '../../core/contract/shapes.ts';
import type { Announcement } from '../../core/contract/topics.ts';
import { unreachable } from '../../core/domain/result.ts';
import { shownText } from '../escape.ts';
import { grouped } from '../format/amount.ts';
import { keptRows, withFill, withOrders } from './account.ts';
import {
  addApproval,
  addFill,
  closeApproval,
  setAuditChain,
  setHalt,
  setOrder,
  setSigner,
  setTransaction,
  setVenue,
  tell,
  useConsole,
} from './console-store.ts';
import { watchForSilence } from './core-silence.ts';
import { marketFeed } from './frame-feed.ts';
import { remainingAmount } from './order-words.ts';
import { transactionNews } from './transaction-words.ts';
import { keptTransactions, withTransactions } from './transactions.ts';

const againMs = 2_000;
/** A fill this soon after its order was placed is told by the ticket, not in passing. */
const promptMs = 2_000;

/** Follows the core for as long as the window lives: listens, asks for everything, and asks anew whenever the core is ready again. */
export function startSession(bridge: Bridge): void {
  let wasReady = false;
  bridge.on(hear);
  bridge.host.on((host) => {
    const isReady = host.core === 'ready';
    // Approvals end with the core that asked for them.
    useConsole.setState(isReady ? { host } : { host, approvals: new Set() });
    if (isReady && !wasReady) void askEverything(bridge);
    wasReady = isReady;
  });
  void askEverything(bridge);
  watchForSilence({
    ask: () => bridge.ask['system.status']({}),
    after(delayMs, task) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    nowMs: () => Date.now(),
    onChange: (silentSinceMs) => useConsole.setState({ silentSinceMs }),
  });
}

let asking = 0;

async function askEverything(bridge: Bridge): Promise<void> {
  asking += 1;
  const turn = asking;
  const status = await bridge.ask['system.status']({});
  if (turn !== asking) return;
  if (status.ok) useConsole.setState({ status: status.value });
  const preferences = await bridge.ask['preferences.get']({});
  if (preferences.ok) useConsole.setState({ preferences: preferences.value });
  const pending = await bridge.ask['approvals.pending']({});
  if (pending.ok) useConsole.setState({ approvals: new Set(pending.value.map(({ approvalId }) => approvalId)) });
  const [venues, markets, balances, open, recent, fills, transactions] = await Promise.all([
    bridge.ask['venues.list']({}),
    bridge.ask['markets.list']({}),
    bridge.ask['balances.list']({}),
    bridge.ask['orders.list']({ open: true, limit: keptRows }),
    bridge.ask['orders.list']({ limit: keptRows }),
    bridge.ask['fills.list']({ limit: keptRows }),
    bridge.ask['transactions.list']({ limit: keptTransactions }),
  ]);
  if (turn !== asking) return;
  if (venues.ok) useConsole.setState({ venues: venues.value });
  if (transactions.ok) {
    useConsole.setState(({ transactions: known }) => ({
      transactions: withTransactions(known ?? [], transactions.value),
    }));
  }
  const failed = [status, preferences, venues, markets, balances, open, recent, fills].find((answer) => !answer.ok);
  if (failed !== undefined || !markets.ok || !balances.ok || !open.ok || !recent.ok || !fills.ok) {
    useConsole.setState({ loadProblem: failed !== undefined && !failed.ok ? failed.error : null });
    setTimeout(() => turn === asking && void askEverything(bridge), againMs);
    return;
  }
  useConsole.setState(({ symbol, orders, fills: known, generation }) => ({
    markets: markets.value,
    balances: balances.value,
    orders: withOrders(withOrders(orders ?? [], open.value), recent.value),
    fills: fills.value.reduce(withFill, known ?? []),
    symbol: markets.value.some((market) => market.symbol === symbol) ? symbol : (markets.value[0]?.symbol ?? null),
    loadProblem: null,
    generation: generation + 1,
  }));
  await Promise.all(
    markets.value.map(async ({ symbol }) => {
      const snapshot = await bridge.ask['markets.snapshot']({ symbol });
      if (snapshot.ok && turn === asking) marketFeed.seed(snapshot.value);
    }),
  );
}

function hear(announcement: Announcement): void {
  switch (announcement.topic) {
    case 'market.updated':
      marketFeed.take(announcement.payload);
      return;
    case 'status.changed':
      useConsole.setState({ status: announcement.payload });
      return;
    case 'halt.changed':
      setHalt(announcement.payload);
      return;
    case 'audit.appended':
      setAuditChain(announcement.payload);
      return;
    case 'order.changed':
      setOrder(announcement.payload);
      return;
    case 'fill.added':
      addFill(announcement.payload);
      tellFill(announcement.payload);
      return;
    case 'balances.changed':
      useConsole.setState({ balances: announcement.payload });
      return;
    case 'policy.changed':
      useConsole.setState(({ policyVersion }) => ({ policyVersion: policyVersion + 1 }));
      return;
    case 'preferences.changed':
      useConsole.setState({ preferences: announcement.payload });
      return;
    case 'transaction.changed':
      tellTransaction(announcement.payload);
      setTransaction(announcement.payload);
      return;
    case 'signer.changed':
      setSigner(announcement.payload);
      return;
    case 'lock.requested':
    case 'secret.requested':
      return;
    case 'venue.changed':
      setVenue(announcement.payload);
      return;
    case 'custody.changed':
    case 'procedure.changed':
      useConsole.setState(({ custodyVersion }) => ({ custodyVersion: custodyVersion + 1 }));
      return;
    case 'webhooks.changed':
      useConsole.setState(({ webhooksVersion }) => ({ webhooksVersion: webhooksVersion + 1 }));
      return;
    // What is due stands in the top bar, and the desktop tells of it.
    case 'reminder.raised':
      return;
    case 'approval.requested':
      addApproval(announcement.payload.approvalId);
      return;
    case 'approval.closed':
      closeApproval(announcement.payload.approvalId, announcement.payload.how);
      return;
    default:
      unreachable(announcement);
  }
}

function tellFill(fill: Fill): void {
  const order = useConsole.getState().orders?.find((known) => known.orderId === fill.orderId);
  if (order === undefined || fill.atMs - order.createdAtMs < promptMs) return;
  tell({ key: `fill-${fill.orderId}`, side: fill.side, text: fillSentence(fill, order) });
}

/** The end of a transaction comes minutes after its signing, so it is told in passing wherever the person is. */
function tellTransaction(transaction: ChainTransaction): void {
  const { screen, transactions } = useConsole.getState();
  const known = transactions?.find(({ transactionId }) => transactionId === transaction.transactionId);
  if (screen === 'transactions' || known === undefined || known.status === transaction.status) return;
  const text = transactionNews(transaction);
  if (text !== null) tell({ key: `transaction-${transaction.transactionId}`, side: null, text });
}

/** A fill of a resting order in one sentence: 'Bought 0.02 BTC at 61 000.50 USDT; 0.03 BTC still rest.' */
export function fillSentence(fill: Fill, order: Order): string {
  const [base = '', quote = ''] = shownText(fill.symbol).split('/');
  const done = `${fill.side === 'buy' ? 'Bought' : 'Sold'} ${grouped(fill.amount)} ${base} at ${grouped(fill.price)} ${quote}`;
  return order.status === 'partially-filled' ? `${done}; ${remainingAmount(order)} still waits.` : `${done}.`;
}
