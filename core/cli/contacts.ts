import type { Contact, Contacts, ContactsStanding } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { type AskOptions, ask, askRunning } from './ask.ts';
import { failed, misused, notATerminal, nothingRuns, type Streams } from './streams.ts';
import { askLine, isInteractive } from './terminal.ts';

/** What can be done with the incident contacts. */
export const contactActions = ['list', 'put', 'remove', 'review'] as const;
export type ContactAction = (typeof contactActions)[number];

const standingWords: Readonly<Record<ContactsStanding, string>> = {
  none: 'No contact is documented: going live wants them.',
  unreviewed: 'Nobody has looked through them yet: going live wants that.',
  changed: 'They have changed since they were reviewed: going live wants another review.',
  old: 'The review is more than 180 days old: going live wants another.',
  current: 'The review is of what stands here.',
};

/**
 * `contacts list | put [ID] | remove ID | review`: whom to reach when something went wrong. All but the list by a person at a terminal.
 */
export async function contacts(
  options: AskOptions,
  streams: Streams,
  action: ContactAction,
  contactId: string | undefined,
): Promise<number> {
  if (action === 'list') return list(options, streams);
  if (action === 'remove' && contactId === undefined) {
    return misused(streams, 'Say which: portcullis contacts remove ID (see portcullis contacts list).');
  }
  if (!isInteractive()) return notATerminal(streams, 'contacts');
  const request = await requestOf(action, contactId);
  const passphrase = await askLine('Passphrase of the vault: ', { isHidden: true });
  const answer = (await askRunning(options, { ...request, passphrase })) as Result<Contact | Contacts> | null;
  if (answer === null) return nothingRuns(streams);
  if (!answer.ok) return failed(streams, answer);
  if ('contacts' in answer.value) tell(streams, answer.value);
  else streams.out(lineOf(answer.value));
  return 0;
}

async function list(options: AskOptions, streams: Streams): Promise<number> {
  const answer = (await ask(options, 'contacts.list', {})) as Result<Contacts>;
  if (!answer.ok) return failed(streams, answer);
  tell(streams, answer.value);
  return 0;
}

async function requestOf(
  action: Exclude<ContactAction, 'list'>,
  contactId: string | undefined,
): Promise<{ readonly method: string; readonly input: unknown }> {
  switch (action) {
    case 'put': {
      const name = await shown('Name: ');
      const role = await shown('For what (support of an exchange, the other party, a lawyer): ');
      const reach = await shown('How to reach them: ');
      return { method: 'contacts.put', input: { name, role, reach, contactId } };
    }
    case 'remove':
      return { method: 'contacts.remove', input: { contactId } };
    case 'review':
      return { method: 'contacts.review', input: { by: await shown('Who has looked through all of them: ') } };
  }
}

function tell(streams: Streams, { contacts: all, lastReview, standing }: Contacts): void {
  for (const contact of all) streams.out(lineOf(contact));
  if (lastReview !== null) streams.out(`Reviewed ${new Date(lastReview.atMs).toISOString()} by ${lastReview.by}.`);
  streams.out(standingWords[standing]);
}

function lineOf({ contactId, name, reach, role }: Contact): string {
  return `${contactId}  ${name}, ${role}: ${reach}`;
}

const shown = (prompt: string): Promise<string> => askLine(prompt, { isHidden: false });
