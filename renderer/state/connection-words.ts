import type { VenueHealth, VenueStanding } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';
import { counted, signed } from '../format/amount.ts';

/** How long the last answer took. */
export function latencyWords({ latencyMs }: Pick<VenueHealth, 'latencyMs'>): string {
  return latencyMs === null ? 'no answer yet' : `${counted(latencyMs)} ms`;
}

/** How far the place's clock is from ours. */
export function skewWords({ skewMs }: Pick<VenueHealth, 'skewMs'>): string {
  return skewMs === null ? 'unknown' : `${signed(String(Math.round(skewMs)))} ms`;
}

/** The exchanges that live trading is armed for, in a word or two: which one, or how many, and how many of them are not well. */
export function liveVenueWords(live: readonly Pick<VenueStanding, 'exchange' | 'health' | 'reducing' | 'title'>[]): {
  readonly isWell: boolean;
  readonly text: string;
} {
  const unwell = live.filter(({ health, reducing }) => health.state !== 'ok' || reducing !== null);
  const [only] = live;
  const name = live.length === 1 && only !== undefined ? shownText(only.title) : `${live.length} exchanges`;
  if (unwell.length === 0) return { isWell: true, text: name };
  return { isWell: false, text: live.length === 1 ? `${name} degraded` : `${unwell.length} of ${name} degraded` };
}
