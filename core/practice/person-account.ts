import type { Clock, Ids } from '../ports.ts';
import type { Account } from './accounts.ts';
import type { PracticeStore } from './practice-store.ts';

/** The number of the person's account. */
export const personAccountId = 1;

const one = 10n ** 8n;
/** What a new account holds. */
const firstBalances: readonly (readonly [string, bigint])[] = [
  ['USDT', 10_000n * one],
  ['BTC', one / 10n],
  ['ETH', 2n * one],
  ['SOL', 0n],
  ['XRP', 0n],
];

/**
 * The person's account as the database has it; made with the first balances when there is none. Its key and secret are drawn anew each
 * time: nobody outside this process uses them, so no file ever holds them.
 */
export function openPersonAccount(store: PracticeStore, ids: Ids, clock: Clock): Account {
  const account: Account = {
    id: personAccountId,
    apiKey: `${ids.next()}${ids.next()}`,
    secret: `${ids.next()}${ids.next()}`,
    isStored: true,
    holdings: new Map(store.holdings().map(({ asset, free, held }) => [asset, { free, held }])),
  };
  if (account.holdings.size > 0) return account;
  setFirstBalances(account);
  store.reset(account);
  store.setFact('opened-at', new Date(clock.nowMs()).toISOString());
  return account;
}

/** Gives an account exactly what a new one holds. */
export function setFirstBalances(account: Account): void {
  account.holdings.clear();
  for (const [asset, units] of firstBalances) account.holdings.set(asset, { free: units, held: 0n });
}
