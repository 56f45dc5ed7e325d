import type { Bridge } from '../../core/contract/bridge.ts';
import { exchangeNames, exchanges } from '../../core/domain/exchanges.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { shownText } from '../escape.ts';

/**
 * Which credential a form is about, in a sentence from the core: the console asked for this window, and must not be the one that says
 * whose key is used, wiped or vouched for. `not-found` for one that is not in the list, and whatever the core answers.
 */
export async function credentialWords(
  ask: Pick<Bridge['ask'], 'custody.list'>,
  credentialId: string,
): Promise<Result<string>> {
  const list = await ask['custody.list']({});
  if (!list.ok) return list;
  const row = list.value.credentials.find((credential) => credential.credentialId === credentialId);
  if (row === undefined) return err({ code: 'not-found', retry: 'never', what: 'this credential' });
  const { fingerprint, kind, label, stateText, subject } = row;
  const exchange = exchangeNames.find((name) => name === subject);
  const host = kind === 'webhook-secret' && subject !== null ? ` at ${shownText(subject)}` : '';
  const whose = exchange === undefined ? host : ` of ${exchanges[exchange].title}`;
  const mark = fingerprint === null ? '' : ` (fingerprint ${shownText(fingerprint)})`;
  return ok(`'${shownText(label)}'${whose}${mark}. ${shownText(stateText)}`);
}
