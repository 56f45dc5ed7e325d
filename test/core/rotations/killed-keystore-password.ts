import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  keystoreFolder,
  keystoreNames,
  newPassword,
  oldPassword,
  owner,
  passwords,
  placeAt,
} from './keystore-folder.ts';
import type { Deed, KilledKind } from './killed-kind.ts';

const kind = 'change-keystore-password';

/** The same key under another password. */
export const killedKeystorePassword: KilledKind = {
  kind,
  async prepare() {
    const folder = await keystoreFolder();
    const { before, children, dataFolder, file } = folder;
    const next = `${file}.new`;
    const isChanged = (): boolean => !readFileSync(file).equals(before);
    const copies = (): readonly string[] => keystoreNames(dataFolder).filter((name) => name.includes('.old-'));
    const deeds: Readonly<Record<string, Deed>> = {
      'new-password': {
        async act(console) {
          if (isChanged()) return;
          await console.asPerson('keystore.changePassword', { password: oldPassword, newPassword });
        },
      },
      release: { act: (console) => console.release() },
      'delete-old': { act: (console) => console.asPerson('keystore.deleteOld', { password: newPassword }) },
    };
    return {
      ...folder,
      needsVault: true,
      begin: (console) => folder.begin(kind, console),
      deeds,
      holdBack(stepId, what) {
        switch (`${stepId}: ${what}`) {
          case 'old-signs: try':
          case 'opens: try':
          case 'sign: try':
          case 'delete-old: deed':
            return children.holdNext();
          case 'new-password: deed':
            // The new file is written and being opened once; the old one is still in its place.
            return children.holdNext(() => existsSync(next));
          default:
            return null;
        }
      },
      letGo: children.letGo,
      async check(console, procedure) {
        await folder.check(console, owner.address);
        const changing = placeAt(procedure, 'new-password');
        if (changing !== 'at') expect(isChanged()).toBe(changing === 'behind');
        if (isChanged()) expect(await passwords(console)).toMatchObject([{ lastRotatedAtMs: expect.any(Number) }]);
        // The file under the old password is there, in its place or beside the new one, until it is deleted last.
        const deleting = placeAt(procedure, 'delete-old');
        for (const name of copies()) expect(readFileSync(join(dataFolder, name)).equals(before)).toBe(true);
        if (deleting === 'before' && isChanged()) expect(copies()).not.toEqual([]);
        if (changing === 'before') expect(copies()).toEqual([]);
        if (procedure.outcome === 'completed') expect(keystoreNames(dataFolder)).toEqual(['keystore.json']);
      },
      async close() {
        children.letGo();
        folder.remove();
      },
    };
  },
};
