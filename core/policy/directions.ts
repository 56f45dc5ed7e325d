import type { DecimalText } from '../domain/money.ts';

/** Which way a part of the policy goes. */
export type Direction = 'same' | 'looser' | 'stricter';

/** One part of the policy that may have changed, in words. */
export interface PartChange {
  readonly what: string;
  readonly direction: Direction;
  readonly before: string;
  readonly after: string;
}

/** Of an allowlist: one that is absent lets everything pass. */
export function ofLists(from: readonly string[] | undefined, to: readonly string[] | undefined): Direction {
  if (to === undefined) return from === undefined ? 'same' : 'looser';
  if (from === undefined) return 'stricter';
  if (to.some((name) => !from.includes(name))) return 'looser';
  return from.some((name) => !to.includes(name)) ? 'stricter' : 'same';
}

/** Of an upper limit: one that is absent is no limit. */
export function ofLimits<T>(from: T | undefined, to: T | undefined, order: (a: T, b: T) => number): Direction {
  if (to === undefined) return from === undefined ? 'same' : 'looser';
  if (from === undefined) return 'stricter';
  const sign = order(to, from);
  return sign > 0 ? 'looser' : sign < 0 ? 'stricter' : 'same';
}

/** A list as a person reads it. */
export function listText(list: readonly string[] | undefined): string {
  if (list === undefined) return 'all';
  return list.length === 0 ? 'none' : list.join(', ');
}

/** A limit as a person reads it. */
export function limitText(limit: DecimalText | number | bigint | undefined, unit: string): string {
  return limit === undefined ? `no limit${unit === '' ? '' : ` (${unit})`}` : `${limit} ${unit}`.trim();
}
