import type { Holding, Holdings } from '../contract/shapes.ts';
import { exchanges as known } from '../domain/exchanges.ts';
import { add, type DecimalText, decimal, divide, isPositive, multiply, roundTo, zero } from '../domain/money.ts';
import { ok, type Result } from '../domain/result.ts';
import type { HandlerParts } from '../handlers/parts.ts';
import type { PaperTrading } from '../trading/open-paper.ts';
import { chainBalances } from '../trading/transactions/chain-balances.ts';
import type { VenueConnection } from '../venues/venue.ts';
import type { Exchange } from './exchange.ts';
import { type PricePlace, priceOf } from './holdings-price.ts';

/** What holdings are read from. */
export type HoldingsParts = Pick<HandlerParts, 'chains' | 'clock' | 'exchanges' | 'paper' | 'signing' | 'transactions'>;

/** What one place holds, before it is priced. `worthless` are coins of a development chain. */
interface Found {
  readonly place: string;
  readonly placeTitle: string;
  readonly kind: Holding['kind'];
  readonly isWorthless: boolean;
  readonly assets: readonly Pick<Holding, 'asset' | 'amount' | 'readAtMs' | 'doubt'>[];
  /** Where its assets are priced, in this order. */
  readonly prices: readonly PricePlace[];
}

type Place = Found | Holdings['unreadable'][number] | null;

const valueScale = 8;
const two = decimal('2');

/**
 * Everything the person has, in one currency: the practice account, each exchange with a key, and the signer's address on every chain whose
 * RPC is set. Practice money, and what stand-ins for exchanges hold, have totals of their own and are never added to real money; coins of a
 * development chain count for nothing. An asset is priced where it is held, else at another connected exchange, but nothing real by a
 * stand-in; practice assets at the practice exchange. What has no price, and a place that cannot be read, is named and left out of the
 * totals. Values are rounded down at eight decimals.
 */
export async function readHoldings(parts: HoldingsParts, currency: string): Promise<Result<Holdings>> {
  const keyed = parts.exchanges.all.filter((exchange) => hasKey(exchange));
  const places = (await Promise.all([practice(parts), ...keyed.map(onExchange), ...onChains(parts)])).flatMap(
    (place) => place ?? [],
  );
  const connected = keyed.flatMap((exchange) => {
    const connection = exchange.connection();
    return connection === null ? [] : [pricesOf(exchange, connection)];
  });
  const found = places.filter((place): place is Found => 'assets' in place);
  const holdings: Holding[] = [];
  for (const place of found) {
    const own = place.kind === 'practice' ? place.prices : ownFirst(place, connected);
    for (const { amount, asset, doubt, readAtMs } of place.assets) {
      const unit = place.isWorthless ? null : await priceOf(own, asset, currency);
      holdings.push({
        place: place.place,
        placeTitle: place.placeTitle,
        kind: place.kind,
        asset,
        amount,
        price: unit?.price ?? null,
        priceFrom: unit?.from ?? null,
        value: unit === null ? null : roundTo(multiply(amount, unit.price), valueScale, 'down'),
        readAtMs,
        doubt: place.isWorthless ? 'It is of a development chain and worth nothing.' : doubt,
      });
    }
  }
  const worthless = new Set(found.filter(({ isWorthless }) => isWorthless).map(({ place }) => place));
  const totalOfKind = (...kinds: readonly Holding['kind'][]): DecimalText | null =>
    totalOf(holdings.filter(({ kind, place }) => kinds.includes(kind) && !worthless.has(place)));
  const unpriced = holdings.filter(({ place, price }) => price === null && !worthless.has(place));
  return ok({
    currency,
    practiceTotal: totalOfKind('practice'),
    standInTotal: totalOfKind('stand-in'),
    realTotal: totalOfKind('exchange', 'chain'),
    holdings,
    unpriced: [...new Set(unpriced.map(({ asset }) => asset))].sort(),
    unreadable: places.filter((place): place is Holdings['unreadable'][number] => 'why' in place),
  });
}

/** The sum of what is priced; null where nothing is held, or nothing of it has a price. */
function totalOf(holdings: readonly Holding[]): DecimalText | null {
  const values = holdings.flatMap(({ value }) => value ?? []);
  return values.length === 0 ? null : values.reduce(add, zero);
}

