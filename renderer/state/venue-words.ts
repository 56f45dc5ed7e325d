import type { Sweep, VenueStanding } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';

/** Where a key comes from, in words. */
export const keySourceWords: Readonly<Record<VenueStanding['keySource'], string>> = {
  environment: 'of the environment',
  'env-file': 'of the .env file',
  vault: 'of the vault',
  generic: 'of CEX_API_KEY, for the one exchange that is allowed',
  none: 'none',
};

/** How an exchange is, in a word or two. */
export function venueStateWords({ health, isArmed, keySource, reducing }: VenueStanding): string {
  if (keySource === 'none') return 'Not asked';
  const state = { ok: 'Answers', degraded: 'Degraded', down: 'Down' }[health.state];
  return [state, ...(isArmed ? ['armed'] : []), ...(reducing === null ? [] : ['only reduces'])].join(', ');
}

/** How many orders are open somewhere, in words. */
export function openOrdersWords({ count }: { readonly count: number }): string {
  if (count === 0) return 'none';
  return count === 1 ? 'one' : String(count);
}

/** What came of cancelling everything at an exchange. Only a list that is empty afterwards is proof. */
export function sweepWords(sweep: Sweep): string {
  const { length } = sweep.unreached;
  if (length === 0) return sweptWords(sweep);
  const others = length === 1 ? 'One order was' : `${length} orders were`;
  return `${sweptWords(sweep)} ${others} placed with another key and not reached.`;
}

function sweptWords({ canceled, failure, left, listed }: Sweep): string {
  if (failure !== null) return `Not done: ${shownText(failure)} Nothing is proved: ask again.`;
  if (left.length > 0) return `${canceled} of ${listed} are cancelled; ${left.length} are still open.`;
  return listed === 0 ? 'There was nothing open.' : `All ${listed} are gone: the exchange lists none any more.`;
}

/** What the banner says of an exchange; null when there is nothing to say. */
export function venueNews(standing: VenueStanding): {
  readonly exchange: VenueStanding['exchange'];
  readonly reducing: string | null;
  readonly openOrders: string | null;
  readonly otherKeyOrders: string | null;
  readonly unexplained: string | null;
} | null {
  const { exchange, isArmed, openOrders, otherKeyOrders, reducing, title, unexplained } = standing;
  // On paper nothing goes there anyway: the exchange's card says it.
  const onlyReduces = reducing !== null && isArmed ? shownText(reducing.why) : null;
  const isOpen = openOrders !== null && openOrders.count > 0 && !openOrders.isAcknowledged;
  const isElsewhere = otherKeyOrders !== null && !otherKeyOrders.isAcknowledged;
  if (!isOpen && !isElsewhere && onlyReduces === null && unexplained.length === 0) return null;
  const name = shownText(title);
  const assets = unexplained.map(({ asset }) => shownText(asset)).join(', ');
  return {
    exchange,
    reducing: onlyReduces,
    openOrders: isOpen
      ? openOrders.count === 1
        ? `One order is open at ${name}.`
        : `${openOrders.count} orders are open at ${name}.`
      : null,
    otherKeyOrders: isElsewhere ? shownText(otherKeyOrders.text) : null,
    unexplained:
      unexplained.length === 0 ? null : `What you hold at ${name} changed and nothing here explains it: ${assets}.`,
  };
}
