import type { Hex } from '../../domain/hex.ts';
import type { ClaimedText } from '../signer.ts';

/** Reads 0x and the 65 bytes r, s, v. What v says is not used: the recovery is found. Null for anything else. */
export function readSignature(text: string): ClaimedText | null {
  const [, r, s] = /^0x([0-9a-f]{64})([0-9a-f]{64})[0-9a-f]{2}$/i.exec(text) ?? [];
  if (r === undefined || s === undefined) return null;
  return { r: `0x${r.toLowerCase()}` as Hex, s: `0x${s.toLowerCase()}` as Hex };
}
