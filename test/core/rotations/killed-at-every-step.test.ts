import { beforeAll, describe, expect, it } from 'vitest';
import { seed, someOf } from '../../some-of.ts';
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

describe('a console that is killed in a procedure', { timeout: 600_000 }, () => {
  beforeAll(buildCommandLine, 240_000);

  for (const kind of kinds) {
    it(`goes on where it was, with what it may, to the end: ${kind.kind}`, async ({ onTestFailed }) => {
      onTestFailed(() => void process.stderr.write(`The places were those of PORTCULLIS_SEED=${seed}\n`));
      let expected: readonly string[] = [];
      const ended = await killedWalk(kind, (places) => {
        expected = someOf(places, count);
        return expected;
      });
      expect(ended.length).toBeGreaterThanOrEqual(count);
      expect(ended).toEqual(expected);
    });
  }
});
