import type { Quantity } from './intent-fields.ts';
import { allow, deny, noLimit, type Word } from './rule.ts';

/** Whether a name is on a list, told apart by the exact text; the empty list lets nothing pass. */
export function onList<T extends string | bigint>(
  value: T | null | 'invalid',
  list: readonly T[] | undefined,
  code: string,
  what: string,
): Word {
  if (list === undefined) return noLimit;
  const facts = { value: value === null ? 'none' : String(value), allowed: list.join(', ') };
  return value !== null && value !== 'invalid' && list.includes(value as T)
    ? allow(`${what} ${value} is allowed.`, facts)
    : deny(code, `${what} ${value ?? '(none)'} is not on the list of allowed ones.`, facts);
}

/** Whether a whole number is at most its limit, which is inclusive. Unsaid or unreadable is not within any limit. */
export function atMost(
  value: Quantity,
  limit: bigint | undefined,
  codes: { readonly over: string; readonly missing: string },
  what: string,
): Word {
  if (limit === undefined) return noLimit;
  const facts = { value: value === null ? 'none' : String(value), limit: limit.toString() };
  if (value === null) return deny(codes.missing, `${what} is not said, so it cannot be held against the limit.`, facts);
  if (value === 'invalid')
    return deny(codes.over, `${what} is not a number that can be held against the limit.`, facts);
  return value <= limit
    ? allow(`${what} ${value} is within ${limit}.`, facts)
    : deny(codes.over, `${what} ${value} is more than ${limit}.`, facts);
}
