// This window holds the person's answer. No code of others runs here: only ours, only the contract's types, plain elements.
import type { Approval } from '../../core/contract/shapes.ts';
import { bridge } from '../bridge.ts';
import { shownText } from '../escape.ts';
import { countdown } from '../format/time.ts';
import { wordsFor } from '../words.ts';
import { type ApprovalView, viewApproval, viewEnd } from './approval-view.ts';
import { afterHoldEvent, away, type Hold, type HoldEvent, heldShare, listens } from './hold-to-approve.ts';
import { showLock } from './lock.ts';
import { showSecret } from './secret.ts';
import { viewWaiting } from './waiting-view.ts';

const place = document.getElementById('approval');
if (place === null) throw new Error('the page has no place for the approval');
const { ask, on } = bridge();

let shown: { readonly approval: Approval; readonly view: ApprovalView } | null = null;
let hold: Hold = away;
let isAnswering = false;
/** Where it is said how far the signer is, while the answer to a transaction is under way. */
let progress: HTMLElement | null = null;

async function start(): Promise<void> {
  const asked = new URLSearchParams(location.search);
  if (asked.get('purpose') === 'lock' && place !== null) return showLock(place);
  if (asked.get('purpose') === 'secret' && place !== null) return showSecret(place, asked);
  const approvalId = asked.get('approvalId');
  if (approvalId !== null) {
    const answer = await ask['approvals.show']({ approvalId });
    if (answer.ok) return show(answer.value);
    const { happened, notDone, next } = wordsFor(answer.error);
    return end(happened, `${notDone} ${next}`);
  }
  const pending = await ask['approvals.pending']({});
  const newest = pending.ok ? pending.value.at(-1) : undefined;
  if (newest === undefined) end('Nothing waits for your approval.', 'You can close this window.');
  else show(newest);
}

