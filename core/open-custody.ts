import type { Announcement } from './contract/topics.ts';
import { createCredentialsTable } from './custody/credentials-table.ts';
import type { ExchangeKeys } from './custody/exchange-keys.ts';
import { createKeptKeys } from './custody/kept-keys.ts';
import { openExchangeKeys } from './custody/open-exchange-keys.ts';
import type { Foundations } from './foundations.ts';
import type { Ports } from './ports.ts';
import { exchangeKeySettings } from './settings/exchange-key-settings.ts';
import type { StandingPolicy } from './standing-policy.ts';
import type { Record } from './trading/record.ts';

/** Everything that the console keeps for the person, and what it knows of it. */
export interface Custody {
  readonly keys: ExchangeKeys;
  close(): void;
}

/** What custody stands on. */
export interface CustodyParts {
  readonly ports: Ports;
  readonly foundations: Foundations;
  readonly dataFolder: string;
  readonly record: Record;
  readonly policy: StandingPolicy;
  readonly announce: (announcement: Announcement) => void;
}

/** The custody of a data folder; no exchange is asked anything yet. */
export function openCustody({ foundations, policy }: CustodyParts): Custody {
  const { database, settings, vault } = foundations;
  // Exchanges that were named and cannot be read allow none: the generic key could be any one's.
  const isUnreadable = settings.problems.some(({ name }) => name === 'ALLOW_EXCHANGES');
  const keys = openExchangeKeys({
    set: exchangeKeySettings(settings),
    table: createCredentialsTable(database),
    kept: createKeptKeys(vault),
    allowed: () => (isUnreadable ? [] : (policy.limits().allowExchanges ?? null)),
  });
  return { keys, close: () => undefined };
}
