/** An element with its class and text: all this window is made of. Text is never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className = '',
  text = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

/** Hexadecimal text in groups of eight, so that two digests can be compared by eye. */
export function groupedDigest(digest: string): string {
  return digest.replace(/[0-9a-f]{8}(?=[0-9a-f])/gi, '$& ');
}