async function practice({ clock, paper }: HoldingsParts): Promise<Place> {
  const opened = await paper();
  const place = 'practice';
  if (!opened.ok) return { place, why: opened.error.code };
  const readAtMs = Math.trunc(clock.nowMs());
  const balances = await opened.value.trading.venue.inspector.balances();
  if (!balances.ok) return { place, why: balances.error.code };
  const assets = balances.value
    .filter(({ total }) => isPositive(total))
    .map(({ asset, total }) => ({ asset, amount: total, readAtMs, doubt: null }));
  const placeTitle = 'Practice exchange';
  return { place, placeTitle, kind: 'practice', isWorthless: false, assets, prices: [practicePrices(opened.value)] };
}

function practicePrices({ feed, trading }: PaperTrading): PricePlace {
  return {
    title: 'Practice',
    markets: trading.venue.markets,
    middle: async (symbol) => feed.snapshot(symbol)?.ticker.last ?? null,
  };
}

function hasKey(exchange: Exchange): boolean {
  const { keyProblem, keySource } = exchange.standing();
  return keySource !== 'none' || keyProblem !== null;
}

async function onExchange(exchange: Exchange): Promise<Place> {
  const { title } = known[exchange.name];
  const { keyProblem: problem, standIn } = exchange.standing();
  if (problem !== null) return { place: exchange.name, why: problem };
  const read = await exchange.balances();
  if (!read.ok) return { place: exchange.name, why: `${title} could not be read (${read.error.code}).` };
  const { atMs, balances } = read.value;
  return {
    place: exchange.name,
    placeTitle: title,
    kind: standIn === null ? 'exchange' : 'stand-in',
    isWorthless: false,
    assets: balances
      .filter(({ asset, total }) => isPositive(total) || exchange.account.doubt(asset) !== null)
      .map(({ asset, total }) => ({ asset, amount: total, readAtMs: atMs, doubt: exchange.account.doubt(asset) })),
    prices: [],
  };
}

/** The signer's address on each chain whose RPC is set; none without a signer. */
function onChains(parts: HoldingsParts): readonly Promise<Place>[] {
  if (parts.signing.active.chip().address === null) return [];
  return parts.chains
    .list()
    .filter(({ rpc }) => rpc !== 'none')
    .map(async ({ chainId, isForPaper, name }): Promise<Place> => {
      const place = `chain-${chainId}`;
      const open = await parts.transactions();
      const readAtMs = Math.trunc(parts.clock.nowMs());
      const balances = open.ok ? await chainBalances(open.value.trading, BigInt(chainId)) : open;
      if (!balances.ok) return { place, why: `${name} could not be read (${balances.error.code}).` };
      const assets = balances.value
        .filter(({ amount }) => isPositive(amount))
        .map(({ amount, symbol }) => ({ asset: symbol, amount, readAtMs, doubt: null }));
      return { place, placeTitle: name, kind: 'chain', isWorthless: isForPaper, assets, prices: [] };
    });
}

/** What prices come from: an exchange, or what stands in for one. */
type Priced = PricePlace & { readonly place: string; readonly isStandIn: boolean };

/** An exchange's prices, each market asked for once. */
function pricesOf({ name, standing }: Exchange, { inspector, markets }: VenueConnection): Priced {
  const asked = new Map<string, Promise<DecimalText | null>>();
  const ask = async (symbol: string): Promise<DecimalText | null> => {
    const book = await inspector.book(symbol, 5);
    const bid = book.ok ? book.value.bids[0]?.[0] : undefined;
    const ask = book.ok ? book.value.asks[0]?.[0] : undefined;
    return bid === undefined || ask === undefined ? null : divide(add(bid, ask), two, 18, 'down');
  };
  return {
    place: name,
    isStandIn: standing().standIn !== null,
    title: known[name].title,
    markets,
    middle(symbol) {
      const middle = asked.get(symbol) ?? ask(symbol);
      asked.set(symbol, middle);
      return middle;
    },
  };
}

function ownFirst({ kind, place }: Found, connected: readonly Priced[]): readonly PricePlace[] {
  const usable = connected.filter(({ isStandIn }) => kind === 'stand-in' || !isStandIn);
  return [...usable.filter((other) => other.place === place), ...usable.filter((other) => other.place !== place)];
}
