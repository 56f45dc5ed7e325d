/** What an account has of one asset, in units of 10^-8: both never below zero. */
export interface Holding {
  free: bigint;
  held: bigint;
}

/** Someone who trades on the practice exchange through its API. */
export interface Account {
  readonly id: number;
  readonly apiKey: string;
  readonly secret: string;
  /** Whether its orders, fills and balances are kept in the database: the person's are, a replay's are not. */
  readonly isStored: boolean;
  readonly holdings: Map<string, Holding>;
}

/** What an account has of an asset; nothing when it never had any. */
export function holdingOf(account: Account, asset: string): Holding {
  const found = account.holdings.get(asset);
  if (found !== undefined) return found;
  const empty = { free: 0n, held: 0n };
  account.holdings.set(asset, empty);
  return empty;
}

/** Moves `units` from free to held; false, changing nothing, when there are not enough. */
export function hold(account: Account, asset: string, units: bigint): boolean {
  const holding = holdingOf(account, asset);
  if (holding.free < units) return false;
  holding.free -= units;
  holding.held += units;
  return true;
}

/** Moves `units` back from held to free. */
export function release(account: Account, asset: string, units: bigint): void {
  const holding = holdingOf(account, asset);
  if (holding.held < units) throw new Error(`${asset}: more released than held`);
  holding.held -= units;
  holding.free += units;
}

/** Pays `units` that were held. */
export function payHeld(account: Account, asset: string, units: bigint): void {
  const holding = holdingOf(account, asset);
  if (holding.held < units) throw new Error(`${asset}: more paid than held`);
  holding.held -= units;
}

/** Receives `units`. */
export function receive(account: Account, asset: string, units: bigint): void {
  holdingOf(account, asset).free += units;
}

/** A fee of `rateMillionths` on `units`, rounded up: never less than the rate. */
export function feeUnits(units: bigint, rateMillionths: bigint): bigint {
  const million = 1_000_000n;
  return (units * rateMillionths + million - 1n) / million;
}

/** What an account has of an asset, for showing. */
export function holdings(account: Account): { readonly asset: string; readonly free: bigint; readonly held: bigint }[] {
  return [...account.holdings.keys()].sort().map((asset) => ({ asset, ...holdingOf(account, asset) }));
}
