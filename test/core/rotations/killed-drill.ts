import { expect } from 'vitest';
import { look, said } from './killed-deeds.ts';
import { killedFolder } from './killed-folder.ts';
import type { KilledKind } from './killed-kind.ts';

/** A drill of the emergency procedure. */
export const killedDrill: KilledKind = {
  kind: 'drill',
  async prepare() {
    const folder = await killedFolder();
    return {
      ...folder,
      needsVault: false,
      begin: (console) => console.get('procedures.startDrill', {}),
      deeds: {
        revoke: said('I could sign in everywhere'),
        'audit-review': { act: look, word: 'that was the drill' },
        notify: { act: look, word: 'nobody, it is a drill' },
        randomness: said('dice and this machine'),
        access: said('only me'),
        release: { act: (console) => console.release() },
      },
      holdBack: () => null,
      letGo: () => undefined,
      async check(console, { outcome }) {
        const { lastDrillAtMs } = await console.get('custody.list', {});
        expect(lastDrillAtMs === null).toBe(outcome !== 'completed');
      },
      async close() {
        folder.remove();
      },
    };
  },
};
