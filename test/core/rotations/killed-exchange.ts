import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CredentialRow } from '../../../core/contract/shapes.ts';
import { type ExchangeRequest, type ExchangeServer, serveExchange } from '../../exchange/exchange-server.ts';
import { type KrakenKey, tradingKey } from '../../exchange/kraken/kraken-keys.ts';
import { type KrakenExchange, krakenExchange } from '../../exchange/kraken/kraken-server.ts';
import { killedFolder } from './killed-folder.ts';
import type { KilledWorld } from './killed-kind.ts';
import type { RealConsole } from './real-console.ts';

/** The key that is replaced. */
export const oldKey: KrakenKey = tradingKey();
/** The key that takes its place. */
export const newKey: KrakenKey = {
  ...tradingKey(),
  apiKey: 'KrakenTestKeyKrakenTestKeyKrakenTestKeyKrakenTestKey0002',
};

/** How a key is called in the vault. */
export type KeyLabel = 'Old' | 'New';

const keyOf = (label: KeyLabel): KrakenKey => (label === 'Old' ? oldKey : newKey);

/** What is asked of the exchange at a step, or at the deed before it, and with which key. */
const asked: Readonly<Record<string, readonly [endpoint: string, apiKey: string]>> = {
  'new-key: deed': ['GetApiKeyInfo', newKey.apiKey],
  'rights: try': ['GetApiKeyInfo', newKey.apiKey],
  'read-test: try': ['BalanceEx', newKey.apiKey],
  'old-dead: try': ['GetApiKeyInfo', oldKey.apiKey],
  'health: try': ['OpenOrders', newKey.apiKey],
};

/** A folder with the old key in its vault, and the exchange of that key over HTTPS on this machine. */
export interface KilledExchange
  extends Pick<KilledWorld, 'dataFolder' | 'environment' | 'holdBack' | 'letGo' | 'close'> {
  readonly exchange: KrakenExchange;
  readonly server: ExchangeServer;
  /** Whether the exchange takes this key. */
  isTaken(label: KeyLabel): boolean;
  /** The keys in the vault, and those that were wiped from it. */
  rows(console: RealConsole): Promise<readonly CredentialRow[]>;
  /** The id of a key; '' where it was not entered. */
  idOf(console: RealConsole, label: KeyLabel): Promise<string>;
  /** Has the exchange make the new key, and enters it; what is so already is left. */
  enterNew(console: RealConsole): Promise<void>;
  use(console: RealConsole, label: KeyLabel): Promise<unknown>;
  /** Wipes the old key where it still lies there. */
  wipeOld(console: RealConsole, reason: 'rotated' | 'compromised'): Promise<void>;
}

/** Makes them; the step `oldTriedAt` tries the old key before there is a new one. */
export async function killedExchange(oldTriedAt: string): Promise<KilledExchange> {
  const exchange = krakenExchange();
  const server = await serveExchange(exchange);
  const entered = (label: KeyLabel) => {
    const { apiKey, secret } = keyOf(label);
    return { exchange: 'kraken', label, apiKey, secret } as const;
  };
  const { dataFolder, environment, remove } = await killedFolder(
    (root) => {
      writeFileSync(join(root, 'ca.pem'), server.ca);
      return { PORTCULLIS_STANDIN_KRAKEN: server.url, PORTCULLIS_STANDIN_CA: join(root, 'ca.pem') };
    },
    (asPerson) => asPerson('exchangeKeys.add', entered('Old')),
  );
  const isTaken = (label: KeyLabel): boolean => exchange.keys.some(({ apiKey }) => apiKey === keyOf(label).apiKey);
  const rows = async (console: RealConsole) =>
    (await console.get('custody.list', {})).credentials.filter(({ kind }) => kind === 'cex-key');
  const row = async (console: RealConsole, label: KeyLabel) => (await rows(console)).find((one) => one.label === label);
  const idOf = async (console: RealConsole, label: KeyLabel) => (await row(console, label))?.credentialId ?? '';

  return {
    dataFolder,
    environment,
    exchange,
    server,
    isTaken,
    rows,
    idOf,
    async enterNew(console) {
      if (!isTaken('New')) exchange.keys.push({ ...newKey });
      if ((await row(console, 'New')) === undefined) await console.asPerson('exchangeKeys.add', entered('New'));
    },
    use: async (console, label) => console.asPerson('exchangeKeys.use', { credentialId: await idOf(console, label) }),
    async wipeOld(console, reason) {
      const found = await row(console, 'Old');
      if (found?.state !== 'standby') return;
      await console.asPerson('exchangeKeys.retire', { credentialId: found.credentialId, reason });
    },
    holdBack(stepId, what) {
      const wanted =
        stepId === oldTriedAt && what === 'try'
          ? (['GetApiKeyInfo', oldKey.apiKey] as const)
          : asked[`${stepId}: ${what}`];
      if (wanted === undefined) return null;
      const [endpoint, apiKey] = wanted;
      let isAsked = false;
      const isIt = ({ headers, path }: ExchangeRequest): boolean => {
        const is = path === `/0/private/${endpoint}` && headers['api-key'] === apiKey;
        isAsked ||= is;
        return is;
      };
      server.faults.meet(['hang after'], isIt);
      return () => isAsked;
    },
    letGo: server.faults.clear,
    async close() {
      await server.close();
      remove();
    },
  };
}
