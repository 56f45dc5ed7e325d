import type { VenueHealth } from './contract/shapes.ts';
import type { Result } from './domain/result.ts';
import type { Clock } from './ports.ts';
import type { MirrorStanding } from './practice/market-source.ts';

/** How often a venue is asked how it is. */
const periodMs = 5_000;
/** A clock this far from the venue's makes signed requests fail soon. */
const skewLimitMs = 1_000;

/** Knows how the venue is, from asking it now and then. */
export interface VenueWatch {
  current(): VenueHealth;
  stop(): void;
}

/** Watches one venue; `changed` is called after every answer. The first answer only warms the way up: its time is not the venue's. */
export function watchVenue(deps: {
  readonly exchange: string;
  readonly clock: Clock;
  readonly ping: () => Promise<Result<{ latencyMs: number; skewMs: number }>>;
  readonly changed: () => void;
  /** How a market that the venue mirrors stands; null where it mirrors none. */
  readonly mirror?: () => MirrorStanding | null;
}): VenueWatch {
  let health = starting(deps.exchange);
  async function ask(): Promise<void> {
    const answer = await deps.ping();
    health = answer.ok ? healthOf(deps.exchange, answer.value) : down(deps.exchange, answer.error.code);
    deps.changed();
  }
  void deps.ping().then(ask);
  const stop = deps.clock.every(periodMs, () => void ask());
  return { current: () => withMirror(health, deps.mirror?.() ?? null), stop };
}

/** A venue that is not open yet. */
export function starting(exchange: string): VenueHealth {
  return { exchange, state: 'degraded', latencyMs: null, skewMs: null, text: 'Starting' };
}

/** What is mirrored is told with every answer of the venue itself; a market that is not heard makes the venue a degraded one. */
function withMirror(health: VenueHealth, mirror: MirrorStanding | null): VenueHealth {
  if (mirror === null || health.state !== 'ok') return health;
  return { ...health, state: mirror.isLive ? 'ok' : 'degraded', text: mirror.text };
}

function healthOf(exchange: string, { latencyMs, skewMs }: { latencyMs: number; skewMs: number }): VenueHealth {
  const isSkewed = Math.abs(skewMs) > skewLimitMs;
  const text = isSkewed ? `Its clock is ${Math.round(skewMs)} ms from ours` : 'Answers';
  return {
    exchange,
    state: isSkewed ? 'degraded' : 'ok',
    latencyMs: Math.round(latencyMs),
    skewMs: Math.round(skewMs),
    text,
  };
}

function down(exchange: string, code: string): VenueHealth {
  return { exchange, state: 'down', latencyMs: null, skewMs: null, text: `Does not answer (${code})` };
}
