import { type ReactElement, useState } from 'react';
import type { Custody } from '../../../core/contract/shapes.ts';
import { Segmented } from '../../parts/segmented.tsx';
import { CalendarPanel } from './calendar-panel.tsx';
import { ExchangePanel } from './exchange-panel.tsx';
import { HoldingsPanel } from './holdings-panel.tsx';
import { RecoveryPanel } from './recovery-panel.tsx';
import { VaultPanel } from './vault-panel.tsx';

const views = [
  { value: 'exchanges', text: 'Exchanges' },
  { value: 'holdings', text: 'Holdings' },
  { value: 'calendar', text: 'Calendar' },
  { value: 'vault', text: 'Vault' },
  { value: 'recovery', text: 'Recovery' },
] as const;
type View = (typeof views)[number]['value'];

/**
 * Beside the credentials: the exchanges they are for, what is held in all places together, when what is due, the vault they lie in,
 * and what helps when something is lost.
 */
export function CustodyAside({ custody }: { readonly custody: Custody }): ReactElement {
  const [view, setView] = useState<View>('exchanges');
  return (
    <section className="panel pane" aria-label="Exchanges, holdings, calendar, vault, recovery">
      <header className="panel-head">
        <Segmented className="custody-ways" label="Show" options={views} value={view} onChange={setView} />
      </header>
      {view === 'exchanges' ? <ExchangePanel /> : null}
      {view === 'holdings' ? <HoldingsPanel /> : null}
      {view === 'calendar' ? <CalendarPanel calendar={custody.calendar} maintenance={custody.maintenance} /> : null}
      {view === 'vault' ? <VaultPanel vault={custody.vault} /> : null}
      {view === 'recovery' ? <RecoveryPanel /> : null}
    </section>
  );
}
