import { type ReactElement, useEffect } from 'react';
import { AuditScreen } from '../screens/audit/audit-screen.tsx';
import { CustodyScreen } from '../screens/custody/custody-screen.tsx';
import { GoliveScreen } from '../screens/golive/golive-screen.tsx';
import { PolicyScreen } from '../screens/policy/policy-screen.tsx';
import { SettingsScreen } from '../screens/settings/settings-screen.tsx';
import { SignersScreen } from '../screens/signers/signers-screen.tsx';
import { TradeScreen } from '../screens/trade/trade-screen.tsx';
import { TransactionsScreen } from '../screens/transactions/transactions-screen.tsx';
import { screens, useConsole } from '../state/console-store.ts';
import { CoreBanner } from './core-banner.tsx';
import { ExchangeBanner } from './exchange-banner.tsx';
import { FirstRun } from './first-run.tsx';
import { HaltBanner } from './halt-banner.tsx';
import { Notices } from './notices.tsx';
import { Rail } from './rail.tsx';
import { SignerBanner } from './signer-banner.tsx';
import { TopBar } from './top-bar.tsx';
import { VaultBanner } from './vault-banner.tsx';

const screenViews = {
  trade: TradeScreen,
  transactions: TransactionsScreen,
  signers: SignersScreen,
  policy: PolicyScreen,
  custody: CustodyScreen,
  golive: GoliveScreen,
  audit: AuditScreen,
  settings: SettingsScreen,
};

/** The whole window: the bar and the banner that are always there, the rail, one screen. */
export function ConsoleWindow(): ReactElement {
  const screen = useConsole((state) => state.screen);
  const mode = useConsole((state) => state.status?.mode);
  const theme = useConsole((state) => state.preferences?.theme);
  const Screen = screenViews[screen];

  useEffect(() => {
    if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }, [theme]);

  return (
    <div className="console" data-mode={mode}>
      <TopBar />
      <div className="banners">
        <CoreBanner />
        <HaltBanner />
        <VaultBanner />
        <SignerBanner />
        <ExchangeBanner />
      </div>
      <div className="console-body">
        <Rail />
        <main className="screen">
          <h1 className="visually-hidden">{screens.find((known) => known.screen === screen)?.title}</h1>
          <Screen />
        </main>
      </div>
      <Notices />
      <FirstRun />
    </div>
  );
}
