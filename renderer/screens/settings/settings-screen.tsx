// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import type { ReactElement } from 'react';
import { shownText } from '../../escape.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { useConsole } from '../../state/console-store.ts';
import { PracticeReset } from '../trade/balances-panel.tsx';
import { AppLockSection } from './app-lock-section.tsx';
import { DiagnosticsSection } from './diagnostics-section.tsx';
import { FoundSettings } from './found-settings.tsx';
import { HaltShortcutSection } from './halt-shortcut-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { Section } from './section.tsx';
import { ThemeSection } from './theme-section.tsx';
import { WebhooksSection } from './webhooks-section.tsx';

/** How the console looks, speaks and locks, where it keeps what, and every setting it found. */
export function SettingsScreen(): ReactElement {
  const status = useConsole((state) => state.status);
  return (
    <div className="settings">
      <div className="settings-column" role="region" aria-label="Preferences" tabIndex={0}>
        <ThemeSection />
        <NotificationsSection />
        <WebhooksSection />
        <HaltShortcutSection />
        <AppLockSection />
        <Section
          title="Practice account"
          note="On paper the account can begin again. Orders and fills go; the audit trail keeps them."
        >
          <PracticeReset />
        </Section>
        <DiagnosticsSection />
        <Section title="About">
          {status === null ? null : (
            <Facts>
              <Fact name="Portcullis">{shownText(status.version)}</Fact>
              <Fact name="Runs on">{shownText(status.runtime)}</Fact>
              <Fact name="Data folder">{shownText(status.dataFolder)}</Fact>
              <Fact name="Local API">{shownText(status.apiAddress ?? status.apiProblem ?? 'not served')}</Fact>
              <Fact name="Vault">{vaultWords[status.vault]}</Fact>
              <Fact name="Licence">MIT. Its libraries and their licences are listed in README.md and LICENSE.</Fact>
            </Facts>
          )}
        </Section>
      </div>
      <FoundSettings />
    </div>
  );
}

const vaultWords = {
  absent: 'No key was ever made. Paper trading needs none.',
  locked: 'Locked. Paper trading works without it.',
  open: 'Open.',
} as const;
