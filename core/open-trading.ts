import type { VenueHealth } from './contract/shapes.ts';
import { err, type Result } from './domain/result.ts';
import { mirroredVenue } from './mirrored-venue.ts';
import { practiceExchange } from './practice/practice-exchange.ts';
import type { Settings } from './settings/settings.ts';
import type { PaperDeps, PaperTrading } from './trading/open-paper.ts';
import { starting, watchVenue } from './venue-watch.ts';

/** Trading as it comes up behind everything else. */
export interface TradingOpening {
  /** Settles when trading is open or cannot be. */
  readonly opened: Promise<Result<PaperTrading>>;
  /** Trading once it is open, without waiting; null before. */
  current(): PaperTrading | null;
  venue(): VenueHealth;
  /** Waits until trading is open, then closes it. */
  close(): Promise<void>;
}

/**
 * Opens paper trading, in a later turn than this, and watches its venue. What the venue's clock says moves the time of the rolling
 * windows. Trading that cannot be opened halts. `watch` runs once it is open and answers what stops it.
 */
export function openTrading(
  deps: Omit<PaperDeps, 'mirrored'> & { readonly changed: () => void; readonly settings: Settings },
  watch: (paper: PaperTrading) => () => void,
): TradingOpening {
  const { clock } = deps.ports;
  let paper: PaperTrading | null = null;
  let health: () => VenueHealth = () => starting(practiceExchange);
  let stopWatching = (): void => undefined;
  let isClosing = false;

  // The market's code is loaded once the core has said that it is ready: what reads and halts does not wait for it.
  const laterTurn = new Promise<void>((resolve) => clock.after(0, resolve));
  const open = async (): Promise<Result<PaperTrading>> => {
    await laterTurn;
    const { openPaper } = await import('./trading/open-paper.ts');
    const mirrored = await mirroredVenue(deps.settings, deps.ports);
    return openPaper(mirrored === null ? deps : { ...deps, mirrored });
  };
  const opened = open().then((result): Result<PaperTrading> => {
    if (!result.ok) {
      deps.halt.engage({
        source: 'automatic',
        code: 'store-failed',
        text: `Paper trading could not be opened (${result.error.code})`,
      });
      return result;
    }
    if (isClosing) {
      result.value.close();
      return err({ code: 'core-unavailable', retry: 'safe', why: 'the core is closing' });
    }
    paper = result.value;
    const { venue, confirmedTime } = paper.trading;
    const { practice } = paper;
    const venueWatch = watchVenue({
      exchange: practiceExchange,
      clock,
      ping: async () => {
        const answer = await venue.inspector.ping();
        if (answer.ok) confirmedTime.confirm(clock.nowMs() + answer.value.skewMs, clock.nowMs());
        return answer;
      },
      changed: deps.changed,
      mirror: practice.standing,
    });
    health = venueWatch.current;
    const stop = watch(paper);
    stopWatching = () => {
      venueWatch.stop();
      stop();
    };
    deps.changed();
    return result;
  });

  return {
    opened,
    current: () => paper,
    venue: () => health(),
    async close() {
      isClosing = true;
      stopWatching();
      await opened;
      paper?.close();
    },
  };
}
