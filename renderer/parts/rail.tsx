import { type ReactElement, useEffect } from 'react';
import { bridge } from '../bridge.ts';
import { screens, showScreen, useConsole } from '../state/console-store.ts';
import { Icon } from './icon.tsx';

/** The screens, each with its fixed number: Ctrl or Cmd and the number goes there. */
export function Rail(): ReactElement {
  const current = useConsole((state) => state.screen);
  const isMac = bridge().host.platform === 'darwin';

  useEffect(() => {
    function go(event: KeyboardEvent): void {
      if (!(isMac ? event.metaKey : event.ctrlKey) || event.altKey || event.shiftKey) return;
      const found = screens.find(({ number }) => event.code === `Digit${number}` || event.code === `Numpad${number}`);
      if (found === undefined) return;
      event.preventDefault();
      showScreen(found.screen);
    }
    window.addEventListener('keydown', go);
    return () => window.removeEventListener('keydown', go);
  }, [isMac]);

  return (
    <nav className="rail" aria-label="Screens">
      {screens.map(({ screen, number, title }) => (
        <button
          key={screen}
          type="button"
          className="rail-item"
          aria-current={current === screen ? 'page' : undefined}
          aria-keyshortcuts={`${isMac ? 'Meta' : 'Control'}+${number}`}
          title={`${title}  ${isMac ? '⌘' : 'Ctrl+'}${number}`}
          onClick={() => showScreen(screen)}
        >
          <Icon name={screen} size={18} />
          <span>{title}</span>
          <span className="rail-number" aria-hidden="true">
            {number}
          </span>
        </button>
      ))}
    </nav>
  );
}
