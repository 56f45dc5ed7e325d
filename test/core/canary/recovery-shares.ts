import { decodeBase32 } from '../../../core/procedures/recovery/base32.ts';
import { readShare } from '../../../core/procedures/recovery/share.ts';
import type { Canary } from './forms.ts';

/** The shares that a terminal showed, put together from their lines. */
export function sharesIn(said: string): readonly string[] {
  const groups = '[0-9A-HJKMNP-TV-Z]{4}';
  const shown = said.matchAll(new RegExp(`((?: {4}(?:${groups}-){1,5}${groups}\\r?\\n){5})`, 'g'));
  return [...shown].map(([lines]) => lines.trim().split(/\s+/).join('-'));
}

/** Each share in the forms that somebody could leave behind: as it is shown, in one piece, its bytes, and the part that is the secret. */
export function canariesOfShares(shares: readonly string[]): readonly Canary[] {
  return shares.flatMap((text, at): readonly Canary[] => {
    const [whole, read] = [decodeBase32(text), readShare(text)];
    if (!whole.ok || !read.ok) throw new Error('no share');
    const kind = `share ${at + 1}`;
    return [
      { kind, value: text },
      // From behind its head on: a vault has no address, and a row of noughts is anywhere.
      { kind: `${kind} in one piece`, value: text.replaceAll('-', '').slice(45) },
      { kind: `a line of ${kind}`, value: text.split('-').slice(12, 18).join('-') },
      { kind: `the bytes of ${kind}`, value: whole.value },
      { kind: `the part of ${kind}`, value: read.value.part },
    ];
  });
}
