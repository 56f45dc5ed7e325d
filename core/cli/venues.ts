import type { Holdings, Sweep, VenueStanding } from '../contract/shapes.ts';
import { exchangeNames, findExchange } from '../domain/exchanges.ts';
import type { Result } from '../domain/result.ts';
import { shownText } from '../domain/shown-text.ts';
import { type AskOptions, ask } from './ask.ts';
import { failed, misused, type Streams } from './streams.ts';

/** `venues`: every exchange with a key, asked now; the others by name. */
export async function listVenues(options: AskOptions, streams: Streams): Promise<number> {
  const listed = (await ask(options, 'venues.list', {})) as Result<VenueStanding[]>;
  if (!listed.ok) return failed(streams, listed);
  for (const { exchange, keySource } of listed.value) {
    const method = keySource === 'none' ? null : 'venues.check';
    const checked = method === null ? null : ((await ask(options, method, { exchange })) as Result<VenueStanding>);
    const standing = checked?.ok === true ? checked.value : listed.value.find((one) => one.exchange === exchange);
    if (standing !== undefined) tell(streams, standing);
  }
  return 0;
}

function tell(streams: Streams, standing: VenueStanding): void {
  const { deadman, health, isArmed, keySource, openOrders, otherKeyOrders, passportVerdict, standIn, title } = standing;
  const skew = health.skewMs === null ? '' : `, its clock ${health.skewMs} ms from ours, ${health.latencyMs} ms away`;
  streams.out(`${title}: ${health.text}${skew}`);
  if (keySource === 'none') return;
  streams.out(`  key from ${keySource}, passport ${passportVerdict}, ${isArmed ? 'ARMED' : 'not armed'}`);
  if (standIn !== null) streams.out(`  ${standIn} stands in for it: nothing there is live`);
  if (standing.reducing !== null) {
    streams.out(`  ${standing.reducing.why} Since ${new Date(standing.reducing.sinceMs).toISOString()}`);
  }
  if (openOrders !== null) {
    const seen = openOrders.count === 0 ? '' : openOrders.isAcknowledged ? ' (acknowledged)' : ' (not acknowledged)';
    streams.out(`  open orders: ${openOrders.count}${seen}, listed ${new Date(openOrders.atMs).toISOString()}`);
  }
  if (deadman !== null) {
    const until = new Date(deadman.armedUntilMs).toISOString();
    streams.out(`  dead man's switch: ${deadman.timeoutSec} s, set until ${until}, ${deadman.missed} beats missed`);
  }
  if (otherKeyOrders !== null) {
    streams.out(`  ${otherKeyOrders.text}${otherKeyOrders.isAcknowledged ? ' (acknowledged)' : ''}`);
  }
  for (const { asset, atMs, change } of standing.unexplained) {
    streams.out(`  unexplained: ${asset} changed by ${change} (${new Date(atMs).toISOString()})`);
  }
}

/** `sweep`: cancels everything that is open at an exchange; 0 only when a second list has proved that nothing is, and no other account may. */
export async function sweep(options: AskOptions, streams: Streams, exchange: string): Promise<number> {
  const known = findExchange(exchange);
  if (known === null) {
    return misused(streams, `There is no exchange '${shownText(exchange)}'. There are: ${exchangeNames.join(', ')}.`);
  }
  const answer = (await ask(options, 'venues.sweep', { exchange: known.name })) as Result<Sweep>;
  if (!answer.ok) return failed(streams, answer);
  const { canceled, failure, left, listed, unreached } = answer.value;
  streams.out(`${known.title}: ${listed} open orders were listed, ${canceled} are gone, ${left.length} are left.`);
  for (const { amount, price, side, symbol, type, venueOrderId } of left) {
    streams.out(`  ${venueOrderId}: ${side} ${amount} ${symbol} ${type}${price === null ? '' : ` at ${price}`}`);
  }
  for (const { amount, orderId, side, symbol } of unreached) {
    streams.note(`  ${orderId}: ${side} ${amount ?? ''} ${symbol} was placed with another key, and was not reached.`);
  }
  if (failure !== null) streams.note(failure);
  return failure === null && unreached.length === 0 ? 0 : 1;
}

/** The currencies that the console counts in, whether or not anything is priced in them now. */
const countedIn = ['USDT', 'USD', 'EUR', 'BTC'] as const;

/** `holdings`: everything the person has, in one currency; practice money apart. One in which nothing at all has a price is refused. */
export async function holdings(options: AskOptions, streams: Streams, asked = 'USDT'): Promise<number> {
  const currency = asked.toUpperCase();
  const answer = (await ask(options, 'holdings.read', { currency })) as Result<Holdings>;
  if (!answer.ok) return failed(streams, answer);
  const { practiceTotal, realTotal, unpriced, unreadable } = answer.value;
  const isPriced = answer.value.holdings.some(({ price }) => price !== null);
  if (!isPriced && !countedIn.some((one) => one === currency)) {
    const known = countedIn.join(', ');
    return misused(streams, `Nothing has a price in '${shownText(currency)}'. The console counts in ${known}.`);
  }
  streams.out(`Real: ${realTotal ?? 'nothing with a price in'} ${currency}`);
  streams.out(`Practice: ${practiceTotal ?? 'nothing with a price in'} ${currency}`);
  for (const { amount, asset, doubt, placeTitle, priceFrom, readAtMs, value } of answer.value.holdings) {
    const worth = value === null ? 'no price' : `${value} ${currency} (${priceFrom})`;
    streams.out(`  ${placeTitle}: ${amount} ${asset}, ${worth}, read ${new Date(readAtMs).toISOString()}`);
    if (doubt !== null) streams.out(`    ${doubt}`);
  }
  if (unpriced.length > 0) streams.out(`Without a price, and not in the totals: ${unpriced.join(', ')}`);
  for (const { place, why } of unreadable) streams.out(`Not read, and not in the totals: ${place}: ${why}`);
  return 0;
}
