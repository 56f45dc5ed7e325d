import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemStatus } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { haltRequestFile } from '../halt-at-start.ts';
import { type AskOptions, askThen, statusWithBooks } from './ask.ts';
import type { Streams } from './streams.ts';

const canFill = 'A halt takes nothing back: what is open can still fill.';
const cancelling = "Cancel every open order with: portcullis call orders.cancelAll '{}'";

/**
 * `halt`: stops a running console at once, and says what is open still. Where none answers, a core is opened to store the halt; where even
 * that cannot be, the request is left in the data folder and the next core starts halted.
 */
export function halt(options: AskOptions, streams: Streams, reason: string): Promise<number> {
  return askThen(options, 'halt.engage', { reason, source: 'cli' }, async (answer, answerer) => {
    if (!answer.ok) {
      mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
      const file = join(options.dataFolder, haltRequestFile);
      writeFileSync(file, reason, { mode: 0o600 });
      streams.note(
        `No console answered the halt (${answer.error.code}). Only the request for it was written, to ${file}: the next start is halted.`,
      );
      streams.note('What is open is not known, and can still fill.');
      return 1;
    }
    // Said before anything is counted: nobody who halts waits for that.
    streams.out('Trading is halted.');
    if (!answerer.isRunning) streams.out('No console runs on this data folder: the halt is kept for the next one.');
    for (const line of openLines((await statusWithBooks(answerer)) as Result<SystemStatus>)) streams.out(line);
    return 0;
  });
}

function openLines(status: Result<SystemStatus>): readonly string[] {
  if (!status.ok) return ['How many orders and transactions are open is not known.', canFill, cancelling];
  const { liveOpenOrders, openOrders, openTransactions } = status.value;
  const all = [openOrders, liveOpenOrders, openTransactions];
  if (all.every((count) => count === 0)) return ['No order and no transaction is open.'];
  const [onPaper, live, sent] = all.map((count) => count ?? 'not known');
  const counts = `orders on paper ${onPaper}, LIVE orders ${live}, transactions ${sent}`;
  const hint = openOrders === 0 && liveOpenOrders === 0 ? [] : [cancelling];
  return [`Still open: ${counts}.`, canFill, ...hint];
}
