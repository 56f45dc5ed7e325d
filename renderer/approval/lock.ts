import type { AppLock } from '../../core/contract/shapes.ts';
import type { Result } from '../../core/domain/result.ts';
import { bridge } from '../bridge.ts';
import { wordsFor } from '../words.ts';
import { viewLock } from './lock-view.ts';

const leastLength = 8;

/** Shows the app lock in `place`, and passes on what is typed; every field is emptied once it was used. */
export async function showLock(place: HTMLElement): Promise<void> {
  const { ask } = bridge();
  const status = await ask['system.status']({});
  if (!status.ok) {
    place.textContent = wordsFor(status.error).happened;
    return;
  }
  let lock: AppLock = status.value.lock;
  draw('');

  function draw(said: string): void {
    const view = viewLock(lock);
    place.replaceChildren(view.root);
    view.note.textContent = said;
    (view.current ?? view.next).focus();

    const take = async (asked: Promise<Result<AppLock>>, done: string): Promise<void> => {
      for (const input of [view.current, view.next, view.again]) if (input !== null) input.value = '';
      const answer = await asked;
      if (!answer.ok) {
        const { happened, next } = wordsFor(answer.error);
        view.note.textContent =
          answer.error.code === 'wrong-passphrase' ? 'The passphrase is not right.' : `${happened} ${next}`;
        return;
      }
      lock = answer.value;
      draw(done);
    };
    const set = (): void => {
      const { value: next } = view.next;
      const minutes = Number.parseInt(view.minutes.value, 10);
      if (next.length < leastLength) {
        view.note.textContent = `The new passphrase needs ${leastLength} characters.`;
      } else if (next !== view.again.value) {
        view.note.textContent = 'The two are not the same. Nothing was changed.';
      } else if (!(minutes >= 1 && minutes <= 240)) {
        view.note.textContent = 'The minutes must be from 1 to 240.';
      } else {
        const current = view.current?.value ?? '';
        const asked = ask['lock.setPassphrase']({
          current: current === '' ? null : current,
          next,
          afterMinutes: minutes,
        });
        void take(asked, 'The passphrase is set. You can close this window.');
      }
    };
    view.root.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!event.isTrusted) return;
      if (view.current === null) return set();
      if (view.current.value !== '') {
        void take(ask['lock.unlock']({ passphrase: view.current.value }), 'Unlocked. You can close this window.');
      }
    });
    if (view.set.type === 'button') view.set.addEventListener('click', (event) => event.isTrusted && set());
    view.takeAway?.addEventListener('click', (event) => {
      const current = view.current?.value ?? '';
      if (!event.isTrusted) return;
      if (current === '') {
        view.note.textContent = 'Type the passphrase that is set now first.';
        return;
      }
      const asked = ask['lock.setPassphrase']({ current, next: null, afterMinutes: lock.afterMinutes });
      void take(asked, 'The lock is taken away.');
    });
  }
}
