import { readFileSync, statSync } from 'node:fs';
import type { VaultFacts } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { type AskOptions, askRunning } from './ask.ts';
import { failed, misused, notATerminal, nothingRuns, type Streams } from './streams.ts';
import { askLine, isInteractive } from './terminal.ts';

const mostBytes = 4_194_304;

/** What can be done with the vault at a terminal. */
export const vaultActions = ['export', 'import', 'change-passphrase', 'change-master-key'] as const;
export type VaultAction = (typeof vaultActions)[number];

interface VaultRequest {
  readonly method: string;
  readonly input: unknown;
}

/**
 * `vault export | import FILE [--replace] | change-passphrase | change-master-key`: by a person at a terminal, with the vault's passphrase
 * and every other one typed here; none of them is ever an argument.
 */
export async function vault(
  options: AskOptions,
  streams: Streams,
  action: VaultAction,
  given: { readonly file: string | undefined; readonly replace: boolean },
): Promise<number> {
  if (action === 'import' && given.file === undefined) {
    return misused(streams, 'Name the copy: portcullis vault import FILE [--replace]');
  }
  if (action !== 'import' && (given.file !== undefined || given.replace)) {
    return misused(streams, `Nothing more is said here; what it needs is asked for: portcullis vault ${action}`);
  }
  const text = action === 'import' ? readText(given.file) : '';
  if (text === null) {
    streams.note('The copy cannot be read: name a file of at most 4 MiB.');
    return 1;
  }
  if (!isInteractive()) return notATerminal(streams, 'vault');
  const passphrase = await hidden('Passphrase of the vault: ');
  const request = await requestFor(action, { passphrase, text, replace: given.replace });
  if (request === null) {
    streams.note('The two are not the same. Nothing was changed.');
    return 1;
  }
  const answer = await askRunning(options, { ...request, passphrase });
  if (answer === null) return nothingRuns(streams);
  if (!answer.ok) return failed(streams, answer);
  streams.out(sentenceFor(action, answer));
  return 0;
}

async function requestFor(
  action: VaultAction,
  given: { readonly passphrase: string; readonly text: string; readonly replace: boolean },
): Promise<VaultRequest | null> {
  switch (action) {
    case 'change-master-key':
      return { method: 'vault.changeMasterKey', input: {} };
    case 'change-passphrase': {
      const next = await newPassphrase('New passphrase of the vault: ');
      return next === null ? null : { method: 'vault.changePassphrase', input: { current: given.passphrase, next } };
    }
    case 'export': {
      const passphrase = await newPassphrase('New passphrase for the copy: ');
      return passphrase === null ? null : { method: 'vault.export', input: { passphrase } };
    }
    case 'import': {
      const { replace, text } = given;
      return { method: 'vault.import', input: { text, replace, passphrase: await hidden('Passphrase of the copy: ') } };
    }
  }
}

function sentenceFor(action: VaultAction, { value }: Extract<Result<unknown>, { ok: true }>): string {
  switch (action) {
    case 'change-master-key':
      return `${(value as VaultFacts).records} records are sealed under a new master key.`;
    case 'change-passphrase':
      return 'The passphrase is changed.';
    case 'export': {
      const { file, records } = value as { readonly file: string; readonly records: number };
      return `${records} records in ${file}`;
    }
    case 'import': {
      const { kept, taken } = value as { readonly kept: number; readonly taken: number };
      return `${taken} records were taken; ${kept} were left as they are here.`;
    }
  }
}

const hidden = (prompt: string): Promise<string> => askLine(prompt, { isHidden: true });

async function newPassphrase(prompt: string): Promise<string | null> {
  const next = await hidden(prompt);
  return next === (await hidden('The same again: ')) ? next : null;
}

function readText(file: string | undefined): string | null {
  try {
    return file === undefined || statSync(file).size > mostBytes ? null : readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
