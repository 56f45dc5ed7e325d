import { createHmac, X509Certificate } from 'node:crypto';
import type { Ids } from '../ports.ts';
import type { Vault } from './vault.ts';

/** The vault's record of the key that secrets without a public part are marked with; with another one all would look rotated. */
export const markIdentity = 'credential-mark-key';
const keyBytes = 32;

/**
 * A short mark of a secret that has no public part: 16 hexadecimal digits of an HMAC-SHA256 with a key that only the vault has, so that
 * nobody can try passwords against it. Null while the vault is not open.
 */
export function keyedMark(vault: Pick<Vault, 'ensure'>, ids: Pick<Ids, 'bytes'>, secret: Uint8Array): string | null {
  const key = vault.ensure(markIdentity, () => ids.bytes(keyBytes));
  if (!key.ok) return null;
  const mark = createHmac('sha256', key.value).update(secret).digest('hex').slice(0, 16);
  key.value.fill(0);
  return mark;
}

/** What a certificate says of itself in public: its mark and its days, in milliseconds since the epoch. Null for what is no certificate. */
export function certificateFacts(
  pem: string,
): { readonly fingerprint: string; readonly notBeforeMs: number; readonly notAfterMs: number } | null {
  try {
    const { fingerprint256, validFrom, validTo } = new X509Certificate(pem);
    const [notBeforeMs, notAfterMs] = [Date.parse(validFrom), Date.parse(validTo)];
    if (!Number.isSafeInteger(notBeforeMs) || !Number.isSafeInteger(notAfterMs)) return null;
    return { fingerprint: fingerprint256.replaceAll(':', '').toLowerCase().slice(0, 16), notBeforeMs, notAfterMs };
  } catch {
    return null;
  }
}
