import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { secretPipeName, takePipedSecrets } from '../../core/secret-pipe.ts';

interface Report {
  readonly taken: Readonly<Record<string, string>>;
  readonly descriptor: string | null;
  readonly again: Readonly<Record<string, string>>;
  /** The first environment of the process, its present one, and that of a program that it started. */
  readonly environment: string;
  readonly argv: readonly string[];
}

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const long = 'x'.repeat(100_000);
const secrets = { PRIVATE_KEY: 'canary-1', CEX_BINANCE_API_SECRET: 'cänary-2 "', PORTCULLIS_RPC_1: `canary-3${long}` };

function report(file: string, args: readonly string[], environment: Readonly<Record<string, string>>): Report {
  const env = { PATH: process.env.PATH, ...environment };
  const options = { encoding: 'utf8', env, maxBuffer: 10_000_000 } as const;
  return JSON.parse(execFileSync(process.execPath, [fixture(file), ...args], options)) as Report;
}

describe.runIf(process.platform !== 'win32')('secrets that one program hands to the next', () => {
  it('are in no environment of the next, nor of what that starts, and can be read once', () => {
    const seen = report('secrets-giver.ts', [JSON.stringify(secrets)], {});
    expect(seen.taken).toEqual(secrets);
    expect(seen.again).toEqual({});
    expect(seen.descriptor).toBe('3');
    expect(seen.environment).toContain('OTHER');
    // Whatever comes in the first environment, the pipe's name among it, is gone from the present one and from those below.
    expect(seen.environment).not.toContain('canary');
    expect(seen.argv).toEqual(['--flag']);
  });

  it('need no pipe where there are none', () => {
    const seen = report('secrets-giver.ts', ['{}'], {});
    expect([seen.taken, seen.descriptor]).toEqual([{}, null]);
  });

  it('stay out of the environment when an older Node starts the pinned one', () => {
    const seen = report('old-node-secrets.mjs', ['--flag'], { ...secrets, KEYSTORE_PATH: '/k' });
    expect(seen.taken).toEqual(secrets);
    expect(seen.environment).toContain('KEYSTORE_PATH');
    expect(seen.environment).not.toContain('canary');
    expect(seen.argv).toEqual(['--flag']);
  });
});

it('a name that is no descriptor of a pipe, or one that cannot be read, hands over nothing and is removed', () => {
  for (const named of ['', '0', '2', '3x', '17', '-1', '/etc/passwd']) {
    const environment = { [secretPipeName]: named, PATH: '/bin' };
    expect(takePipedSecrets(environment)).toEqual({});
    expect(environment).toEqual({ PATH: '/bin' });
  }
});
