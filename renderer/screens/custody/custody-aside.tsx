import { type ReactElement, useState } from 'react';
import type { Custody, Procedure } from '../../../core/contract/shapes.ts';
import { Segmented } from '../../parts/segmented.tsx';
import { CalendarPanel } from './calendar-panel.tsx';
import { EmergencyPanel } from './emergency-panel.tsx';
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
  { value: 'emergency', text: 'Emergency' },
] as const;
type View = (typeof views)[number]['value'];

interface CustodyAsideProps {
  readonly custody: Custody;
  /** The procedure that is under way, or the last one. */
  readonly procedure: Procedure | null;
}

/**
 * Beside the credentials: the exchanges they are for, what is held in all places together, when what is due, the vault they lie in,
 * what helps when something is lost, and the drill of an emergency.
 */
export function CustodyAside({ custody, procedure }: CustodyAsideProps): ReactElement {
  // A drill is of no credential in the list: here is where it is gone through.
  const isDrill = procedure?.kind === 'drill' && procedure.outcome === 'open';
  const [chosen, setView] = useState<View | null>(null);
  const view = chosen ?? (isDrill ? 'emergency' : 'exchanges');
  return (
    <section className="panel pane" aria-label="Exchanges, holdings, calendar, vault, recovery, emergency">
      <header className="panel-head">
        <Segmented className="custody-ways" label="Show" options={views} value={view} onChange={setView} />
      </header>
      {view === 'exchanges' ? <ExchangePanel /> : null}
      {view === 'holdings' ? <HoldingsPanel /> : null}
      {view === 'calendar' ? <CalendarPanel calendar={custody.calendar} maintenance={custody.maintenance} /> : null}
      {view === 'vault' ? <VaultPanel vault={custody.vault} /> : null}
      {view === 'recovery' ? <RecoveryPanel /> : null}
      {view === 'emergency' ? <EmergencyPanel custody={custody} procedure={procedure} /> : null}
    </section>
  );
}
