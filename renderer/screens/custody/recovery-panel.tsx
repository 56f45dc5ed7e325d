// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import type { ReactElement } from 'react';
import { ContactsPanel } from './contacts-panel.tsx';

/** What helps when something is lost or stolen. */
export function RecoveryPanel(): ReactElement {
  return (
    <div className="pane-scroll" role="group" tabIndex={0} aria-label="Recovery">
      <ContactsPanel />
    </div>
  );
}
