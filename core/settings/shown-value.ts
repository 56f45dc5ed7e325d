/** What stands in the place of a value that could hold a secret. */
export const notShown = '(not shown)';

/** A private key, a seed phrase of twelve words or more, or a long token: none belongs in a setting that is shown, but people paste. */
const secretShapes: readonly RegExp[] = [/[0-9a-fA-F]{64}/, /^([a-z]{3,10}\s+){11,}[a-z]{3,10}$/i];

/** A setting's value as it may be shown: links without credentials and without what follows the path, nothing that looks like a key. */
export function shownValue(text: string): string {
  if (secretShapes.some((shape) => shape.test(text))) return notShown;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  if (!URL.canParse(text)) return notShown;
  const { protocol, host, pathname, search, hash, username, password } = new URL(text);
  if (username !== '' || password !== '') return notShown;
  const path = pathname === '/' ? '' : pathname;
  return `${protocol}//${host}${path}${search === '' && hash === '' ? '' : '?…'}`;
}
