import { type KeyboardEvent, type ReactElement, useState } from 'react';
import { shownText } from '../../escape.ts';
import { Problem } from '../../parts/problem.tsx';
import { acceleratorOf } from '../../state/accelerator.ts';
import { useConsole } from '../../state/console-store.ts';
import { Section } from './section.tsx';
import { useChange } from './use-change.ts';

/** The shortcut that halts from anywhere on the desktop, and whether it works. */
export function HaltShortcutSection(): ReactElement {
  const host = useConsole((state) => state.host);
  const [isTaking, setTaking] = useState(false);
  const [said, setSaid] = useState('');
  const { error, change } = useChange();

  function take(event: KeyboardEvent<HTMLButtonElement>): void {
    if (!isTaking || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setTaking(false);
      return;
    }
    const accelerator = acceleratorOf(event);
    if (accelerator === null) {
      setSaid('Hold at least two of Ctrl, Alt and Shift (or Cmd), then a letter or figure.');
      return;
    }
    setTaking(false);
    setSaid('');
    void change({ haltShortcut: accelerator });
  }

  return (
    <Section title="Halt shortcut" note="Halts at once, from any program. The button and the tray always work.">
      <div className="button-row">
        <button
          type="button"
          className="button"
          aria-describedby="halt-shortcut-state"
          onClick={() => {
            setTaking(!isTaking);
            setSaid('');
          }}
          onKeyDown={take}
          onBlur={() => setTaking(false)}
        >
          {isTaking ? 'Press the new keys, Esc keeps' : (host?.haltShortcut ?? '')}
        </button>
      </div>
      <p className="settings-note" id="halt-shortcut-state" role="status">
        {said || shownText(host?.haltShortcutProblem ?? 'It works everywhere on this desktop.')}
      </p>
      {error === null ? null : <Problem error={error} />}
    </Section>
  );
}
