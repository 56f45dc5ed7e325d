import { bytesOf, readHex } from '../../domain/hex.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { FetchedSource, SessionOptions } from '../child/child-session.ts';
import { createChildSigner } from '../child/child-signer.ts';
import type { Obstacle } from '../child/standing.ts';
import type { Signer } from '../signer.ts';

/** What the environment's signer is made with. */
export interface EnvKeySignerOptions extends Omit<SessionOptions, 'fetchSource'> {
  /** The text of `PRIVATE_KEY`, asked each time a child is started; null when there is none. */
  readonly privateKey: () => string | null;
  readonly signTimeoutMs: number;
}

/**
 * The signer `env_private_key`: a key that lay in the environment, for development. Its child signs for the chains 31337 and 1337 and no
 * others, whatever the rules say.
 */
export function createEnvKeySigner({ privateKey, ...options }: EnvKeySignerOptions): Signer {
  return createChildSigner({ ...options, kind: 'env_private_key', fetchSource });

  async function fetchSource(): Promise<Result<FetchedSource, Obstacle>> {
    const text = privateKey();
    if (text === null) return err({ state: 'no-key', why: 'is not set' });
    const key = readHex(text);
    if (key === null) return err({ state: 'bad-file', why: 'is not hexadecimal' });
    return ok({ source: { from: 'environment', key: bytesOf(key) }, warning: null });
  }
}
