/** How every text starts that a signer child signs; the core puts what makes it unique after it. */
export const testTextPrefix = 'Portcullis signer test: ';

/** Whether a text is one that a signer child signs: the prefix, then printable ASCII on one line, at most 300 characters in all. */
export function isTestText(text: string): boolean {
  return text.startsWith(testTextPrefix) && text.length <= 300 && /^[\x20-\x7e]+$/.test(text);
}
