import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { canonicalText } from '../domain/canonical.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { storageFailed, stored } from '../store/stored.ts';
import { scryptCost, type WrappedKey } from './passphrase.ts';

const Bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const MasterKeyFile = z.strictObject({
  v: z.literal(1),
  kdf: z.literal('scrypt'),
  n: z.literal(scryptCost.N),
  r: z.literal(scryptCost.r),
  p: z.literal(scryptCost.p),
  salt: Bytes,
  nonce: Bytes,
  sealed: Bytes,
});

/** The wrapped master key kept in `file`; null when there is no file, `storage-failed` when it cannot be read or is not one of ours. */
export function readMasterKeyFile(file: string): Result<WrappedKey | null> {
  const text = stored('the master key file could not be read', () => readFileSync(file, 'utf8'));
  if (!text.ok) return text.error.code === 'storage-failed' && text.error.what.includes('ENOENT') ? ok(null) : text;
  const parsed = MasterKeyFile.safeParse(jsonOf(text.value));
  return parsed.success ? ok(parsed.data) : err(storageFailed('the master key file is not one of this program'));
}

/** Keeps a wrapped master key: whole or not at all, synced, mode 0600. */
export function writeMasterKeyFile(file: string, wrapped: WrappedKey): Result<void> {
  const { N: n, p, r } = scryptCost;
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const text = canonicalText({
    v: 1,
    kdf: 'scrypt',
    n,
    r,
    p,
    salt: base64(wrapped.salt),
    nonce: base64(wrapped.nonce),
    sealed: base64(wrapped.sealed),
  });
  return stored('the master key file could not be written', () => {
    const partial = `${file}.partial`;
    const handle = openSync(partial, 'w', 0o600);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(partial, file);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
