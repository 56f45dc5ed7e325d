import { bridge } from '../bridge.ts';
import { copyText } from '../copy-text.ts';
import { viewEnd } from './approval-view.ts';
import { backupWords } from './backup-about.ts';
import { credentialWords } from './credential-words.ts';
import { guardMs } from './hold-to-approve.ts';
import { secretErrorWords } from './secret-error-words.ts';
import {
  problemOfSecret,
  type SecretFieldName,
  type SecretFormWords,
  type SecretValues,
  secretForm,
} from './secret-forms.ts';
import { type SecretView, viewDone, viewSecret } from './secret-view.ts';

/** A copy of a vault is the largest; what is smaller is bounded by the core. */
const largestFile = 4_194_304;
const slow = 'One moment: a password is made slow to guess, so this takes some seconds.';

/**
 * Shows the form for a secret in `place` and passes on what is typed. Every field is emptied once it was used. As everywhere in this
 * window, nothing is taken right after it got the focus: what was typed for another window must not land in a password.
 */
export async function showSecret(place: HTMLElement, asked: URLSearchParams): Promise<void> {
  const chain = Number.parseInt(asked.get('chainId') ?? '', 10);
  const credentialId = asked.get('credentialId');
  const known = secretForm(asked.get('form'), Number.isSafeInteger(chain) ? chain : null, credentialId);
  if (known === null) {
    place.replaceChildren(viewEnd('This form is not known.', 'Nothing is asked of you. Esc closes this window.'));
    return;
  }
  const aboutWords = asked.get('form')?.startsWith('backup-') === true ? backupWords : credentialWords;
  const about = credentialId === null ? null : await aboutWords(bridge().ask, credentialId);
  if (about?.ok === false) {
    place.replaceChildren(viewEnd(secretErrorWords(about.error), 'Nothing is asked of you. Esc closes this window.'));
    return;
  }
  const words = { ...known, ...(await known.asItStands?.(bridge().ask)) };
  const view = viewSecret(words, about?.value ?? null);
  if (words.fill !== undefined) fill(view, await words.fill(bridge().ask));
  let isGuarded = true;
  let isSending = false;
  let release: ReturnType<typeof setTimeout> | null = null;
  const takesNothing = (): boolean => isGuarded || isSending;
  const guard = (): void => {
    isGuarded = true;
    view.root.dataset.phase = 'guarded';
    if (release !== null) clearTimeout(release);
    release = setTimeout(() => {
      isGuarded = false;
      view.root.dataset.phase = 'ready';
    }, guardMs);
  };

  async function send({ fields, send: pass, takesPastes, wait }: SecretFormWords): Promise<void> {
    const values = valuesOf(view);
    const problem = problemOfSecret(fields, values);
    if (problem !== null) return say(view, problem, true);
    isSending = true;
    view.send.disabled = true;
    say(view, wait ?? (takesPastes === true ? 'One moment: the exchange is asked.' : slow), false);
    const emptied = empty(view) ? ' The box is emptied: no secret stays on the screen.' : '';
    const answer = await pass(bridge().ask, values);
    isSending = false;
    view.send.disabled = false;
    if (answer.ok) return place.replaceChildren(viewDone(answer.value));
    say(view, `${secretErrorWords(answer.error)}${emptied}`, true);
    firstOf(view)?.focus();
  }

  window.addEventListener('focus', guard);
  // What is under way is waited for: closing now would leave its end untold.
  document.addEventListener(
    'keydown',
    (event) => {
      if (isSending && event.key === 'Escape') event.stopPropagation();
    },
    { capture: true },
  );
  view.root.addEventListener('beforeinput', (event) => takesNothing() && event.preventDefault());
  if (words.takesPastes === true) {
    const isMiddlePress = watchMiddlePress(view.root);
    view.root.addEventListener('input', (event) => forgetPaste(view, event, isMiddlePress()));
  }
  view.root.addEventListener('submit', (event) => {
    event.preventDefault();
    if (event.isTrusted && !takesNothing()) void send(words);
  });
  view.leave.addEventListener('click', (event) => event.isTrusted && window.close());
  view.file?.addEventListener('change', () => void takeFile(view));
  place.replaceChildren(view.root);
  guard();
  (firstOf(view) ?? view.leave).focus();
}

function fill({ inputs }: SecretView, values: SecretValues): void {
  for (const [name, input] of inputs) {
    const value = values[name] ?? '';
    if (input instanceof HTMLInputElement && input.type === 'checkbox') input.checked = value === 'yes';
    else input.value = value;
  }
}

async function takeFile(view: SecretView): Promise<void> {
  const chosen = view.file?.files?.[0];
  const text = view.inputs.get('text') ?? view.inputs.get('block');
  if (chosen === undefined || text === undefined) return;
  if (chosen.size > largestFile) return say(view, 'This file is larger than any of its kind. It was not read.', true);
  text.value = await chosen.text();
  const password = view.inputs.get('password');
  say(view, password === undefined ? 'The file was read.' : 'The file was read. Type its password.', false);
  password?.focus();
}

function valuesOf(view: SecretView): Partial<Record<SecretFieldName, string>> {
  return Object.fromEntries(
    [...view.inputs].map(([name, input]) => [
      name,
      input instanceof HTMLInputElement && input.type === 'checkbox' ? (input.checked ? 'yes' : '') : input.value,
    ]),
  );
}

/** Takes every secret out of the page. The text of a keystore is encrypted and stays, so that only its password is typed again. True when that took a pasted block. */
function empty(view: SecretView): boolean {
  const hadBlock = (view.inputs.get('block')?.value ?? '') !== '';
  for (const [name, input] of view.inputs) if (!staysThere.has(name)) input.value = '';
  return hadBlock;
}

/** Fields that hold no secret. */
const staysThere: ReadonlySet<SecretFieldName> = new Set([
  'keep',
  'text',
  'exchange',
  'label',
  'ipRestricted',
  'createdOn',
  'days',
  'reason',
  'component',
  'place',
  'encryption',
  'access',
  'twoPerson',
  'geographicSplit',
  'setId',
  'path',
  'held',
]);

/**
 * Whether what happens now is the doing of the middle button, which on X11 pastes what is selected somewhere and not what the clipboard
 * holds. It pastes in the very task in which it is let go.
 */
function watchMiddlePress(root: HTMLElement): () => boolean {
  let isNow = false;
  root.addEventListener('mouseup', ({ button }) => {
    if (button !== 1) return;
    isNow = true;
    setTimeout(() => {
      isNow = false;
    });
  });
  return () => isNow;
}

/**
 * Takes what was just pasted off the clipboard, where any program could read it. This is done at once, while it surely still holds just
 * that; a space takes its place. What was pasted from elsewhere leaves the clipboard as it is.
 */
function forgetPaste(view: SecretView, event: Event, isOfSelection: boolean): void {
  if (!(event instanceof InputEvent) || event.inputType !== 'insertFromPaste') return;
  if (isOfSelection) say(view, 'It is what was selected somewhere: the clipboard was left alone.', false);
  else if (copyText(' ')) say(view, 'It was taken off the clipboard.', false);
  else say(view, 'The clipboard still holds what you pasted: copy something else.', true);
}

function firstOf(view: SecretView): HTMLElement | undefined {
  return [...view.inputs.values()][0];
}

function say(view: SecretView, words: string, isProblem: boolean): void {
  view.note.textContent = words;
  view.note.dataset.problem = String(isProblem);
}
