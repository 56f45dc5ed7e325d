import type { Holding, Holdings } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';

/** One sum of holdings, and what it is a sum of. */
export interface HoldingsTotal {
  readonly title: string;
  /** Null where nothing of it has a price. */
  readonly total: Holdings['realTotal'];
  /** What of it has no price, and is not in the total. */
  readonly unpriced: readonly string[];
}

/** The totals that are shown, each alone: real money and that of stand-ins only where there is any. */
export function holdingsTotals({
  holdings,
  practiceTotal,
  realTotal,
  standInTotal,
  unpriced,
}: Holdings): readonly HoldingsTotal[] {
  const sum = (title: string, total: HoldingsTotal['total'], ...kinds: readonly Holding['kind'][]): HoldingsTotal[] => {
    const held = holdings.filter(({ kind }) => kinds.includes(kind));
    if (held.length === 0 && !kinds.includes('practice')) return [];
    // Coins of a development chain have no price either, and are named by the core as worth nothing.
    const without = held.filter(({ asset, price }) => price === null && unpriced.includes(asset));
    return [{ title, total, unpriced: [...new Set(without.map(({ asset }) => asset))] }];
  };
  return [
    ...sum('Real money', realTotal, 'exchange', 'chain'),
    ...sum('Stand-in money, not real', standInTotal, 'stand-in'),
    ...sum('Practice money', practiceTotal, 'practice'),
  ];
}

/** A place by its name; a stand-in says that it is one. */
export function holdingPlaceWords({ kind, placeTitle }: Pick<Holding, 'kind' | 'placeTitle'>): string {
  const name = shownText(placeTitle);
  return kind === 'stand-in' ? `Stand-in for ${name}` : name;
}
