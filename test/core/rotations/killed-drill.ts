import { expect } from 'vitest';
import { killedFolder } from './killed-folder.ts';
import type { Deed, KilledKind } from './killed-kind.ts';
import type { RealConsole } from './real-console.ts';

/** Has the console look, or tell, for the first time; what is to be said of that comes with the step. */
const look = async (console: RealConsole): Promise<unknown> => {
  const { currentStepId, procedureId } = await console.procedure();
  return console.asPerson('procedures.step', { procedureId, stepId: currentStepId ?? '', word: null });
};
const said = (word: string): Deed => ({ word });

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
