import { larger, smaller } from '../../domain/bigint.ts';
import type { Clock } from '../../ports.ts';
import { createCandles } from '../candles.ts';
import type { Exchange } from '../exchange-port.ts';
import type { DayPast, FeedMarket } from '../feed-market.ts';
import type { MarketRules, MarketSource } from '../market-source.ts';
import { type MarketSpec, practiceMarkets } from '../market-spec.ts';
import { characters } from './characters.ts';
import { seedOf } from './noise.ts';
import type { MarketCharacter } from './price-path.ts';
import { createSimulatedMarket, marketSeed, stepMs } from './simulated-market.ts';

const dayMinutes = 24 * 60;

/** What the simulated markets stand on. */
export interface SimulatedDeps {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly seed: string;
  /** The market time that the run before this one came to. */
  readonly marketTimeMs: number;
  /** Leaves the participants out. */
  readonly isQuiet: boolean;
}

/** The filters of the practice exchange's own. */
export const ownRules: MarketRules = {
  filtersOf: ({ tickSize, lotSize, minNotional }) => ({ tickSize, lotSize, minAmount: lotSize, minNotional }),
  isListed: () => true,
  closed: () => null,
};

/** Simulated participants in every market of the practice exchange; nothing of it ever leaves this process. */
export function createSimulatedSource(deps: SimulatedDeps): MarketSource {
  const { clock, exchange, marketTimeMs } = deps;
  const seed = seedOf(deps.seed);
  // Market time runs beside the wall clock in this run; what came before is drawn at the same distance.
  const wallOffsetMs = clock.nowMs() - marketTimeMs;
  const simulated = practiceMarkets.map((market, index) => {
    const character = characters[market.venueName];
    if (character === undefined) throw new Error(`${market.symbol} has no character`);
    return { character, ...createSimulatedMarket(exchange, market, character, marketSeed(seed, index)) };
  });
  let step = Math.floor(marketTimeMs / stepMs);
  const playStep = (): void => {
    if (!deps.isQuiet) for (const market of simulated) market.play(step);
  };

  return {
    feed: simulated.map(({ character, market, pathAt }, index) =>
      feedMarket(
        { market, character, pathAt: (atMs) => pathAt(atMs - wallOffsetMs) },
        marketSeed(seed, index),
        clock.nowMs(),
      ),
    ),
    rules: ownRules,
    opened: async () => undefined,
    begin: playStep,
    play(untilMs) {
      while ((step + 1) * stepMs <= untilMs) {
        step += 1;
        playStep();
      }
    },
    start: () => undefined,
    stop: () => undefined,
    standing: () => null,
  };
}

interface Drawn {
  readonly market: MarketSpec;
  readonly character: MarketCharacter;
  /** The price in ticks at a wall time. */
  readonly pathAt: (atMs: number) => number;
}

function feedMarket({ market, character, pathAt }: Drawn, seed: number, nowMs: number): FeedMarket {
  const usualLotsPerMinute = character.levelLots * character.takersPerSecond * 9;
  return {
    market,
    candles: createCandles(market, pathAt, usualLotsPerMinute, seed),
    past: drawDay(pathAt, usualLotsPerMinute, nowMs),
    isLive: () => true,
    priceNow: () => null,
  };
}

function drawDay(pathAt: Drawn['pathAt'], usualLotsPerMinute: number, nowMs: number): DayPast {
  const samples = Array.from({ length: 289 }, (_, index) =>
    BigInt(Math.round(pathAt(nowMs - (288 - index) * 300_000))),
  );
  const open = samples[0] ?? 1n;
  return {
    open,
    high: samples.reduce((a, b) => larger(a, b), open),
    low: samples.reduce((a, b) => smaller(a, b), open),
    last: samples.at(-1) ?? open,
    lots: BigInt(Math.floor(usualLotsPerMinute * dayMinutes)),
  };
}
