// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import { type ReactElement, useState } from 'react';
import { Segmented } from '../../parts/segmented.tsx';
import { BackupsPanel } from './backups-panel.tsx';
import { ContactsPanel } from './contacts-panel.tsx';
import { SheetPanel } from './sheet-panel.tsx';

const parts = [
  { value: 'backups', text: 'Backups' },
  { value: 'contacts', text: 'Contacts' },
  { value: 'sheet', text: 'Lost laptop' },
] as const;
type Part = (typeof parts)[number]['value'];

/** What helps when something is lost or stolen: backups to bring it back, people to reach, and the page that says what to do. */
export function RecoveryPanel(): ReactElement {
  const [part, setPart] = useState<Part>('backups');
  return (
    <div className="pane-scroll" role="group" tabIndex={0} aria-label="Recovery">
      <div className="recovery-parts">
        <Segmented label="Of recovery" options={parts} value={part} onChange={setPart} />
      </div>
      {part === 'backups' ? <BackupsPanel /> : null}
      {part === 'contacts' ? <ContactsPanel /> : null}
      {part === 'sheet' ? <SheetPanel /> : null}
    </div>
  );
}
