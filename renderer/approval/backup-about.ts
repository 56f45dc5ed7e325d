import type { Bridge } from '../../core/contract/bridge.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { shownText } from '../escape.ts';

/**
 * Which backup a form is about, in a sentence from the core: the console asked for this window, and must not be the one that says which
 * is vouched for. `not-found` for one that is not in the register, and whatever the core answers.
 */
export async function backupWords(ask: Pick<Bridge['ask'], 'backups.list'>, backupId: string): Promise<Result<string>> {
  const register = await ask['backups.list']({});
  if (!register.ok) return register;
  const row = register.value.rows.find((backup) => backup.backupId === backupId);
  if (row === undefined) return err({ code: 'not-found', retry: 'never', what: 'this backup' });
  const set = row.setId === null ? '' : `, set ${row.setId}`;
  return ok(`${row.title}${set}: ${shownText(row.place)}. ${shownText(row.encryption)}; ${shownText(row.access)}.`);
}
