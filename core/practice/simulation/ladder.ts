import { mix, uniform } from './noise.ts';
import type { MarketCharacter } from './price-path.ts';

/** One price the simulated participants quote. The same key is the same quote: what was taken of it is not offered again. */
export interface Quote {
  readonly key: string;
  readonly side: 'buy' | 'sell';
  readonly ticks: bigint;
  readonly lots: bigint;
}

const levelsPerSide = 40;
const shortestLifeMs = 1_500;
const longestLifeMs = 9_000;

/**
 * What is quoted around a price at a market time: a pure function. Quotes sit on a grid, live for some seconds each, thin out near the
 * touch and grow away from it.
 */
export function ladder(
  seed: number,
  character: MarketCharacter,
  midTicks: number,
  marketTimeMs: number,
): readonly Quote[] {
  return [
    ...half('buy', seed, character, midTicks, marketTimeMs),
    ...half('sell', seed, character, midTicks, marketTimeMs),
  ];
}

function half(
  side: 'buy' | 'sell',
  seed: number,
  character: MarketCharacter,
  midTicks: number,
  marketTimeMs: number,
): readonly Quote[] {
  const { gridTicks, halfSpreadTicks, levelLots } = character;
  const towards = side === 'buy' ? -1 : 1;
  const sideSeed = mix(seed, towards);
  const touch = midTicks + towards * halfSpreadTicks;
  const first = side === 'buy' ? Math.floor(touch / gridTicks) : Math.ceil(touch / gridTicks);
  const quotes: Quote[] = [];
  for (let level = 0; level < levelsPerSide; level += 1) {
    const cell = first + towards * level;
    const lifeMs = shortestLifeMs + uniform(sideSeed, cell, 1) * (longestLifeMs - shortestLifeMs);
    const epoch = Math.floor(marketTimeMs / lifeMs + uniform(sideSeed, cell, 2));
    // Away from the touch only, so that no two of the simulated quotes can cross.
    const jitter = Math.floor(uniform(sideSeed, cell, epoch, 3) * gridTicks * 0.8);
    const ticks = cell * gridTicks + towards * jitter;
    const heavy = uniform(sideSeed, cell, epoch, 4);
    const size = levelLots * (0.15 + 0.12 * level) * (0.3 + heavy * heavy * heavy * 4);
    const isAbsent = uniform(sideSeed, cell, epoch, 5) < 0.12;
    if (isAbsent || ticks <= 0) continue;
    quotes.push({
      key: `${side}${cell}:${epoch}`,
      side,
      ticks: BigInt(ticks),
      lots: BigInt(Math.max(1, Math.floor(size))),
    });
  }
  return quotes;
}
