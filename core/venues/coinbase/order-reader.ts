import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { classifyRead, isUnknownOrder } from '../classify.ts';
import { malformed } from '../read-answer.ts';
import type { CoinbaseClient } from './coinbase-client.ts';
import { productIdOf } from './coinbase-products.ts';
import { OneOrder, type OrderFields } from './order-answers.ts';

/** What reading one order stands on. */
export interface ReaderDeps {
  readonly exchange: string;
  readonly client: Pick<CoinbaseClient, 'order'>;
  readonly clock: Pick<Clock, 'after'>;
}

/** How long to wait before each further try: Coinbase takes orders and cancels before it has done them. */
const waitsMs = [250, 500, 1_000] as const;

/** The order of this id and market; `not-found` where Coinbase has none of that id. */
export async function readOrder(
  { exchange, client }: Omit<ReaderDeps, 'clock'>,
  symbol: string,
  venueOrderId: string,
): Promise<Result<OrderFields>> {
  let raw: unknown;
  try {
    raw = await client.order({ order_id: venueOrderId });
  } catch (cause) {
    if (isUnknownOrder(cause)) return err({ code: 'not-found', retry: 'never', what: `order ${venueOrderId}` });
    return err(classifyRead(exchange, 'order', cause));
  }
  const order = OneOrder.safeParse(raw).data?.order;
  const isAsked = order?.order_id === venueOrderId && order.product_id === productIdOf(symbol);
  return order !== undefined && isAsked ? ok(order) : malformed(exchange, 'order');
}

/** Reads an order again for a moment, while it is not there yet or not as it is to become; answers as it was read last. */
export async function readOrderUntil(
  deps: ReaderDeps,
  symbol: string,
  venueOrderId: string,
  isEnough: (order: OrderFields) => boolean,
): Promise<Result<OrderFields>> {
  let read = await readOrder(deps, symbol, venueOrderId);
  for (const waitMs of waitsMs) {
    if (read.ok ? isEnough(read.value) : read.error.code !== 'not-found') break;
    await new Promise<void>((resolve) => deps.clock.after(waitMs, resolve));
    read = await readOrder(deps, symbol, venueOrderId);
  }
  return read;
}
