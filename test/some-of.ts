/** What is drawn where a run has not the time for all: another choice at every run, and the same again where the seed is given. */
export const seed = Number(process.env.PORTCULLIS_SEED ?? Date.now() % 1_000_000);

/** All of it in a long run, else `count` drawn by the seed; in its order. */
export function someOf<T>(all: readonly T[], count: number): readonly T[] {
  if (process.env.PORTCULLIS_LONG !== undefined) return all;
  let state = seed;
  const drawn = all.map((one, at) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return { one, at, rank: state };
  });
  return drawn
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, count)
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
