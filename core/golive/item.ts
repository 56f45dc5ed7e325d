import type { ChecklistItem } from '../contract/shapes.ts';

/** What an item is, whatever it comes to. */
export type ItemAbout = Pick<ChecklistItem, 'itemId' | 'title' | 'custodyLine' | 'source' | 'isWaivable'>;

/** An item as it was judged; whether it is waived is no part of that. */
export type JudgedItem = Omit<ChecklistItem, 'waiver'>;

/** It is as it must be, by what was seen then, and until `staleAtMs` where that ends by itself. */
export function met(
  about: ItemAbout,
  evidence: string,
  atMs: number | null = null,
  staleAtMs: number | null = null,
): JudgedItem {
  return { ...about, state: 'met', evidence, atMs, staleAtMs, fix: null };
}

/** It is not, and `fix` says what to do. */
export function unmet(about: ItemAbout, evidence: string, fix: string, atMs: number | null = null): JudgedItem {
  return { ...about, state: 'unmet', evidence, atMs, staleAtMs: null, fix };
}

/** Nobody knows, which counts as unmet. */
export function unknown(about: ItemAbout, evidence: string, fix: string, atMs: number | null = null): JudgedItem {
  return { ...about, state: 'unknown', evidence, atMs, staleAtMs: null, fix };
}
