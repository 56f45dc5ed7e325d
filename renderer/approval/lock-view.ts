import type { AppLock } from '../../core/contract/shapes.ts';
import { element } from './elements.ts';

/** The parts of the lock's page that live. */
export interface LockView {
  readonly root: HTMLFormElement;
  /** The passphrase that is set now; null while none is. */
  readonly current: HTMLInputElement | null;
  readonly next: HTMLInputElement;
  readonly again: HTMLInputElement;
  readonly minutes: HTMLInputElement;
  readonly unlock: HTMLButtonElement | null;
  readonly set: HTMLButtonElement;
  readonly takeAway: HTMLButtonElement | null;
  readonly note: HTMLElement;
}

/** The app lock as elements: opening it, and setting, changing or taking away its passphrase. */
export function viewLock(lock: AppLock): LockView {
  const root = element('form', 'approval lock');
  const isSet = lock.state !== 'off';
  const heading = element('header', 'heading');
  heading.append(element('p', 'kind', 'App lock'));
  const body = element('div', 'body');
  body.append(
    element(
      'h1',
      '',
      isSet ? (lock.state === 'locked' ? 'The console is locked.' : 'The console is open.') : 'Set a passphrase.',
    ),
    element(
      'p',
      '',
      'Approving, releasing and loosening want it again when none of them was done for a while. Halting and cancelling never do. It is not the passphrase of the vault, and it cannot be read back.',
    ),
  );
  const current = isSet ? field(body, 'current', 'Passphrase now', 'password') : null;
  const unlock = isSet ? element('button', 'approve', 'Unlock') : null;
  if (unlock !== null) {
    unlock.type = 'submit';
    body.append(unlock);
  }
  body.append(element('h2', '', isSet ? 'Change it' : 'New passphrase'));
  const next = field(body, 'next', 'New passphrase (8 characters or more)', 'password');
  const again = field(body, 'again', 'The same again', 'password');
  const minutes = field(body, 'minutes', 'Lock after minutes', 'text');
  minutes.value = String(lock.afterMinutes);
  minutes.inputMode = 'numeric';
  const set = element('button', 'approve', isSet ? 'Change' : 'Set');
  set.type = isSet ? 'button' : 'submit';
  const takeAway = isSet ? element('button', 'refuse', 'Take the lock away') : null;
  if (takeAway !== null) takeAway.type = 'button';
  const note = element('p', 'note');
  note.setAttribute('role', 'status');
  const row = element('div', 'answer-row');
  if (takeAway !== null) row.append(takeAway);
  row.append(set);
  const answers = element('footer', 'answers');
  answers.append(row, note);
  root.append(heading, body, answers);
  return { root, current, next, again, minutes, unlock, set, takeAway, note };
}

function field(body: HTMLElement, id: string, label: string, type: 'password' | 'text'): HTMLInputElement {
  const name = element('label', 'word-label', label);
  name.htmlFor = id;
  const input = element('input', 'word');
  input.id = id;
  input.type = type;
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.maxLength = 1000;
  body.append(name, input);
  return input;
}
