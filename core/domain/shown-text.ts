// Control, format (bidi, zero-width, tags), private, unassigned and lone surrogate code points; line and paragraph separators; every
// space but the plain one; characters that draw nothing: fillers, joiners, variation selectors, the empty braille cell.
const hidden =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points are meant, not the sequences they form
  /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}|[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\u{e0100}-\u{e01ef}]/gu;

/**
 * Text of others (a venue, a token, a signer) as it may be shown: every character that would draw nothing, reorder its neighbours or
 * control the terminal is spelled out, such as ⟨U+202E⟩. Line ends are kept only where `keepLines` says that the text has lines.
 */
export function shownText(text: string, keepLines = false): string {
  return text.replace(hidden, (character) => (keepLines && character === '\n' ? character : spelled(character)));
}

function spelled(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `⟨U+${point.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
