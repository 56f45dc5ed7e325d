import { add, compare, type DecimalText, subtract, zero } from '../domain/money.ts';
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
  const facts = { value: value === null ? 'none' : String(value), allowed: namesOf(list) };
  return value !== null && value !== 'invalid' && list.includes(value as T)
    ? allow(`${what} ${value} is allowed.`, facts)
    : deny(code, `${what} ${value ?? '(none)'} is not on the list of allowed ones.`, facts);
}

/** A list as a person reads it. The same list is asked for with every intent, so its text is kept as long as it is. */
function namesOf(list: readonly (string | bigint)[]): string {
  const known = joined.get(list);
  if (known !== undefined) return known;
  const text = list.join(', ');
  joined.set(list, text);
  return text;
}

const joined = new WeakMap<readonly (string | bigint)[], string>();

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

/** What an amount that grows toward a limit is called, for the words of its ruling. */
export interface Budget {
  /** What is used up before this order. */
  readonly used: DecimalText;
  /** What this order adds at most; null where that is not known. */
  readonly adds: DecimalText | null;
  readonly limit: DecimalText;
  /** The unit: an asset, or 'orders'. */
  readonly unit: string;
  /** The span or scope in words: 'in this hour', 'in one order'. */
  readonly span: string;
  readonly code: string;
}

/** Whether what is used and what an order adds stay within a limit, which is inclusive. What is not known is not within it. */
export function withinBudget({ used, adds, limit, unit, span, code }: Budget): Word {
  if (adds === null) {
    return deny(code, `What the order comes to ${span} is not known, so it cannot be held against ${limit} ${unit}.`, {
      used,
      limit,
      unit,
    });
  }
  const after = add(used, adds);
  const facts = { used, after, limit, unit };
  return compare(after, limit) <= 0
    ? allow(`${after} of ${limit} ${unit} ${span}.`, facts)
    : deny(code, `${after} ${unit} ${span} is more than ${limit}${leftWords(used, limit, unit)}.`, facts);
}

function leftWords(used: DecimalText, limit: DecimalText, unit: string): string {
  if (used === zero) return '';
  const left = subtract(limit, used);
  return `: ${left.startsWith('-') ? zero : left} ${unit} are left`;
}
