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

/** The person's account as the database has it; made with the first balances and a key of its own when there is none. */
export function openPersonAccount(store: PracticeStore, ids: Ids, clock: Clock): Account {
  const apiKey = store.fact('api-key');
  const secret = store.fact('api-secret');
  if (apiKey !== null && secret !== null) {
    const holdings = new Map(store.holdings().map(({ asset, free, held }) => [asset, { free, held }]));
    return { id: personAccountId, apiKey, secret, isStored: true, holdings };
  }
  const account: Account = {
    id: personAccountId,
    apiKey: `${ids.next()}${ids.next()}`,
    secret: `${ids.next()}${ids.next()}`,
    isStored: true,
    holdings: new Map(),
  };
  setFirstBalances(account);
  store.reset(account);
  store.setFact('api-secret', account.secret);
  store.setFact('opened-at', new Date(clock.nowMs()).toISOString());
  store.setFact('api-key', account.apiKey);
  return account;
}

/** Gives an account exactly what a new one holds. */
export function setFirstBalances(account: Account): void {
  account.holdings.clear();
  for (const [asset, units] of firstBalances) account.holdings.set(asset, { free: units, held: 0n });
}
