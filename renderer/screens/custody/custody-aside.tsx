import { type ReactElement, useState } from 'react';
import type { Custody } from '../../../core/contract/shapes.ts';
import { Segmented } from '../../parts/segmented.tsx';
import { CalendarPanel } from './calendar-panel.tsx';
import { ExchangePanel } from './exchange-panel.tsx';
import { HoldingsPanel } from './holdings-panel.tsx';
import { VaultPanel } from './vault-panel.tsx';

const views = [
  { value: 'exchanges', text: 'Exchanges' },
  { value: 'holdings', text: 'Holdings' },
  { value: 'calendar', text: 'Calendar' },
  { value: 'vault', text: 'Vault' },
] as const;
type View = (typeof views)[number]['value'];

/** Beside the credentials: the exchanges they are for, what is held in all places together, when what is due, and the vault they lie in. */
export function CustodyAside({ custody }: { readonly custody: Custody }): ReactElement {
  const [view, setView] = useState<View>('exchanges');
  return (
    <section className="panel pane" aria-label="Exchanges, holdings, calendar, vault">
      <header className="panel-head">
        <Segmented label="Show" options={views} value={view} onChange={setView} />
      </header>
      {view === 'exchanges' ? <ExchangePanel /> : null}
      {view === 'holdings' ? <HoldingsPanel /> : null}
      {view === 'calendar' ? <CalendarPanel calendar={custody.calendar} maintenance={custody.maintenance} /> : null}
      {view === 'vault' ? <VaultPanel vault={custody.vault} /> : null}
    </section>
  );
}
