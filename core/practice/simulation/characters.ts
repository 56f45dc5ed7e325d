import type { MarketCharacter } from './price-path.ts';

/** How each market behaves, by wire name. Prices are near those of late 2025; nothing here is advice. */
export const characters: Readonly<Record<string, MarketCharacter>> = {
  BTCUSDT: {
    anchorTicks: 9_650_000,
    volatility: 0.00006,
    gridTicks: 150,
    halfSpreadTicks: 60,
    levelLots: 42_000,
    takersPerSecond: 3.2,
  },
  ETHUSDT: {
    anchorTicks: 342_000,
    volatility: 0.00008,
    gridTicks: 12,
    halfSpreadTicks: 5,
    levelLots: 60_000,
    takersPerSecond: 2.6,
  },
  SOLUSDT: {
    anchorTicks: 18_400,
    volatility: 0.0001,
    gridTicks: 2,
    halfSpreadTicks: 1,
    levelLots: 90_000,
    takersPerSecond: 1.8,
  },
  XRPETH: {
    anchorTicks: 62_000,
    volatility: 0.0001,
    gridTicks: 9,
    halfSpreadTicks: 4,
    levelLots: 2_600,
    takersPerSecond: 1.1,
  },
};
