import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { apiTokenFile, oldApiTokenFile } from '../../../core/api/api-tokens.ts';
import { killedFolder } from './killed-folder.ts';
import type { KilledKind } from './killed-kind.ts';
import type { RealConsole } from './real-console.ts';

/** The token of the local API. */
export const killedApiToken: KilledKind = {
  kind: 'rotate-api-token',
  async prepare() {
    const folder = await killedFolder();
    const token = (): string => readFileSync(join(folder.dataFolder, apiTokenFile), 'utf8').trim();
    let first = '';
    const halts = async (console: RealConsole, bearer: string): Promise<number> => {
      const { apiAddress } = await console.get('system.status', {});
      const headers = { authorization: `Bearer ${bearer}` };
      return (await fetch(`${apiAddress}/api/halt`, { method: 'POST', headers })).status;
    };
    return {
      ...folder,
      needsVault: false,
      async begin(console) {
        first = token();
        const { credentials } = await console.get('custody.list', {});
        const credentialId = credentials.find(({ kind }) => kind === 'api-token')?.credentialId ?? '';
        return console.get('procedures.start', { kind: 'rotate-api-token', credentialId });
      },
      deeds: {
        'tell-users': { word: 'the watchdog has it' },
        release: { act: (console) => console.release() },
      },
      holdBack: () => null,
      letGo: () => undefined,
      async check(console, { currentStepId, steps }) {
        const at = (wanted: string | null) => steps.findIndex(({ stepId }) => stepId === wanted);
        const place = currentStepId === null ? steps.length : at(currentStepId);
        const isNew = token() !== first;
        if (place < at('new-token')) expect(isNew).toBe(false);
        if (place > at('new-token')) expect(isNew).toBe(true);
        const isBoth = place > at('new-token') && place < at('old-refused');
        // What halts can be asked at any time: the trading that it ends is ended already, until the halt is released.
        if (place <= at('release')) {
          expect(await halts(console, token())).toBe(200);
          if (isBoth) expect(await halts(console, first)).toBe(200);
          if (place > at('old-refused')) expect(await halts(console, first)).toBe(401);
        }
        if (place !== at('new-token') && place !== at('old-refused')) {
          expect(existsSync(join(folder.dataFolder, oldApiTokenFile))).toBe(isBoth);
        }
      },
      async close() {
        folder.remove();
      },
    };
  },
};
