import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommandLine } from '../cli/at-terminal.ts';
import { killedApiToken } from './killed-api-token.ts';
import { killedDrill } from './killed-drill.ts';
import { killedExchangeKey } from './killed-exchange-key.ts';
import type { KilledKind } from './killed-kind.ts';
import { killedWalk } from './killed-walk.ts';

/** Every kind of procedure that runs in a console without a window; a drill, whose steps are those of others, in the long run only. */
const kinds: readonly KilledKind[] = [
  killedExchangeKey,
  killedApiToken,
  ...(process.env.PORTCULLIS_LONG === undefined ? [] : [killedDrill]),
];
/** At how many places each is ended where not at all of them. */
const count = 1;

/** Which places are taken where not all are: another choice at every run, told with what fails, and taken again where it is given. */
const seed = Number(process.env.PORTCULLIS_SEED ?? Date.now() % 1_000_000);

/** Some of what there is, in its order: by a generator that gives the same for the same seed. */
function some<T>(all: readonly T[], count: number): readonly T[] {
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

describe('a console that is killed in a procedure', { timeout: 600_000 }, () => {
  beforeAll(buildCommandLine, 240_000);

  for (const kind of kinds) {
    it(`goes on where it was, with what it may, to the end: ${kind.kind}`, async ({ onTestFailed }) => {
      onTestFailed(() => void process.stderr.write(`The places were those of PORTCULLIS_SEED=${seed}\n`));
      const isLong = process.env.PORTCULLIS_LONG !== undefined;
      let expected: readonly string[] = [];
      const ended = await killedWalk(kind, (places) => {
        expected = isLong ? places : some(places, count);
        return expected;
      });
      expect(ended.length).toBeGreaterThanOrEqual(count);
      expect(ended).toEqual(expected);
    });
  }
});