function show(approval: Approval): void {
  const view = viewApproval(approval);
  shown = { approval, view };
  isAnswering = false;
  hold = away;
  place?.replaceChildren(view.root);
  view.approve.addEventListener('pointerdown', (event) => {
    if (!event.isTrusted || event.button !== 0) return;
    view.approve.setPointerCapture(event.pointerId);
    happen({ kind: 'press', by: 'pointer', isRepeat: false, isAllowed: isWordRight() });
  });
  view.approve.addEventListener('pointermove', (event) => {
    if (!isInside(view.approve, event)) happen({ kind: 'release', by: 'pointer' });
  });
  for (const kind of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
    view.approve.addEventListener(kind, () => happen({ kind: 'release', by: 'pointer' }));
  view.approve.addEventListener('keydown', (event) => {
    if (!isHoldKey(event) || !event.isTrusted) return;
    event.preventDefault();
    happen({ kind: 'press', by: 'key', isRepeat: event.repeat, isAllowed: isWordRight() });
  });
  view.approve.addEventListener('keyup', (event) => isHoldKey(event) && happen({ kind: 'release', by: 'key' }));
  view.approve.addEventListener('blur', () => happen({ kind: 'withdraw' }));
  view.refuse.addEventListener('click', (event) => {
    if (event.isTrusted && listens(hold, now())) void answer('refuse');
  });
  view.word?.addEventListener('input', () => {
    if (!isWordRight()) happen({ kind: 'withdraw' });
    draw();
  });
  view.word?.addEventListener('beforeinput', (event) => !listens(hold, now()) && event.preventDefault());
  if (document.hasFocus()) happen({ kind: 'focus' });
  draw();
}

async function answer(given: 'approve' | 'refuse'): Promise<void> {
  if (shown === null || isAnswering) return;
  const { approval, view } = shown;
  isAnswering = true;
  draw();
  if (given === 'approve' && approval.kind === 'transaction') {
    const waiting = viewWaiting(approval);
    progress = waiting.progress;
    place?.replaceChildren(waiting.root);
  }
  const word = view.word?.value;
  const answered = await ask['approvals.decide']({
    approvalId: approval.approvalId,
    digest: approval.digest,
    answer: given,
    ...(word === undefined || given === 'refuse' ? {} : { word }),
  });
  progress = null;
  if (answered.ok) {
    if (answered.value.decided === 'refused') end('Refused.', 'Nothing was changed. This window closes by itself.');
    else if (approval.kind === 'transaction')
      end('Signed and sent.', 'The console follows it under Transactions. This window closes by itself.');
    else end('Approved.', 'It takes effect now. This window closes by itself.');
    return;
  }
  const { happened, notDone, next } = wordsFor(answered.error);
  // A wrong word can be typed again; a locked console opens the window of its lock, and this one waits.
  const mayTryAgain = answered.error.code === 'wrong-word' || answered.error.code === 'app-locked';
  if (!mayTryAgain) return end(happened, `${notDone} ${next} Esc closes this window.`);
  isAnswering = false;
  hold = away;
  place?.replaceChildren(view.root);
  happen({ kind: 'focus' });
  view.note.textContent = `${happened} ${notDone} ${next}`;
}

function end(sentence: string, detail: string): void {
  shown = null;
  place?.replaceChildren(viewEnd(sentence, detail));
}

function happen(event: HoldEvent): void {
  const before = hold;
  hold = afterHoldEvent(hold, event, now());
  if (hold.phase === 'ready' && before.phase === 'guarded') shown?.view.word?.focus();
  if (hold.phase === 'held' && before.phase !== 'held') void answer('approve');
  if (hold !== before || hold.phase === 'holding') draw();
}

function draw(): void {
  if (shown === null) return;
  const { approval, view } = shown;
  const takes = listens(hold, now()) || hold.phase === 'holding';
  view.root.dataset.phase = isAnswering ? 'answering' : hold.phase;
  view.root.style.setProperty('--held', String(heldShare(hold, now())));
  view.approve.disabled =
    isAnswering || !isWordRight() || (!takes && hold.phase !== 'guarded' && hold.phase !== 'away');
  view.refuse.disabled = isAnswering;
  view.expiry.textContent = `Expires in ${countdown(approval.expiresAtMs - Date.now())}`;
  const note = noteNow();
  if (note !== null && view.note.textContent !== note) view.note.textContent = note;
}

function noteNow(): string | null {
  if (isAnswering) return 'Passing your answer on.';
  if (hold.phase === 'away') return 'This window does not have the focus: it takes no key and no press.';
  if (hold.phase === 'guarded') return 'One moment: keys and presses are not taken yet.';
  if (hold.phase === 'holding') return 'Keep holding.';
  if (!isWordRight()) return 'The approval can be held once the word is typed.';
  return 'Hold the button, or the space bar on it, for one second.';
}

function isWordRight(): boolean {
  return shown !== null && (shown.approval.word === null || shown.view.word?.value === shown.approval.word);
}

function isHoldKey(event: KeyboardEvent): boolean {
  return event.key === ' ' || event.key === 'Enter';
}

function isInside(button: HTMLElement, { clientX, clientY }: PointerEvent): boolean {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}

function now(): number {
  return performance.now();
}

function frame(): void {
  if (shown !== null) {
    if (Date.now() >= shown.approval.expiresAtMs && !isAnswering) {
      end('Expired.', 'Nobody answered in time. Nothing was changed; ask again in the console.');
    } else {
      happen({ kind: 'tick' });
      draw();
    }
  }
  requestAnimationFrame(frame);
}

window.addEventListener('focus', () => happen({ kind: 'focus' }));
window.addEventListener('blur', () => happen({ kind: 'blur' }));
window.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.repeat || !event.isTrusted) return;
  event.preventDefault();
  // While the answer is under way there is nothing to refuse any more; once all is said, the window is only read.
  if (shown === null) window.close();
  else if (!isAnswering && listens(hold, now())) void answer('refuse');
});
on(({ topic, payload }) => {
  if (topic === 'transaction.changed' && payload.status === 'signing' && payload.progress !== null && progress !== null)
    progress.textContent = shownText(payload.progress);
  if (topic === 'approval.closed' && payload.approvalId === shown?.approval.approvalId && !isAnswering)
    end('No longer asked.', 'It was withdrawn or replaced by a newer request. Nothing was changed by this one.');
});

await start();
frame();
