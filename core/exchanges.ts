import type { Announcement } from './contract/topics.ts';
import type { ExchangeKeys } from './custody/exchange-keys.ts';
import type { Result } from './domain/result.ts';
import type { Foundations } from './foundations.ts';
import type { Ports } from './ports.ts';
import type { StandingPolicy } from './standing-policy.ts';
import type { Approvals } from './trading/approvals.ts';
import type { PaperTrading } from './trading/open-paper.ts';
import type { Record } from './trading/record.ts';
import type { Trading } from './trading/trading.ts';

/** The real exchanges of a data folder. */
export interface Exchanges {
  close(): Promise<void>;
}

/** What they stand on. */
export interface ExchangeParts extends Pick<Trading, 'refusedSubmit' | 'count'> {
  readonly ports: Ports;
  readonly foundations: Foundations;
  readonly dataFolder: string;
  readonly record: Record;
  readonly approvals: Approvals;
  readonly policy: StandingPolicy;
  readonly keys: ExchangeKeys;
  readonly announce: (announcement: Announcement) => void;
  readonly changed: () => void;
  readonly paper: Promise<Result<PaperTrading>>;
}

/** Opens them; none is asked anything where no key is set. */
export function openExchanges(_parts: ExchangeParts): Exchanges {
  return { close: async () => undefined };
}
