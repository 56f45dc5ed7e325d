import type { Holding, Holdings } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';

/** One sum of holdings, and what it is a sum of. */
export interface HoldingsTotal {
  readonly title: string;
  /** Null where nothing of it has a price. */
  readonly total: Holdings['realTotal'];
}

/** The totals that are shown, each alone: real money and that of stand-ins only where there is any. */
export function holdingsTotals({
  holdings,
  practiceTotal,
  realTotal,
  standInTotal,
}: Holdings): readonly HoldingsTotal[] {
  const has = (...kinds: readonly Holding['kind'][]): boolean => holdings.some(({ kind }) => kinds.includes(kind));
  return [
    ...(has('exchange', 'chain') ? [{ title: 'Real money', total: realTotal }] : []),
    ...(has('stand-in') ? [{ title: 'Stand-in money, not real', total: standInTotal }] : []),
    { title: 'Practice money', total: practiceTotal },
  ];
}

/** A place by its name; a stand-in says that it is one. */
export function holdingPlaceWords({ kind, placeTitle }: Pick<Holding, 'kind' | 'placeTitle'>): string {
  const name = shownText(placeTitle);
  return kind === 'stand-in' ? `Stand-in for ${name}` : name;
}
