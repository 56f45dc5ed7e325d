import type { PolicyChange, PolicyDocument } from '../contract/shapes.ts';
import { compare } from '../domain/money.ts';
import { compareTransactions } from './compare-transactions.ts';
import { type Direction, limitText, listText, ofLimits, ofLists } from './directions.ts';
import { triggersOf } from './document.ts';
import { type AmountsByAsset, limitFor, limitsOfDocument } from './limits.ts';

/**
 * What going from one document to another would loosen and tighten, in words, a line for each part that changes. A part that is not
 * certainly as strict as before counts as loosened. Where nothing is loosened, no order that was refused would pass.
 */
export function compareDocuments(from: PolicyDocument, to: PolicyDocument): PolicyChange {
  const loosens: string[] = [];
  const tightens: string[] = [];
  const say = (what: string, direction: Direction, before: string, after: string): void => {
    if (direction === 'looser') loosens.push(`${what}: ${before} becomes ${after}`);
    if (direction === 'stricter') tightens.push(`${what}: ${before} becomes ${after}`);
  };

  const a = limitsOfDocument(from);
  const b = limitsOfDocument(to);
  for (const [what, key] of lists) say(what, ofLists(a[key], b[key]), listText(a[key]), listText(b[key]));
  for (const [what, key, unit] of amounts) {
    say(what, ofLimits(a[key], b[key], compare), limitText(a[key], unit), limitText(b[key], unit));
  }
  for (const [what, key] of byAsset) {
    for (const asset of assetsOf(a[key], b[key])) {
      const [x, y] = [limitFor(a[key], asset), limitFor(b[key], asset)];
      say(what, ofLimits(x, y, compare), limitText(x, asset), limitText(y, asset));
    }
  }
  const [x, y] = [a.maxOrdersPerMinute, b.maxOrdersPerMinute];
  say('Orders per minute', ofLimits(x, y, whole), limitText(x, ''), limitText(y, ''));
  say(
    'Approval of each order',
    a.approveEach === b.approveEach ? 'same' : b.approveEach === true ? 'stricter' : 'looser',
    a.approveEach === true ? 'asked for' : 'not asked for',
    b.approveEach === true ? 'asked for' : 'not asked for',
  );
  for (const { what, direction, before, after } of compareTransactions(from.transactions, to.transactions)) {
    say(what, direction, before, after);
  }
  for (const [what, key, unit, isMoreLooser] of triggers) {
    const before = triggersOf(from)[key];
    const after = triggersOf(to)[key];
    const direction = before === after ? 'same' : after > before === isMoreLooser ? 'looser' : 'stricter';
    say(what, direction, `${before} ${unit}`, `${after} ${unit}`);
  }
  return { loosens, tightens };
}

const lists = [
  ['Exchanges', 'allowExchanges'],
  ['Markets', 'allowSymbols'],
  ['Market types', 'allowMarketTypes'],
] as const;

const amounts = [
  ['Largest order', 'maxOrderAmount', 'base units'],
  ['Price band', 'priceBandPercent', '%'],
] as const;

const byAsset = [
  ['Largest notional', 'maxOrderNotional'],
  ['Per hour', 'maxHourNotional'],
  ['Per 24 hours', 'maxDayNotional'],
  ['Loss in a day', 'maxDayLoss'],
  ['Largest position', 'maxPosition'],
] as const;

const triggers = [
  ['Halt after refused submits in a minute', 'refusedSubmits', 'refused submits', true],
  ['Halt on a clock jump', 'clockJumpSeconds', 'seconds', true],
  ['Halt on little free space', 'freeDiskMegabytes', 'MB', false],
  ['Halt on a silent market', 'staleMarketSeconds', 'seconds', true],
  ['Only reduce at an exchange after failed requests in a minute', 'venueErrors', 'failed requests', true],
  ['Only reduce at a slow exchange', 'venueLatencyMs', 'ms', true],
  ['Only reduce at an exchange whose clock is off', 'venueSkewMs', 'ms', true],
  ['Only reduce at an exchange that tells nothing new', 'staleVenueSeconds', 'seconds', true],
] as const;

function whole(a: number, b: number): number {
  return a - b;
}

function assetsOf(a: AmountsByAsset | undefined, b: AmountsByAsset | undefined): readonly string[] {
  return [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].sort();
}
