import type { ReactElement } from 'react';
import { AuditScreen } from '../screens/audit/audit-screen.tsx';
import { TradeScreen } from '../screens/trade/trade-screen.tsx';
import { useConsole } from '../state/console-store.ts';
import { CoreBanner } from './core-banner.tsx';
import { HaltBanner } from './halt-banner.tsx';
import { Notices } from './notices.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';

const screenViews = { trade: TradeScreen, audit: AuditScreen };

/** The whole window: the bar and the banner that are always there, the rail, one screen. */
export function ConsoleWindow(): ReactElement {
  const screen = useConsole((state) => state.screen);
  const mode = useConsole((state) => state.status?.mode);
  const Screen = screenViews[screen];
  return (
    <div className="console" data-mode={mode}>
      <TopBar />
      <div className="banners">
        <CoreBanner />
        <HaltBanner />
      </div>
      <div className="console-body">
        <Rail />
        <main className="screen">
          <Screen />
        </main>
      </div>
      <Notices />
    </div>
  );
}
