import type { StoredCredential } from './credentials-table.ts';
import { seenSinceMs } from './intervals.ts';

/** What is known of a secret from every row that ever spoke of it. */
export interface KnownBefore {
  /** When it was first seen here. */
  readonly seenAtMs: number;
  /** When it was made, as far as any row knows. */
  readonly createdAtMs: number | null;
  /** The row that spoke of it last. */
  readonly row: StoredCredential;
}

/**
 * What the ledger knows of a secret by its mark, wherever it lay and whether or not it was wiped meanwhile: moving it, or entering it
 * again, makes it no younger. Null for one that was never seen, or has no mark.
 */
export function knownBefore(
  all: readonly StoredCredential[],
  { fingerprint, kind, subject }: Pick<StoredCredential, 'fingerprint' | 'kind' | 'subject'>,
): KnownBefore | null {
  if (fingerprint === null) return null;
  const same = all.filter((one) => one.fingerprint === fingerprint && one.kind === kind && one.subject === subject);
  const row = same.at(-1);
  if (row === undefined) return null;
  const created = same.flatMap(({ createdAtMs }) => createdAtMs ?? []);
  return {
    seenAtMs: Math.min(...same.map(seenSinceMs)),
    createdAtMs: created.length === 0 ? null : Math.min(...created),
    row,
  };
}
