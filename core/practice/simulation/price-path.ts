import { mix, smoothNoise } from './noise.ts';

/** What gives a simulated market its character. */
export interface MarketCharacter {
  /** The price it wanders around, in ticks. */
  readonly anchorTicks: number;
  /** How far it moves in one second, as a part of the price; grows with the square root of time. */
  readonly volatility: number;
  /** Distance between quoted prices, in ticks. */
  readonly gridTicks: number;
  /** Half the usual spread, in ticks. */
  readonly halfSpreadTicks: number;
  /** A usual amount at one price, in lots. */
  readonly levelLots: number;
  /** How many takers come in a second. */
  readonly takersPerSecond: number;
}

/** From seconds to about six days; each twice as slow and the square root of two as wide as the one before, as prices do. */
const octaves = 19;
const root2 = Math.SQRT2;

/**
 * The price in ticks that a market wanders along, at a market time: a pure function of both, open at any point. Only + - x and whole-
 * number hashing decide it, so that every machine draws the same.
 */
export function pathTicks(seed: number, character: MarketCharacter, marketTimeMs: number): number {
  const seconds = marketTimeMs / 1000;
  let offset = 0;
  let amplitude = character.volatility * root2;
  let period = 2;
  for (let octave = 0; octave < octaves; octave += 1) {
    offset += amplitude * smoothNoise(mix(seed, octave), seconds / period);
    amplitude *= root2;
    period *= 2;
  }
  return Math.max(character.gridTicks * 100, character.anchorTicks * (1 + offset));
}
