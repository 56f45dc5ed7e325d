import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The file outside the data folder that remembers the audit trail's head, so that a data folder put back from an older copy is
 * noticed: in `PORTCULLIS_HEAD_DIR`, else in this user's state folder (XDG Base Directory Specification).
 */
export function headFileFor(
  dataFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
  chosenFolder: string | undefined,
): string {
  const state = environment.XDG_STATE_HOME || join(homedir(), '.local', 'state');
  const folder = chosenFolder ?? join(state, 'portcullis', 'heads');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = createHash('sha256').update(resolve(dataFolder)).digest('hex').slice(0, 24);
  return join(folder, `${name}.json`);
}
