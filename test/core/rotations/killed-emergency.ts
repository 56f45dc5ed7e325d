import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { look, said } from './killed-deeds.ts';
import { killedExchange, newKey, oldKey } from './killed-exchange.ts';
import { checkKeys } from './killed-key-check.ts';
import type { KilledKind } from './killed-kind.ts';

/** An emergency of a key in the vault, of an exchange over HTTPS on this machine: it is revoked before there is another. */
export const killedEmergency: KilledKind = {
  kind: 'emergency',
  async prepare() {
    const keys = await killedExchange('revoke');
    const { exchange } = keys;
    return {
      ...keys,
      needsVault: true,
      async begin(console) {
        const credentialId = await keys.idOf(console, 'Old');
        await console.get('exchangeKeys.readPassport', { credentialId });
        return console.get('procedures.startEmergency', { credentialId, trigger: 'suspicious-activity' });
      },
      deeds: {
        revoke: { act: async () => void exchange.keys.splice(0) },
        'audit-review': { act: look, word: 'all of it was me' },
        balances: { act: look, word: 'I looked at the exchange itself: all is there' },
        notify: { act: look, word: 'my partner, by telephone' },
        'new-key': { act: keys.enterNew },
        switch: { act: (console) => keys.use(console, 'New') },
        randomness: said('the exchange made it'),
        access: said('me, and the old laptop'),
        release: { act: (console) => console.release() },
        wipe: { act: (console) => keys.wipeOld(console, 'compromised') },
      },
      async check(console, procedure) {
        await checkKeys(keys, console, procedure, 'revoke');
        checkReport(keys.dataFolder, procedure);
      },
    };
  },
};

/** The report is there once its step is behind, whole, for this user alone, and no key is in it. */
function checkReport(dataFolder: string, { currentStepId, steps }: Procedure): void {
  const folder = join(dataFolder, 'exports');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^incident-.*\.(?:md|html)$/.test(name)) : [];
  const isWritten = steps.find(({ stepId }) => stepId === 'report')?.state === 'done';
  if (isWritten) expect(files).toHaveLength(2);
  else if (currentStepId !== 'report') expect(files).toEqual([]);
  for (const file of files.map((name) => join(folder, name))) {
    const text = readFileSync(file, 'utf8');
    for (const secret of [oldKey, newKey].flatMap(({ apiKey, secret: own }) => [apiKey, own]))
      expect(text).not.toContain(secret);
    expect(text).toContain('old laptop');
    if (file.endsWith('.html')) expect(text.trimEnd().endsWith('</html>')).toBe(true);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  }
}
