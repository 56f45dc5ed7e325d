import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ExchangeRequest } from '../../exchange/exchange-server.ts';
import { serveExchange } from '../../exchange/exchange-server.ts';
import { tradingKey } from '../../exchange/kraken/kraken-keys.ts';
import { krakenExchange } from '../../exchange/kraken/kraken-server.ts';
import { killedFolder } from './killed-folder.ts';
import type { KilledKind } from './killed-kind.ts';
import type { RealConsole } from './real-console.ts';

const old = tradingKey();
const fresh = { ...tradingKey(), apiKey: 'KrakenTestKeyKrakenTestKeyKrakenTestKeyKrakenTestKey0002' };
const keyOf = { Old: old.apiKey, New: fresh.apiKey };

/** What a step, or the deed before it, asks of the exchange, and with which key. */
const asked: Readonly<Record<string, readonly [endpoint: string, apiKey: string]>> = {
  'old-works: try': ['GetApiKeyInfo', old.apiKey],
  'new-key: deed': ['GetApiKeyInfo', fresh.apiKey],
  'rights: try': ['GetApiKeyInfo', fresh.apiKey],
  'read-test: try': ['BalanceEx', fresh.apiKey],
  'old-dead: try': ['GetApiKeyInfo', old.apiKey],
  'health: try': ['OpenOrders', fresh.apiKey],
};

/** A console asks an exchange of its keys twelve times in a minute, and no more: what it said last is then told if it was never right. */
const fewReadings = { interval: 3_000, timeout: 30_000 };

/** A key in the vault, of an exchange over HTTPS on this machine. */
export const killedExchangeKey: KilledKind = {
  kind: 'rotate-exchange-key',
  async prepare() {
    const exchange = krakenExchange();
    const server = await serveExchange(exchange);
    const enter = (label: string, { apiKey, secret }: typeof old) =>
      ({ exchange: 'kraken', label, apiKey, secret }) as const;
    const folder = await killedFolder(
      (root) => {
        writeFileSync(join(root, 'ca.pem'), server.ca);
        return { PORTCULLIS_STANDIN_KRAKEN: server.url, PORTCULLIS_STANDIN_CA: join(root, 'ca.pem') };
      },
      (asPerson) => asPerson('exchangeKeys.add', enter('Old', old)),
    );
    const rows = async (console: RealConsole) =>
      (await console.get('custody.list', {})).credentials.filter(({ kind }) => kind === 'cex-key');
    const row = async (console: RealConsole, label: keyof typeof keyOf) =>
      (await rows(console)).find((one) => one.label === label);

    return {
      ...folder,
      needsVault: true,
      async begin(console) {
        const credentialId = (await row(console, 'Old'))?.credentialId ?? '';
        return console.get('procedures.start', { kind: 'rotate-exchange-key', credentialId });
      },
      deeds: {
        'new-key': {
          async act(console) {
            if (exchange.keys.length === 1) exchange.keys.push({ ...fresh });
            if ((await row(console, 'New')) === undefined)
              await console.asPerson('exchangeKeys.add', enter('New', fresh));
          },
        },
        switch: {
          async act(console) {
            const credentialId = (await row(console, 'New'))?.credentialId ?? '';
            await console.asPerson('exchangeKeys.use', { credentialId });
          },
        },
        revoke: { act: async () => void exchange.keys.splice(0, exchange.keys.length - 1), word: 'I deleted it' },
        release: { act: (console) => console.release() },
        wipe: {
          async act(console) {
            const found = await row(console, 'Old');
            if (found?.state !== 'standby') return;
            await console.asPerson('exchangeKeys.retire', { credentialId: found.credentialId, reason: 'rotated' });
          },
        },
      },
      holdBack(stepId, what) {
        const wanted = asked[`${stepId}: ${what}`];
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
      async check(console, { currentStepId }) {
        const kept = await rows(console);
        const inUse = kept.filter(({ state }) => state === 'active');
        expect(inUse).toHaveLength(1);
        // It works: the exchange itself says so. What it was asked at the start of this console may have had no answer yet.
        const credentialId = inUse[0]?.credentialId ?? '';
        await expect
          .poll(() => console.get('exchangeKeys.readPassport', { credentialId }), fewReadings)
          .toMatchObject({ state: 'fresh', verdict: 'fit' });
        const mayBeWiped = currentStepId === 'wipe' || currentStepId === null;
        expect(kept.filter(({ state }) => state === 'retired').map(({ label }) => label)).toEqual(
          mayBeWiped && kept.some(({ label, state }) => label === 'Old' && state === 'retired') ? ['Old'] : [],
        );
        expect(server.mutating()).toBe(0);
      },
      async close() {
        await server.close();
        folder.remove();
      },
    };
  },
};
