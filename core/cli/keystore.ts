import { readFileSync, statSync } from 'node:fs';
import type { KeystoreFacts } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { type AskOptions, askRunning } from './ask.ts';
import { failed, misused, notATerminal, nothingRuns, type Streams } from './streams.ts';
import { askLine, isInteractive } from './terminal.ts';

const mostBytes = 65_536;

/** What can be done with a keystore at a terminal. */
export const keystoreActions = [
  'create',
  'import',
  'export',
  'password',
  'create-beside',
  'import-beside',
  'keep-password',
  'delete-old',
] as const;
/** One of them. */
export type KeystoreAction = (typeof keystoreActions)[number];

/**
 * `keystore create | import FILE | export | password`, and beside the one in use `create-beside | import-beside FILE`, `keep-password` in
 * the vault, `delete-old` after a rotation: by a person at a terminal, with every password and the vault's passphrase typed here; none of
 * them is ever an argument.
 */
export async function keystore(
  options: AskOptions,
  streams: Streams,
  action: KeystoreAction,
  file: string | undefined,
): Promise<number> {
  const takesFile = action === 'import' || action === 'import-beside';
  if (takesFile && file === undefined) {
    return misused(streams, `Name the keystore: portcullis keystore ${action} FILE`);
  }
  if (!takesFile && file !== undefined) {
    return misused(streams, `Nothing more is said here; what it needs is asked for: portcullis keystore ${action}`);
  }
  const text = takesFile ? readText(file) : '';
  if (text === null) {
    streams.note('The keystore file cannot be read: name one of at most 64 KiB.');
    return 1;
  }
  if (!isInteractive()) return notATerminal(streams, 'keystore');
  const hidden = (prompt: string): Promise<string> => askLine(prompt, { isHidden: true });
  const passphrase = await hidden('Passphrase of the vault: ');
  const isNew = action === 'create' || action === 'create-beside';
  const password = isNew ? '' : await hidden('Password of the keystore: ');
  if (action === 'keep-password' || action === 'delete-old') {
    return withPassword(options, streams, action, password, passphrase);
  }
  const newPassword = await hidden('New password for the keystore: ');
  if (newPassword !== (await hidden('The same again: '))) {
    streams.note('The two are not the same. Nothing was changed.');
    return 1;
  }
  const given = { password, newPassword };
  const request = {
    create: { method: 'keystore.create', input: { password: newPassword } },
    import: { method: 'keystore.import', input: { text, ...given } },
    export: { method: 'keystore.export', input: given },
    password: { method: 'keystore.changePassword', input: given },
    'create-beside': { method: 'keystore.create', input: { password: newPassword, isBeside: true } },
    'import-beside': { method: 'keystore.import', input: { text, ...given, isBeside: true } },
  }[action];
  const answer = (await askRunning(options, { ...request, passphrase })) as Result<KeystoreFacts> | null;
  if (answer === null) return nothingRuns(streams);
  if (!answer.ok) return failed(streams, answer);
  const { address, file: written, kdf } = answer.value;
  streams.out(`${written}: the key of ${address ?? 'an address it does not say'}, behind ${kdf}.`);
  return 0;
}

/** What needs the password alone. */
async function withPassword(
  options: AskOptions,
  streams: Streams,
  action: 'keep-password' | 'delete-old',
  password: string,
  passphrase: string,
): Promise<number> {
  const request = {
    'keep-password': { method: 'keystore.password', input: { password, keep: true } },
    'delete-old': { method: 'keystore.deleteOld', input: { password } },
  }[action];
  const answer = await askRunning(options, { ...request, passphrase });
  if (answer === null) return nothingRuns(streams);
  if (!answer.ok) return failed(streams, answer);
  if (action === 'keep-password') {
    streams.out('The password is right, and kept in the vault.');
    return 0;
  }
  for (const file of (answer.value as { files: string[] }).files) streams.out(`${file}: deleted, may be recoverable.`);
  return 0;
}

function readText(file: string | undefined): string | null {
  try {
    return file === undefined || statSync(file).size > mostBytes ? null : readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
