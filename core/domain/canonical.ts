/** A value that JSON can carry without loss: no undefined, no bigint, no date. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One text per value, for digests: JSON with keys sorted by code unit, no white space. Numbers must be safe integers
 * (money is text); anything else throws, because two programs could write it differently.
 */
export function canonicalText(value: Json): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new Error(`not a safe integer: ${value}`);
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalText(item)).join(',')}]`;
  const members = value as { readonly [key: string]: Json };
  let text = '{';
  for (const key of sortedKeys(members)) {
    if (text.length > 1) text += ',';
    text += `${JSON.stringify(key)}:${canonicalText(members[key] as Json)}`;
  }
  return `${text}}`;
}

/** The keys by code unit. Most objects are small and written in order already, so that is looked for before anything is sorted. */
function sortedKeys(members: { readonly [key: string]: Json }): readonly string[] {
  const keys = Object.keys(members);
  for (let index = 1; index < keys.length; index += 1) {
    if ((keys[index - 1] as string) > (keys[index] as string)) return keys.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }
  return keys;
}
