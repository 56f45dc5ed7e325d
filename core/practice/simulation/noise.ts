/** A 32-bit mix of whole numbers, the same on every machine (the finaliser of MurmurHash3 over each part). */
export function mix(...parts: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    hash ^= part | 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** A number in [0, 1) that depends on the parts alone. */
export function uniform(...parts: readonly number[]): number {
  return mix(...parts) / 0x1_0000_0000;
}

/** A number of a text, for seeds. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/** Smooth noise in [-1, 1] at `x`: random values on the whole numbers, joined without corners. */
export function smoothNoise(seed: number, x: number): number {
  const cell = Math.floor(x);
  const within = x - cell;
  const weight = within * within * (3 - 2 * within);
  const from = uniform(seed, cell) * 2 - 1;
  const to = uniform(seed, cell + 1) * 2 - 1;
  return from + (to - from) * weight;
}
