import { hash } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { canonicalText, type Json } from '../domain/canonical.ts';
import type { Result } from '../domain/result.ts';
import { stored } from '../store/stored.ts';
import type { Mac } from './chain-format.ts';

const Head = z.strictObject({
  generation: z.string(),
  id: z.number().int().nonnegative(),
  hash: z.string(),
  verifiedId: z.number().int().nonnegative(),
  verifiedHash: z.string(),
  sealedId: z.number().int().nonnegative().optional(),
});
const HeadRecord = z.strictObject({
  head: Head,
  sealed: z.strictObject({ head: Head, mac: z.string() }).nullable(),
});

/**
 * Which database it was, its last row, the last row up to which the chain had been walked, and the last row that carried a mac (left
 * out by programs that did not know it).
 */
export type OutsideHead = z.output<typeof Head>;

/**
 * What is kept outside the data folder. `sealed` is the last head that was written with the key at hand; it stays as it is while the
 * vault is locked, so that nobody without the key can take it back.
 */
export type HeadRecord = z.output<typeof HeadRecord>;

/** What was found at a start. */
export type HeadReading =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'read'; readonly record: HeadRecord };

/** Reads the head that the last core left. Never throws. */
export function readHeadFile(file: string): HeadReading {
  const text = stored('', () => readFileSync(file, 'utf8'));
  if (!text.ok)
    return {
      kind: text.error.code === 'storage-failed' && text.error.what.includes('ENOENT') ? 'missing' : 'unreadable',
    };
  try {
    const parsed = HeadRecord.safeParse(JSON.parse(text.value));
    return parsed.success ? { kind: 'read', record: parsed.data } : { kind: 'unreadable' };
  } catch {
    return { kind: 'unreadable' };
  }
}

/** The mac of a head: over a digest that no row can have, because rows begin with a hash and this with a name. */
export function headMac(mac: Mac, head: OutsideHead): string {
  return mac(hash('sha256', `portcullis audit head\n${canonicalText(jsonOf(head))}`)) ?? '';
}

/** Replaces the file at once and whole, synced; `storage-failed` leaves the old one. */
export function writeHeadFile(file: string, record: HeadRecord): Result<void> {
  const partial = `${file}.partial`;
  return stored('the head of the audit trail could not be kept outside', () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const handle = openSync(partial, 'w', 0o600);
    try {
      writeFileSync(handle, canonicalText(jsonOf(record)));
      fdatasyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(partial, file);
  });
}

/** The record as it is written: what it leaves out is not there, as in the file it was read from. */
export function jsonOf(record: OutsideHead | HeadRecord): Json {
  return JSON.parse(JSON.stringify(record)) as Json;
}
