import * as z from 'zod';
import { decisions } from '../../domain/errors.ts';
import { orderTypes, timesInForce } from '../../domain/intent.ts';
import { type DecimalText, readDecimal } from '../../domain/money.ts';

/** Canonical decimal text. On the way in any plain decimal is taken and made canonical; more than that is refused. */
export const Decimal = z.string().transform((text, context): DecimalText => {
  const value = readDecimal(text);
  if (value !== null) return value;
  context.addIssue({
    code: 'custom',
    message: 'is not a plain decimal number',
  });
  return z.NEVER;
});

/** Milliseconds since the epoch. */
export const AtMs = z.number().int().nonnegative();

/** An identifier made by the core: no longer than those, so that no key passes for one and is repeated as not found. */
export const Id = z.string().regex(/^[0-9a-zA-Z-]{1,24}$/);

/** 'BASE/QUOTE', upper case. */
export const MarketSymbol = z.string().regex(/^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}$/);

/** Which side of the book an order takes. */
export const Side = z.enum(['buy', 'sell']);

/** The kinds of order there are; each market says which it offers. */
export const OrderType = z.enum(orderTypes);

/** How long a limit order works. */
export const TimeInForce = z.enum(timesInForce);

/** See `Ruling` of the domain. */
export const RulingShape = z.strictObject({
  layer: z.enum(['engine', 'signer']),
  rule: z.string(),
  decision: z.enum(decisions),
  code: z.string().nullable(),
  message: z.string(),
  facts: z.record(z.string(), z.string()),
});

/** The verdict over all rulings. */
export const Verdict = z.enum(decisions);
