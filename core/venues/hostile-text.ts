const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Keys, signatures and digests: no word a person reads is this long. */
const longRun = /[A-Za-z0-9+/=_-]{32,}/g;
const longest = 300;

/**
 * A venue's words made safe to show, store and log: the given secrets, links, signatures and key-like runs cut out; control, direction
 * and invisible characters escaped as \u{…}; 300 characters at most, always well-formed.
 */
export function plainVenueText(text: string, secrets: readonly string[] = []): string {
  const withoutSecrets = secrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '(cut)'), text);
  return withoutSecrets
    .replace(/https?:\/\/\S+/gi, '(link)')
    .replace(/signature=[^\s&"]+/gi, 'signature=(cut)')
    .replace(longRun, '(cut)')
    .replace(hidden, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .slice(0, longest)
    .toWellFormed();
}
