import { keepAcknowledgement } from '../acknowledgement.ts';
import type { Order, VenueStanding } from '../contract/shapes.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Record } from '../trading/record.ts';

/** The open orders that only another key than the one in use reaches, and which of them the person has seen. */
export interface ExchangeOtherKeys {
  standing(): VenueStanding['otherKeyOrders'];
  /** The person has seen them: they stay open and listed, and only another one is told of again. None counts as seen after a restart. */
  acknowledge(actor: string): Promise<Result<void>>;
}

/** None of them is seen yet. */
export function createExchangeOtherKeys(deps: {
  readonly exchange: ExchangeName;
  readonly record: Pick<Record, 'before'>;
  readonly unreached: () => readonly Order[];
}): ExchangeOtherKeys {
  const { exchange, record, unreached } = deps;
  const seen = new Set<string>();
  return {
    standing() {
      const orders = unreached();
      if (orders.length === 0) return null;
      return {
        count: orders.length,
        text: wordsOf(exchange, orders.length),
        isAcknowledged: orders.every(({ orderId }) => seen.has(orderId)),
      };
    },
    async acknowledge(actor) {
      const orders = unreached().map(({ orderId }) => orderId);
      const kept = await keepAcknowledgement(record, exchange, actor, { what: 'other-key-orders', seen: orders });
      if (!kept.ok) return kept;
      for (const orderId of orders) seen.add(orderId);
      return ok(undefined);
    },
  };
}

function wordsOf(exchange: ExchangeName, count: number): string {
  const { title } = exchanges[exchange];
  const [what, it] = count === 1 ? ['One order', 'it'] : [`${count} orders`, 'them'];
  const were = count === 1 ? 'was' : 'were';
  return `${what} at ${title} ${were} placed with a key that is not in use now, and may be open there. Connect that key again, or look for ${it} at ${title} yourself.`;
}
