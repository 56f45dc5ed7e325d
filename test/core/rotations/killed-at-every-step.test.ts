import { beforeAll, describe, expect, it } from 'vitest';
import { seed, someOf } from '../../some-of.ts';
import { buildCommandLine } from '../cli/at-terminal.ts';
import { killedApiToken } from './killed-api-token.ts';
import { killedDrill } from './killed-drill.ts';
import { killedEmergency } from './killed-emergency.ts';
import { killedExchangeKey } from './killed-exchange-key.ts';
import { killedKeyshares } from './killed-keyshares.ts';
import { killedKeystoreKey } from './killed-keystore-key.ts';
import { killedKeystorePassword } from './killed-keystore-password.ts';
import type { KilledKind } from './killed-kind.ts';
import { killedOwnTls } from './killed-own-tls.ts';
import { killedRemoteTls } from './killed-remote-tls.ts';
import { killedWalk } from './killed-walk.ts';
import { killedWebhookSecret } from './killed-webhook-secret.ts';

/** Every kind of procedure that runs in a console without a window. */
const kinds: readonly (readonly [title: string, kind: KilledKind])[] = [
  ["an exchange's key", killedExchangeKey],
  ['the token of the local API', killedApiToken],
  ["the keystore's password", killedKeystorePassword],
  ["the keystore's key", killedKeystoreKey],
  ["a signing service's certificate", killedRemoteTls],
  ['our certificate for it', killedOwnTls],
  ["a webhook's secret", killedWebhookSecret],
  ['keyshares', killedKeyshares],
  ['an emergency', killedEmergency],
  ['a drill', killedDrill],
];
/** How many kinds are walked where there is not the time for all. */
const kindsCount = 2;
/** At how many places each is ended where not at all of them. */
const count = 1;

describe('a console that is killed in a procedure', { timeout: 600_000 }, () => {
  beforeAll(buildCommandLine, 240_000);

  for (const [title, kind] of someOf(kinds, kindsCount)) {
    it(`goes on where it was, with what it may, to the end: ${title}`, async ({ onTestFailed }) => {
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
