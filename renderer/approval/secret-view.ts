import { viewEnd } from './approval-view.ts';
import { element } from './elements.ts';
import type { SecretField, SecretFieldName, SecretFormWords } from './secret-forms.ts';
import type { ToldKeys } from './told-keys.ts';

/** Where something is typed, ticked or chosen. */
export type SecretInput = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The parts of a form for a secret that live. */
export interface SecretView {
  readonly root: HTMLFormElement;
  readonly inputs: ReadonlyMap<SecretFieldName, SecretInput>;
  /** Where a file can be chosen in place of pasting its text; null where none is asked for. */
  readonly file: HTMLInputElement | null;
  readonly send: HTMLButtonElement;
  readonly leave: HTMLButtonElement;
  readonly note: HTMLElement;
}

/** The form as elements; `about` names what it is about. */
export function viewSecret(form: SecretFormWords, about: string | null): SecretView {
  const root = element('form', 'approval secret');
  const heading = element('header', 'heading');
  heading.append(element('p', 'kind', form.heading ?? 'A secret'));
  const body = element('div', 'body');
  body.append(element('h1', '', form.title));
  if (about !== null) body.append(element('p', 'about', about));
  body.append(element('p', '', form.text));
  if (form.warning !== undefined) body.append(warningOf(form.warning));
  const inputs = new Map<SecretFieldName, SecretInput>();
  let file: HTMLInputElement | null = null;
  for (const asked of form.fields) {
    if (asked.name === 'text' || asked.name === 'block') file = fileChooser(body);
    inputs.set(asked.name, inputFor(body, asked));
  }
  const send = element('button', 'approve', form.deed);
  send.type = 'submit';
  const leave = element('button', 'refuse', 'Leave');
  leave.type = 'button';
  leave.append(element('kbd', '', 'Esc'));
  const row = element('div', 'answer-row');
  row.append(leave, send);
  const note = element('p', 'note');
  note.setAttribute('role', 'status');
  const answers = element('footer', 'answers');
  answers.append(row, note);
  root.append(heading, body, answers);
  return { root, inputs, file, send, leave, note };
}

function warningOf(words: string): HTMLElement {
  const shown = element('p', 'warning');
  shown.append(element('strong', '', 'Warning: '), words);
  return shown;
}

/** The end of a form: what was done, and of keys a line for each. */
export function viewDone(done: string | ToldKeys): HTMLElement {
  const what = typeof done === 'string' ? done : done.what;
  const root = viewEnd('Done.', `${what} Esc closes this window.`);
  if (typeof done === 'string') return root;
  const list = element('ul', 'told-keys');
  for (const { isRefused, label, text } of done.keys) {
    const line = element('li');
    line.dataset.refused = String(isRefused);
    line.append(element('strong', '', label), `: ${text}`);
    list.append(line);
  }
  root.append(list);
  return root;
}

function inputFor(body: HTMLElement, { choices, isCheck, label, name }: SecretField): SecretInput {
  if (name === 'keep' || isCheck === true) return check(body, name, label);
  return choices === undefined ? field(body, name, label) : chooser(body, name, label, choices);
}

function chooser(
  body: HTMLElement,
  id: SecretFieldName,
  label: string,
  choices: NonNullable<SecretField['choices']>,
): HTMLSelectElement {
  const name = element('label', 'word-label', label);
  name.htmlFor = id;
  const select = element('select', 'word');
  select.id = id;
  for (const { title, value } of choices) {
    const option = element('option', '', title);
    option.value = value;
    select.append(option);
  }
  body.append(name, select);
  return select;
}

function field(body: HTMLElement, id: SecretFieldName, label: string): HTMLInputElement | HTMLTextAreaElement {
  const name = element('label', 'word-label', label);
  name.htmlFor = id;
  const input = longFields.has(id) ? element('textarea', 'word') : element('input', 'word');
  input.id = id;
  if (input instanceof HTMLInputElement) {
    input.type = plainFields.has(id) ? 'text' : 'password';
    input.maxLength = 1000;
  } else input.maxLength = 4_194_304;
  input.autocomplete = 'off';
  input.spellcheck = false;
  body.append(name, input);
  return input;
}

/** Fields for text of more than a line. */
const longFields: ReadonlySet<SecretFieldName> = new Set(['text', 'cert', 'key', 'ca', 'pins', 'block', 'secret']);

/** Fields whose text is no secret. */
const plainFields: ReadonlySet<SecretFieldName> = new Set([
  'url',
  'label',
  'createdOn',
  'days',
  'reason',
  'chatId',
  'word',
  'place',
  'encryption',
  'access',
  'setId',
  'path',
]);

function check(body: HTMLElement, id: SecretFieldName, label: string): HTMLInputElement {
  const name = element('label', 'check');
  const input = element('input');
  input.id = id;
  input.type = 'checkbox';
  name.append(input, label);
  body.append(name);
  return input;
}

function fileChooser(body: HTMLElement): HTMLInputElement {
  const name = element('label', 'word-label', 'Choose the file, or paste its text');
  name.htmlFor = 'file';
  const input = element('input', 'file');
  input.id = 'file';
  input.type = 'file';
  input.accept = '.json,application/json,*/*';
  body.append(name, input);
  return input;
}
