import type { Foundations } from './foundations.ts';
import type { HaltLock } from './halt/halt-lock.ts';
import { haltOnClockJump } from './halt/triggers/clock-jump.ts';
import { freeBytes, haltOnDiskSpace } from './halt/triggers/disk-space.ts';
import { followEnvFile } from './halt/triggers/env-file-watch.ts';
import { haltOnStaleMarket } from './halt/triggers/stale-market.ts';
import type { Ports } from './ports.ts';
import { envFileHalts } from './settings/env-file.ts';
import type { StandingPolicy } from './standing-policy.ts';
import type { PaperTrading } from './trading/open-paper.ts';

const secondMs = 1_000;

/** What the watches stand on. */
export interface WatchDeps {
  readonly foundations: Foundations;
  readonly lock: HaltLock;
  readonly ports: Pick<Ports, 'clock' | 'freeBytes'>;
  readonly dataFolder: string;
  readonly policy: StandingPolicy;
}

/** Everything that halts by itself while the console runs: clock, disk, the .env file. The answer stops it. */
export function watchMachine({ foundations, lock, ports, dataFolder, policy }: WatchDeps): () => void {
  const { halt } = foundations;
  const { clock } = ports;
  const free = ports.freeBytes ?? freeBytes;
  const stops = [
    haltOnClockJump(halt, clock, () => policy.triggers().clockJumpSeconds * secondMs),
    haltOnDiskSpace(
      halt,
      clock,
      () => free(dataFolder),
      () => policy.triggers().freeDiskMegabytes,
    ),
    followEnvFile(lock, clock, () => envFileHalts(dataFolder)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Halts when a market with open orders falls silent. The answer stops it. */
export function watchMarkets(
  { foundations, ports, policy }: Pick<WatchDeps, 'foundations' | 'ports' | 'policy'>,
  { feed, trading }: PaperTrading,
): () => void {
  return haltOnStaleMarket({
    halt: foundations.halt,
    clock: ports.clock,
    openSymbols: () => trading.journal.orders({ open: true, limit: 10_000 }).map((order) => order.symbol),
    onUpdate: (listener) => feed.subscribe((update) => listener(update.symbol)),
    mostMs: () => policy.triggers().staleMarketSeconds * secondMs,
  });
}
