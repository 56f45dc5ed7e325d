import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright';
import type { MarketSnapshot } from '../../core/contract/shapes.ts';
import { launchConsole } from '../e2e/launch.ts';

const durationMs = 60_000;
const updatesPerSecond = 1_000;
/** Half of a frame at 60 Hz. */
const halfPeriodUs = 8_000;
const size = { width: 1440, height: 900 };

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * The real window at 1440x900 under 1,000 market updates a second for a minute, sent by the main process as the core's are. Work is what
 * the page's main thread did between two frames (Chrome's own trace); frames are told by the page's animation frames.
 */
export async function measureWindow() {
  const place = mkdtempSync(join(tmpdir(), 'portcullis-window-'));
  const launched = await launchConsole({
    dataFolder: join(place, 'data'),
    environment: { PORTCULLIS_HEAD_DIR: join(place, 'heads'), XDG_RUNTIME_DIR: place },
  });
  try {
    const page = await launched.window('console');
    await page.getByRole('dialog').getByRole('button', { name: 'Skip' }).click();
    await page.getByRole('table', { name: 'Open orders' }).waitFor();
    await launched.app.evaluate(
      ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setContentSize(wanted.width, wanted.height),
      size,
    );
    const snapshot = await page.evaluate(async () => {
      const { portcullis } = window as unknown as {
        portcullis: { ask: Record<string, (input: unknown) => Promise<{ value: unknown }>> };
      };
      return (await portcullis.ask['markets.snapshot']?.({ symbol: 'BTC/USDT' }))?.value as MarketSnapshot;
    });
    const session = await page.context().newCDPSession(page);
    const trace = await startTrace(session);
    const frames = countFrames(page);
    const sent = await launched.app.evaluate(sendUpdates, { snapshot, durationMs, updatesPerSecond });
    const deltas = await frames;
    const events = await trace.stop();
    return figures(events, deltas, sent);
  } finally {
    await launched.close();
    rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs in the main process: updates of one market with a moving book, prints and candle, as many in each tick as are due. */
function sendUpdates(
  { BrowserWindow }: { readonly BrowserWindow: typeof import('electron').BrowserWindow },
  given: { readonly snapshot: MarketSnapshot; readonly durationMs: number; readonly updatesPerSecond: number },
): Promise<number> {
  const contents = BrowserWindow.getAllWindows()[0]?.webContents;
  const { snapshot } = given;
  const startedMs = Date.now();
  let sent = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsedMs = Date.now() - startedMs;
      const due = Math.min(elapsedMs, given.durationMs) * (given.updatesPerSecond / 1_000);
      for (; sent < due; sent += 1) {
        const move = (levels: MarketSnapshot['bids']) =>
          levels
            .slice(0, 25)
            .map(([price, amount], index) => [price, `0.${((sent * 7 + index * 13) % 899) + 100}` as typeof amount]);
        const last = snapshot.bids[sent % 5]?.[0] ?? snapshot.ticker.last;
        const atMs = Date.now();
        const trade = {
          tradeId: `b${sent}`,
          price: last,
          amount: '0.01',
          takerSide: sent % 2 === 0 ? 'buy' : 'sell',
          atMs,
        };
        const candle = { atMs: atMs - (atMs % 60_000), open: last, high: last, low: last, close: last, volume: '1' };
        contents?.send('announce', {
          topic: 'market.updated',
          payload: {
            symbol: snapshot.symbol,
            ticker: { ...snapshot.ticker, last, atMs },
            bids: move(snapshot.bids),
            asks: move(snapshot.asks),
            newTrades: [trade],
            candle,
          },
        });
      }
      if (elapsedMs < given.durationMs) return;
      clearInterval(timer);
      resolve(sent);
    }, 4);
  });
}

/** The times between the page's animation frames while updates come, in milliseconds. */
function countFrames(page: Page): Promise<readonly number[]> {
  return page.evaluate(
    (forMs) =>
      new Promise<number[]>((resolve) => {
        const deltas: number[] = [];
        const startedMs = performance.now();
        let lastMs = startedMs;
        const frame = (nowMs: number): void => {
          deltas.push(nowMs - lastMs);
          lastMs = nowMs;
          if (nowMs - startedMs < forMs) requestAnimationFrame(frame);
          else resolve(deltas.slice(2));
        };
        requestAnimationFrame(frame);
      }),
    durationMs,
  );
}

async function startTrace(session: CDPSession) {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] },
  });
  return {
    async stop(): Promise<readonly TraceEvent[]> {
      const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
      await session.send('Tracing.end');
      await complete;
      return events;
    },
  };
}

function figures(events: readonly TraceEvent[], deltas: readonly number[], sent: number) {
  const main = events.find(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const own = events.filter(({ pid, tid }) => pid === main?.pid && tid === main.tid);
  const frames = own.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts);
  const tasks = own.filter(({ name, ph }) => name === 'ThreadControllerImpl::RunTask' && ph === 'X');
  // Several callbacks of one frame are one frame: the next one comes no sooner than half a period later.
  const starts: number[] = [];
  for (const ts of frames.toSorted((a, b) => a - b)) if (ts - (starts.at(-1) ?? 0) > halfPeriodUs) starts.push(ts);
  const work: number[] = [];
  let task = 0;
  const sorted = tasks.toSorted((a, b) => a.ts - b.ts);
  for (let index = 1; index < starts.length; index += 1) {
    const [from, to] = [starts[index - 1] ?? 0, starts[index] ?? 0];
    let busyUs = 0;
    for (; (sorted[task]?.ts ?? Number.POSITIVE_INFINITY) < to; task += 1) {
      if ((sorted[task]?.ts ?? 0) >= from) busyUs += sorted[task]?.dur ?? 0;
    }
    work.push(busyUs / 1_000);
  }
  const at = (values: readonly number[], share: number): number =>
    Math.round((values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0) * 100) / 100;
  const late = deltas.filter((ms) => ms > 25).length;
  return {
    what: `the window at ${size.width}x${size.height} under ${updatesPerSecond} updates a second for ${durationMs / 1_000} s`,
    updatesSent: sent,
    frames: deltas.length,
    mainThreadWorkMs: { p50: at(work, 0.5), p99: at(work, 0.99), goal: { p99: 8 } },
    framesOver25msPercent: Math.round((late / Math.max(1, deltas.length)) * 10_000) / 100,
    frameMs: { p50: at(deltas, 0.5), p99: at(deltas, 0.99) },
    goal: { framesOver25msPercent: 1 },
  };
}
