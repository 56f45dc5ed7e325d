/** More assets than this are counted and not named. */
const mostNamed = 12;

/** What is held, in words: a few assets by name, the others by their number. */
export function named(held: readonly string[]): string {
  if (held.length === 0) return 'nothing';
  const more = held.length - mostNamed;
  return `${held.slice(0, mostNamed).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
