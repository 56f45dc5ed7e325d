import { hash } from 'node:crypto';

/**
 * The version of the row format that is written; the first element of every header. Rows of version 1 are read as well: their mac
 * covers their own hash only.
 */
export const formatVersion = 2;

/** The `prev_hash` of the first row. */
export const genesisHash = '0'.repeat(64);

/** The place in the chain that the next row is linked to; id 0 with the genesis hash before the first row. */
export interface ChainHead {
  readonly id: number;
  readonly hash: string;
}

/** The columns that a row's header is made of, in its order. */
export type HeaderColumns = readonly [
  v: number,
  id: number,
  timestamp: string,
  eventType: string,
  level: string,
  status: string,
  actor: string,
  subject: string,
  retainUntil: string | null,
];

/** SHA-256 of a row's body text, in lower-case hexadecimal. */
export function bodyHashOf(body: string): string {
  return hash('sha256', body);
}

/** `sha256(prev_hash LF header LF body_hash)` in lower-case hexadecimal; the header is canonical JSON, without white space. */
export function rowHashOf(prevHash: string, header: HeaderColumns, bodyHash: string): string {
  return hash('sha256', `${prevHash}\n${JSON.stringify(header)}\n${bodyHash}`);
}

/** Text as SQLite gives it back unchanged and every program can read it: lone surrogates and NUL become U+FFFD. */
export function plainText(text: string): string {
  const wellFormed = text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\ufffd') : wellFormed;
}

/** A keyed digest of a short ASCII text, in lower-case hexadecimal; null for a text of more than 128 characters. */
export type Mac = (text: string) => string | null;

const longestText = 128;

/**
 * HMAC-SHA256 (RFC 2104). Written out over one-shot hashing because a walk over a million rows asks for it far too often for the
 * standard library's objects. Throws unless the key has 32 bytes.
 */
export function createMac(key: Uint8Array): Mac {
  if (key.length !== 32) throw new Error('the audit key has 32 bytes');
  const inner = Buffer.alloc(64 + longestText, 0x36);
  const outer = Buffer.alloc(96, 0x5c);
  for (const [index, byte] of key.entries()) {
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  return (text) => {
    if (text.length > longestText) return null;
    const end = 64 + inner.write(text, 64, 'latin1');
    hash('sha256', inner.subarray(0, end), 'buffer').copy(outer, 64);
    return hash('sha256', outer);
  };
}

/**
 * The `mac` of a row. From version 2 on it also covers the id of the sealed row before it (0 when there is none), so that a seal that
 * was taken away is missed by the next one.
 */
export function sealOf(mac: Mac, v: number, rowHash: string, previousSealedId: number): string | null {
  return mac(v === 1 ? rowHash : `${rowHash}\n${previousSealedId}`);
}
