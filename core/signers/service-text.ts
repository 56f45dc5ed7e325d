const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Longer than an address: keys, signatures, whole transactions. */
const longRun = /[A-Za-z0-9+/=_-]{43,}/g;
const longest = 300;

/**
 * A signing service's words made safe to show, store and log: links, bearer tokens and runs longer than an address cut out, so that no
 * key, signature or token can be among them; control, direction and invisible characters escaped as \u{…}; 300 characters at most,
 * well-formed.
 */
export function serviceText(text: string): string {
  return text
    .slice(0, 10 * longest)
    .replace(/https?:\/\/\S+/gi, '(link)')
    .replace(/\bBearer\s+\S+/gi, 'Bearer (cut)')
    .replace(longRun, '(cut)')
    .replace(hidden, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .slice(0, longest)
    .toWellFormed();
}
