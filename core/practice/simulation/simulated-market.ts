import type { Exchange } from '../exchange-port.ts';
import type { MarketSpec } from '../market-spec.ts';
import { ladder } from './ladder.ts';
import { mix, uniform } from './noise.ts';
import { type MarketCharacter, pathTicks } from './price-path.ts';

/** How much market time one step covers. */
export const stepMs = 200;

/** One simulated market on the exchange. */
export interface SimulatedMarket {
  readonly market: MarketSpec;
  /** Plays step number `step`: quotes are renewed, then takers come. */
  play(step: number): void;
  /** The price it wanders along at a market time, in ticks; for the past that no trade was made in. */
  pathAt(marketTimeMs: number): number;
}

/** A market whose participants are a pure function of the seed and the step; only what the person trades makes a difference. */
export function createSimulatedMarket(
  exchange: Exchange,
  market: MarketSpec,
  character: MarketCharacter,
  seed: number,
): SimulatedMarket {
  /** Quotes that are out, by key: the resting order's id, or null when all of it traded. */
  const quoted = new Map<string, number | null>();

  function requote(marketTimeMs: number): void {
    const wanted = ladder(seed, character, pathTicks(seed, character, marketTimeMs), marketTimeMs);
    const keys = new Set(wanted.map((quote) => quote.key));
    for (const [key, id] of quoted) {
      if (keys.has(key)) continue;
      if (id !== null) exchange.book(market).remove(id);
      quoted.delete(key);
    }
    for (const { key, side, ticks, lots } of wanted) {
      if (!quoted.has(key)) quoted.set(key, exchange.quote(market, side, ticks, lots));
    }
  }

  function takers(step: number): void {
    const chance = (character.takersPerSecond * stepMs) / 1000;
    // Trades cluster: a busy second is followed by a busy second.
    const mood = 0.4 + 1.6 * uniform(seed, Math.floor(step / 10), 11) * uniform(seed, Math.floor(step / 150), 12);
    for (let arrival = 0; arrival < 3; arrival += 1) {
      if (uniform(seed, step, arrival, 13) >= (chance * mood) / 2) continue;
      const side = uniform(seed, step, arrival, 14) < 0.5 ? 'buy' : 'sell';
      const heavy = uniform(seed, step, arrival, 15);
      const size = character.levelLots * (0.02 + 0.9 * heavy * heavy * heavy * heavy);
      exchange.takeAsHouse(market, side, BigInt(Math.max(1, Math.floor(size))));
    }
  }

  return {
    market,
    play(step) {
      requote(step * stepMs);
      takers(step);
    },
    pathAt: (marketTimeMs) => pathTicks(seed, character, marketTimeMs),
  };
}

/** The seed of one market out of the exchange's. */
export function marketSeed(seed: number, index: number): number {
  return mix(seed, index, 0x51ed);
}
