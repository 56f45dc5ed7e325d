import type { Approval } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';
import { groupedAddresses, groupedHex } from '../format/address.ts';
import { momentWithZone } from '../format/time.ts';
import { ruleName } from '../state/rule-names.ts';
import { deviceNote } from '../state/signer-words.ts';
import { element, groupedDigest } from './elements.ts';

/** The parts of a shown approval that live. */
export interface ApprovalView {
  readonly root: HTMLElement;
  /** Where the word is typed; null when none is asked. */
  readonly word: HTMLInputElement | null;
  readonly approve: HTMLButtonElement;
  readonly refuse: HTMLButtonElement;
  /** The time left. */
  readonly expiry: HTMLElement;
  /** What the person should do or know next. */
  readonly note: HTMLElement;
}

/**
 * An approval as elements: one sentence, warnings, why it is asked, lines, digest, what the other rules said, the word, the two answers.
 * Why it is asked stands before the lines and their digests, where it is seen without scrolling.
 */
export function viewApproval(approval: Approval): ApprovalView {
  const root = element('section', 'approval');
  const heading = element('header', 'heading');
  const expiry = element('p', 'expiry');
  heading.append(element('p', 'kind', 'Your approval'), expiry);
  const body = element('div', 'body');
  const against = approval.rulings.filter((ruling) => !isAllowed(ruling));
  body.tabIndex = 0;
  body.setAttribute('role', 'group');
  body.setAttribute('aria-label', 'What you are asked');
  body.append(
    element('h1', '', shownText(approval.title)),
    ...warningsOf(approval),
    ...deviceOf(approval),
    ...rulingsOf('What the policy says', against),
    linesOf(approval),
    digestOf(approval),
    ...rulingsOf('What it says besides', approval.rulings.filter(isAllowed)),
  );

  const answers = element('footer', 'answers');
  const word = approval.word === null ? null : wordInput(approval.word);
  const note = element('p', 'note');
  note.id = 'note';
  note.setAttribute('role', 'status');
  const approve = element('button', 'approve');
  const fill = element('span', 'fill');
  fill.setAttribute('aria-hidden', 'true');
  approve.type = 'button';
  const deed = approval.device.length === 0 ? 'Hold to approve' : 'Hold, then confirm on the device';
  approve.append(fill, element('span', 'approve-text', deed));
  approve.setAttribute('aria-describedby', 'note');
  const refuse = element('button', 'refuse', 'Refuse');
  refuse.type = 'button';
  refuse.append(element('kbd', '', 'Esc'));
  const row = element('div', 'answer-row');
  row.append(refuse, approve);
  if (word !== null && approval.word !== null) answers.append(wordLabel(approval.word), word);
  answers.append(row, note);
  root.append(heading, body, answers);
  return { root, word, approve, refuse, expiry, note };
}

/** The end of an approval: what became of it, and nothing left to press. */
export function viewEnd(sentence: string, detail: string): HTMLElement {
  const root = element('section', 'approval end');
  root.setAttribute('role', 'alert');
  root.append(element('h1', '', sentence), element('p', '', detail));
  return root;
}

function warningsOf(approval: Approval): readonly HTMLElement[] {
  return approval.warnings.map((warning) => {
    const shown = element('p', 'warning');
    shown.append(element('strong', '', 'Warning: '), shownText(warning));
    return shown;
  });
}

/** What the device will show, told before it does. */
function deviceOf(approval: Approval): readonly HTMLElement[] {
  if (approval.device.length === 0) return [];
  const section = element('section', 'device');
  section.append(element('h2', '', 'Once approved, the device shows'), deviceLines(approval));
  return [section];
}

/** The device's own lines, in its order, with what is to be known of them. */
export function deviceLines(approval: Approval): HTMLElement {
  const screen = element('div', 'device-screen');
  const list = element('dl', 'device-lines');
  for (const { label, text } of approval.device) {
    const row = element('div');
    row.append(element('dt', '', shownText(label)), element('dd', '', shownText(text)));
    list.append(row);
  }
  const note = deviceNote(approval.device);
  screen.append(list, ...(note === null ? [] : [element('p', 'device-note', note)]));
  return screen;
}

function linesOf(approval: Approval): HTMLElement {
  const list = element('dl', 'lines');
  for (const { label, text } of approval.lines) {
    const row = element('div');
    const isDigest = /^0x[0-9a-f]{64}$/.test(text);
    const shown = isDigest ? groupedHex(text) : groupedAddresses(shownText(inLocalTime(text)));
    row.append(element('dt', '', shownText(label)), element('dd', text.startsWith('0x') ? 'mono' : '', shown));
    list.append(row);
  }
  return list;
}

/** Instants as the person's clock has them, with the zone, so that no figure is left to be guessed. */
function inLocalTime(text: string): string {
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z/g, (instant) => {
    const atMs = Date.parse(instant);
    return Number.isNaN(atMs) ? instant : momentWithZone(atMs);
  });
}

/** What rules said, what speaks against it first. */
function rulingsOf(title: string, rulings: Approval['rulings']): readonly HTMLElement[] {
  if (rulings.length === 0) return [];
  const section = element('section', 'rulings');
  section.append(element('h2', '', title));
  const list = element('ul');
  const sorted = [...rulings].sort((a, b) => order[a.decision] - order[b.decision]);
  for (const ruling of sorted) {
    const item = element('li');
    item.dataset.decision = ruling.decision;
    const rule = shownText(ruleName(ruling.rule));
    item.append(element('strong', '', decisionWords[ruling.decision]), ` by ${rule}: ${shownText(ruling.message)}`);
    list.append(item);
  }
  section.append(list);
  return [section];
}

function isAllowed({ decision }: Approval['rulings'][number]): boolean {
  return decision === 'allow';
}

const order = { deny: 0, 'needs-approval': 1, allow: 2 } as const;
const decisionWords = { deny: 'Denied', 'needs-approval': 'Needs approval', allow: 'Allowed' } as const;

function digestOf(approval: Approval): HTMLElement {
  const shown = element('div', 'digest');
  shown.append(
    element('p', '', 'Digest of exactly this'),
    element('code', '', groupedDigest(shownText(approval.digest))),
  );
  return shown;
}

function wordLabel(word: string): HTMLElement {
  const label = element('label', 'word-label', 'Type ');
  label.htmlFor = 'word';
  label.append(element('strong', '', shownText(word)), ' to go on');
  return label;
}

function wordInput(word: string): HTMLInputElement {
  const input = element('input', 'word');
  input.id = 'word';
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.maxLength = word.length + 20;
  return input;
}
