import { killedExchange } from './killed-exchange.ts';
import { checkKeys } from './killed-key-check.ts';
import type { KilledKind } from './killed-kind.ts';

/** A key in the vault, of an exchange over HTTPS on this machine. */
export const killedExchangeKey: KilledKind = {
  kind: 'rotate-exchange-key',
  async prepare() {
    const keys = await killedExchange('old-works');
    const { exchange } = keys;
    return {
      ...keys,
      needsVault: true,
      async begin(console) {
        const credentialId = await keys.idOf(console, 'Old');
        return console.get('procedures.start', { kind: 'rotate-exchange-key', credentialId });
      },
      deeds: {
        'new-key': { act: keys.enterNew },
        switch: { act: (console) => keys.use(console, 'New') },
        revoke: { act: async () => void exchange.keys.splice(0, exchange.keys.length - 1), word: 'I deleted it' },
        release: { act: (console) => console.release() },
        wipe: { act: (console) => keys.wipeOld(console, 'rotated') },
      },
      check: (console, procedure) => checkKeys(keys, console, procedure, 'old-dead'),
    };
  },
};
