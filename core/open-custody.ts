import type { Announcement } from './contract/topics.ts';
import type { ExchangeKeys } from './custody/exchange-keys.ts';
import { ok } from './domain/result.ts';
import type { Foundations } from './foundations.ts';
import type { Ports } from './ports.ts';
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
  readonly announce: (announcement: Announcement) => void;
}

/** The custody of a data folder; no exchange is asked anything yet. */
export function openCustody(_parts: CustodyParts): Custody {
  return { keys: { keyFor: () => ok(null), onChange: () => () => undefined }, close: () => undefined };
}
