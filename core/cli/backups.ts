import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BackupRow, Backups } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { backupComponents } from '../procedures/backups/backup-components.ts';
import { type AskOptions, ask, askRunning } from './ask.ts';
import { failed, misused, notATerminal, nothingRuns, type Streams } from './streams.ts';
import { askLine, isInteractive } from './terminal.ts';

/** What can be done with the backup register. */
export const backupActions = ['list', 'record', 'verify', 'rehearsed', 'retire'] as const;
export type BackupAction = (typeof backupActions)[number];

interface Request {
  readonly method: string;
  readonly input: unknown;
}

/**
 * `backups list | record COMPONENT [FILE] | verify ID [FILE] | rehearsed SET | retire ID`: the register of a console that runs. All but the
 * list by a person at a terminal; with a FILE a backup is opened, without one it is attested.
 */
export async function backups(
  options: AskOptions,
  streams: Streams,
  action: BackupAction,
  about: string | undefined,
  file: string | undefined,
): Promise<number> {
  if (action === 'list') return list(options, streams);
  if (about === undefined) {
    return misused(streams, `Say of which: portcullis backups ${action} ${usageOf(action)}`);
  }
  if (action === 'record' && !Object.hasOwn(backupComponents, about)) {
    return misused(streams, `There is no such component. Say one: portcullis backups record ${usageOf(action)}`);
  }
  if (file !== undefined && !existsSync(file)) {
    streams.note(`There is no file ${file}. Nothing was changed.`);
    return 1;
  }
  if (!isInteractive()) return notATerminal(streams, 'backups');
  const request = await requestOf(action, about, file);
  if (request === null) {
    streams.note('That is not one of the answers. Nothing was changed.');
    return 1;
  }
  const passphrase = await askLine('Passphrase of the vault: ', { isHidden: true });
  const answer = (await askRunning(options, { ...request, passphrase })) as Result<BackupRow | BackupRow[]> | null;
  if (answer === null) return nothingRuns(streams);
  if (!answer.ok) return failed(streams, answer);
  for (const row of [answer.value].flat()) tell(streams, row);
  return 0;
}

async function list(options: AskOptions, streams: Streams): Promise<number> {
  const answer = (await ask(options, 'backups.list', {})) as Result<Backups>;
  if (!answer.ok) return failed(streams, answer);
  const { cannotKnow, components, rows } = answer.value;
  for (const row of rows) tell(streams, row);
  for (const { component, expected, kept, title } of components) {
    if (kept > 0) continue;
    const { access, encryption, place } = expected;
    streams.out(`No backup of ${title} (${component}) is recorded. Expected: ${place}; ${encryption}; ${access}.`);
  }
  streams.out(cannotKnow);
  return 0;
}

function tell(streams: Streams, row: BackupRow): void {
  const { access, ageDays, backupId, encryption, lastCheck, place, retired, setId, title, unmet } = row;
  const set = setId === null ? '' : `, set ${setId}`;
  streams.out(`${backupId}  ${title}${set}: ${place}; ${encryption}; ${access}`);
  if (retired !== null) {
    streams.out(`  retired: ${retired.reason}`);
    return;
  }
  const age = ageDays === null ? 'never verified' : `verified ${ageDays} days ago`;
  const last = lastCheck === null ? '' : `; last ${lastCheck.by}, ${lastCheck.result}: ${lastCheck.text}`;
  streams.out(`  ${age}${last}`);
  for (const rule of unmet) streams.out(`  ${rule}`);
}

/** What to ask the core, by what the person answers; null where an answer is none of those there are. */
async function requestOf(
  action: Exclude<BackupAction, 'list'>,
  about: string,
  file: string | undefined,
): Promise<Request | null> {
  switch (action) {
    case 'record': {
      const words = {
        component: about,
        place: await shown('Where does it lie: '),
        encryption: await shown('How is it encrypted: '),
        access: await shown('Who can open it: '),
      };
      const twoPerson = await attested('Are two persons needed to open it');
      const geographicSplit = await attested('Does it lie at several places');
      if (twoPerson === null || geographicSplit === null) return null;
      const setId = about === 'recovery-seed' ? (await shown('Set of the shares: ')).trim().toUpperCase() : undefined;
      const input = {
        ...words,
        twoPerson,
        geographicSplit,
        setId,
        file: file === undefined ? undefined : resolve(file),
      };
      return { method: 'backups.record', input };
    }
    case 'verify': {
      if (file === undefined) return verdictOf('backups.verify', { by: 'attestation', backupId: about });
      const typed = await askLine('Passphrase of the file (empty for a policy document): ', { isHidden: true });
      const opening = { by: 'opening', backupId: about, file: resolve(file) };
      return { method: 'backups.verify', input: typed === '' ? opening : { ...opening, passphrase: typed } };
    }
    case 'rehearsed':
      return verdictOf('backups.rehearsed', { setId: about.toUpperCase() });
    case 'retire':
      return { method: 'backups.retire', input: { backupId: about, reason: await shown('Why: ') } };
  }
}

/** A check by a person's word. */
async function verdictOf(method: string, about: object): Promise<Request | null> {
  const answer = (await shown('Did it hold (yes, no): ')).trim().toLowerCase();
  if (answer !== 'yes' && answer !== 'no') return null;
  const result = answer === 'yes' ? 'ok' : 'failed';
  return { method, input: { ...about, result, text: await shown('What was seen, by whom: ') } };
}

async function attested(question: string): Promise<'yes' | 'no' | 'unknown' | null> {
  const answer = (await shown(`${question} (yes, no, unknown): `)).trim().toLowerCase();
  return answer === 'yes' || answer === 'no' || answer === 'unknown' ? answer : null;
}

const shown = (prompt: string): Promise<string> => askLine(prompt, { isHidden: false });

function usageOf(action: Exclude<BackupAction, 'list'>): string {
  const components = Object.keys(backupComponents).join('|');
  return { record: `${components} [FILE]`, verify: 'ID [FILE]', rehearsed: 'SET', retire: 'ID' }[action];
}
