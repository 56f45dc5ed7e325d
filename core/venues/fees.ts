import type { Market } from '../contract/shapes.ts';
import type { AppError } from '../domain/errors.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import { noMarket } from './read-answer.ts';

/** What a trade costs, as shares of one: of what is received or paid, as the venue takes it. */
export type Fees = Pick<Market, 'makerFee' | 'takerFee'>;

/** How long what a venue told holds. Tiers follow the volume of 30 days, and are set once a day. */
const holdMs = 3_600_000;

/** What the fees of a connection stand on. */
export interface FeesDeps {
  readonly exchange: string;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** With the fees that anybody pays. */
  readonly markets: readonly Market[];
  /** Asks what the account pays on a market; null where there is no key that may ask: then it is what anybody pays. */
  readonly ask: (symbol: string) => Promise<Result<Fees | null>>;
}

/**
 * Tells what the account pays on a market. The venue is asked when that is first wanted, not when it is opened: cancelling and reading
 * need no fees. What it told holds for an hour; who asks meanwhile waits for the same answer, and a failure is not kept. `not-found` for
 * an unknown market, `fees-unknown` with the reason where the venue does not tell.
 */
export function createFees({ ask, clock, exchange, markets }: FeesDeps): (symbol: string) => Promise<Result<Fees>> {
  const asked = new Map<string, { readonly answer: Promise<Result<Fees | null>>; readonly atMs: number }>();
  return async (symbol) => {
    const market = markets.find((candidate) => candidate.symbol === symbol);
    if (market === undefined) return noMarket(exchange, symbol);
    const nowMs = clock.monotonicMs();
    const last = asked.get(symbol);
    const mine = last !== undefined && nowMs - last.atMs < holdMs ? last : { answer: ask(symbol), atMs: nowMs };
    asked.set(symbol, mine);
    const answer = await mine.answer;
    if (answer.ok) return ok(answer.value ?? { makerFee: market.makerFee, takerFee: market.takerFee });
    if (asked.get(symbol) === mine) asked.delete(symbol);
    return err({ code: 'fees-unknown', retry: 'safe', venue: exchange, why: whyOf(answer.error) });
  };
}

function whyOf(error: AppError): string {
  switch (error.code) {
    case 'venue-unreachable':
      return error.why;
    case 'key-refused':
    case 'venue-rejected':
      return `${error.reason} (${error.venueCode})`;
    case 'rate-limited':
      return 'it asks to be asked less often';
    case 'venue-answer-malformed':
      return 'what came was not its answer';
    default:
      return error.code;
  }
}
