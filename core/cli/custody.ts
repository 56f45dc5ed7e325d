import type { CredentialRow, Custody, KeyPassport } from '../contract/shapes.ts';
import { exchangeNames } from '../domain/exchanges.ts';
import type { Result } from '../domain/result.ts';
import { utcDay } from '../domain/utc-day.ts';
import { type AskOptions, ask, askRunning } from './ask.ts';
import { failed, misused, notATerminal, nothingRuns, type Streams } from './streams.ts';
import { askLine, isInteractive } from './terminal.ts';

/** What can be done with keys of exchanges at a terminal. */
export const keyActions = ['add', 'use', 'retire', 'attest', 'passport'] as const;
export type KeyAction = (typeof keyActions)[number];

/** `custody list`: every credential on a line, and what is wrong. */
export async function custodyList(options: AskOptions, streams: Streams): Promise<number> {
  const answer = (await ask(options, 'custody.list', {})) as Result<Custody>;
  if (!answer.ok) return failed(streams, answer);
  const { credentials, problems, vault } = answer.value;
  streams.out(`Vault: ${vault.state}, ${vault.records} records`);
  for (const row of credentials) streams.out(lineOf(row));
  for (const problem of problems) streams.out(`Problem: ${problem}`);
  return 0;
}

/**
 * `key add | use ID | retire ID | attest ID | passport ID`: by a person at a terminal. The key, its secret and the vault's passphrase are
 * typed here for this one call and are never arguments; a passport can be read without them.
 */
export async function key(
  options: AskOptions,
  streams: Streams,
  action: KeyAction,
  credentialId: string | undefined,
): Promise<number> {
  if (action !== 'add' && credentialId === undefined) {
    return misused(streams, `Name the credential: portcullis key ${action} ID (see portcullis custody list).`);
  }
  if (action === 'add' && credentialId !== undefined) {
    return misused(
      streams,
      'Nothing more is said here; the exchange, the key and its secret are asked for: portcullis key add',
    );
  }
  const id = credentialId ?? '';
  if (action === 'passport') {
    const answer = (await ask(options, 'exchangeKeys.readPassport', { credentialId: id })) as Result<KeyPassport>;
    if (!answer.ok) return failed(streams, answer);
    showPassport(streams, answer.value);
    return answer.value.verdict === 'fit' ? 0 : 1;
  }
  if (!isInteractive()) return notATerminal(streams, 'key');
  const request = await requestOf(action, id);
  if (request === null) {
    streams.note('That is not one of the answers. Nothing was changed.');
    return 1;
  }
  const passphrase = await hidden('Passphrase of the vault: ');
  const answer = (await askRunning(options, { ...request, passphrase })) as Result<CredentialRow> | null;
  if (answer === null) return nothingRuns(streams);
  if (!answer.ok) return failed(streams, answer);
  streams.out(lineOf(answer.value));
  if (answer.value.passport !== null) showPassport(streams, answer.value.passport);
  return 0;
}

const hidden = (prompt: string): Promise<string> => askLine(prompt, { isHidden: true });
const shown = (prompt: string): Promise<string> => askLine(prompt, { isHidden: false });

/** What to ask the core, by what the person answers; null where an answer is none of those there are. */
async function requestOf(
  action: Exclude<KeyAction, 'passport'>,
  credentialId: string,
): Promise<{ readonly method: string; readonly input: unknown } | null> {
  switch (action) {
    case 'add': {
      const typed = (await shown(`Exchange (${exchangeNames.join(', ')}): `)).trim().toLowerCase();
      const exchange = exchangeNames.find((name) => name === typed);
      if (exchange === undefined) return null;
      const label = await shown('A name for it: ');
      const apiKey = await hidden('Key: ');
      const secret = await hidden('Secret (a PEM block on one line, with \\n for its line ends): ');
      return { method: 'exchangeKeys.add', input: { exchange, label, apiKey, secret } };
    }
    case 'use':
      return { method: 'exchangeKeys.use', input: { credentialId } };
    case 'retire':
      return { method: 'exchangeKeys.retire', input: { credentialId, reason: await shown('Why: ') } };
    case 'attest': {
      const bound = (await shown('Is it bound to IP addresses (yes or no)? ')).trim().toLowerCase();
      if (bound !== 'yes' && bound !== 'no') return null;
      const created = (await shown('Created on (YYYY-MM-DD, empty when you do not know): ')).trim();
      return {
        method: 'exchangeKeys.attest',
        input: { credentialId, ipRestricted: bound === 'yes', createdOn: created === '' ? null : created },
      };
    }
  }
}

function lineOf({ credentialId, dueAtMs, fingerprint, label, passport, place, stateText }: CredentialRow): string {
  const due = dueAtMs === null ? '' : `, due ${utcDay(dueAtMs)}`;
  const verdict = passport === null ? '' : `, passport ${passport.verdict}`;
  return `${credentialId}  ${label} (${place}${fingerprint === null ? '' : `, ${fingerprint}`}${due}${verdict}): ${stateText}`;
}

function showPassport(streams: Streams, { findings, verdict }: KeyPassport): void {
  streams.out(`Passport: ${verdict}`);
  for (const { severity, text } of findings) streams.out(`  ${severity}: ${text}`);
}
