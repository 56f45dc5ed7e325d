import type { AppError } from '../domain/errors.ts';
import { ok } from '../domain/result.ts';
import type { Exchange, ExchangeDeps } from './exchange.ts';
import { createExchangePrices } from './exchange-prices.ts';
import { createExchangeReducing, type ExchangeReducing, type ReducingDeps } from './exchange-reducing.ts';
import { heardConnection } from './heard-connection.ts';

/** What is made of everything that an exchange answers: whether it is well enough to open anything there, and what its markets cost. */
export interface ExchangeWatch {
  readonly reducing: ExchangeReducing;
  readonly price: Exchange['price'];
  /** Connects, and hears what the connection answers from then on. */
  readonly connect: ExchangeDeps['connect'];
}

/** What it stands on. `isAsked`: while not, what fails says nothing of the exchange. */
export interface WatchDeps extends ReducingDeps, Pick<ExchangeDeps, 'connect'> {
  readonly isAsked: () => boolean;
}

/** Nothing was heard yet. */
export function createExchangeWatch(deps: WatchDeps): ExchangeWatch {
  const prices = createExchangePrices(deps.clock, () => deps.thresholds().staleVenueSeconds * 1_000);
  const reducing = createExchangeReducing(deps);
  const failed = (error: AppError): void => {
    if (deps.isAsked()) reducing.failed(error);
  };
  return {
    reducing,
    price: prices.of,
    async connect(key) {
      const made = await deps.connect(key);
      if (!made.ok) failed(made.error);
      return made.ok ? ok(heardConnection(made.value, { failed, bid: prices.take })) : made;
    },
  };
}
