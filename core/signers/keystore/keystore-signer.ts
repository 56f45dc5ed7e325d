import { err, ok, type Result } from '../../domain/result.ts';
import type { FetchedSource, SessionOptions } from '../child/child-session.ts';
import { createChildSigner } from '../child/child-signer.ts';
import type { Obstacle } from '../child/standing.ts';
import type { Signer } from '../signer.ts';
import type { KeystoreFault } from './keystore.ts';
import type { KeystoreText } from './keystore-file.ts';

/** What a keystore signer is made with. */
export interface KeystoreSignerOptions extends Omit<SessionOptions, 'fetchSource'> {
  /** Reads the file, each time its key is opened. */
  readonly readFile: () => Promise<Result<KeystoreText, KeystoreFault>>;
  /**
   * The password in UTF-8, asked each time the key is opened; the bytes are overwritten. `vault-locked` is passed on as the state
   * `locked`, every other error as `no-password`.
   */
  readonly password: () => Promise<Result<Uint8Array>>;
  readonly signTimeoutMs: number;
}

/** The signer `keystore`: the key of a keystore file, opened and used in a process of its own. */
export function createKeystoreSigner({ readFile, password, ...options }: KeystoreSignerOptions): Signer {
  return createChildSigner({ ...options, kind: 'keystore', fetchSource });

  async function fetchSource(): Promise<Result<FetchedSource, Obstacle>> {
    const file = await readFile();
    if (!file.ok) return file;
    const given = await password();
    if (!given.ok) {
      return given.error.code === 'vault-locked'
        ? err({ state: 'locked', why: 'needs its password, which is in the locked vault' })
        : err({ state: 'no-password', why: 'needs its password' });
    }
    const { text, warning } = file.value;
    return ok({ source: { from: 'keystore', text, password: given.value }, warning });
  }
}
