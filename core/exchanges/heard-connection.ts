import type { AppError } from '../domain/errors.ts';
import type { DecimalText } from '../domain/money.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Inspector, VenueConnection } from '../venues/venue.ts';

/** What is heard of everything that an exchange is asked. */
export interface ConnectionHeard {
  /** A request did not go well, whatever it was for. */
  failed(error: AppError): void;
  /** The best price that somebody pays for a market's base now. */
  bid(symbol: string, price: DecimalText): void;
}

/** The same connection, of which it is heard how requests go, and what books say. Nothing is asked for that. */
export function heardConnection(connection: VenueConnection, heard: ConnectionHeard): VenueConnection {
  const heed =
    <A extends readonly unknown[], T>(ask: (...asked: A) => Promise<Result<T>>) =>
    async (...asked: A): Promise<Result<T>> => {
      const answer = await ask(...asked);
      if (!answer.ok) heard.failed(answer.error);
      return answer;
    };
  const reading = (inspector: Inspector): Inspector => {
    const book = heed(inspector.book);
    return {
      markets: heed(inspector.markets),
      async book(symbol, depth) {
        const answer = await book(symbol, depth);
        const best = answer.ok ? answer.value.bids[0]?.[0] : undefined;
        if (best !== undefined) heard.bid(symbol, best);
        return answer;
      },
      balances: heed(inspector.balances),
      accountId: heed(inspector.accountId),
      openOrders: heed(inspector.openOrders),
      orderByClientId: heed(inspector.orderByClientId),
      fillsOf: heed(inspector.fillsOf),
      ping: heed(inspector.ping),
      status: heed(inspector.status),
    };
  };
  const { canceller, inspector } = connection;
  return {
    ...connection,
    fees: heed(connection.fees),
    inspector: reading(inspector),
    canceller: {
      ...reading(canceller),
      cancel: heed(canceller.cancel),
      cancelAtVenue: heed(canceller.cancelAtVenue),
    },
    orderClient(arming, scope) {
      const made = connection.orderClient(arming, scope);
      return made.ok ? ok({ submit: heed(made.value.submit) }) : made;
    },
  };
}
