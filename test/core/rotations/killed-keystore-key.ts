import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { startAnvil } from '../../chain/anvil.ts';
import { startLyingNode } from '../../chain/lying-node.ts';
import {
  heir,
  imported,
  keystoreFolder,
  keystoreNames,
  newPassword,
  owner,
  passwords,
  pin,
  placeAt,
} from './keystore-folder.ts';
import type { Deed, KilledKind } from './killed-kind.ts';
import type { RealConsole } from './real-console.ts';

const kind = 'replace-keystore-key';
const none = '0x0';

/** Another key in a keystore of its own, in place of the one in use, with coins at the old address of a real chain. */
export const killedKeystoreKey: KilledKind = {
  kind,
  async prepare() {
    const anvil = await startAnvil();
    const node = await startLyingNode(anvil.url);
    const folder = await keystoreFolder({ PORTCULLIS_RPC_31337: node.url });
    const { before, children, dataFolder, file } = folder;
    const fresh = join(dataFolder, `keystore-${heir.address.toLowerCase()}.json`);
    const another = await imported(heir, newPassword);
    let made: Buffer | null = null;
    const pinned = async (console: RealConsole) => (await console.get('signers.list', {})).pinned;
    const deeds: Readonly<Record<string, Deed>> = {
      'new-keystore': { act: (console) => console.asPerson('keystore.import', { ...another, isBeside: true }) },
      opens: { act: (console) => console.asPerson('keystore.password', { password: newPassword, keep: true }) },
      pin: {
        async act(console) {
          if ((await pinned(console)) !== heir.address) await pin(console, heir.address);
        },
      },
      release: { act: (console) => console.release() },
      funds: { act: () => anvil.rpc('anvil_setBalance', [owner.address, none]) },
      'delete-old': { act: (console) => console.asPerson('keystore.deleteOld', { password: newPassword }) },
    };
    return {
      ...folder,
      needsVault: true,
      begin: (console) => folder.begin(kind, console),
      deeds,
      holdBack(stepId, what) {
        switch (`${stepId}: ${what}`) {
          case 'new-keystore: deed':
          case 'opens: deed':
          case 'opens: try':
          case 'pin: deed':
          case 'sign: try':
          case 'delete-old: deed':
            return children.holdNext();
          case 'funds: try': {
            const start = node.asked.length;
            node.answer(() => undefined);
            return () => node.asked.length > start;
          }
          default:
            return null;
        }
      },
      letGo() {
        children.letGo();
        node.answer(null);
      },
      async check(console, procedure) {
        const pinning = placeAt(procedure, 'pin');
        const counts = await pinned(console);
        if (pinning !== 'at') expect(counts).toBe(pinning === 'behind' ? heir.address : owner.address);
        await folder.check(console, counts ?? '');
        if (placeAt(procedure, 'sign') === 'behind') {
          expect(await passwords(console)).toMatchObject([{ lastRotatedAtMs: expect.any(Number) }]);
        }
        // The new file never changes once it counts for the procedure, the old one never until it is deleted last.
        if (placeAt(procedure, 'new-keystore') === 'behind') {
          made ??= readFileSync(fresh);
          expect(readFileSync(fresh).equals(made)).toBe(true);
        }
        const deleting = placeAt(procedure, 'delete-old');
        if (deleting === 'before') expect(readFileSync(file).equals(before)).toBe(true);
        if (procedure.outcome === 'completed') expect(keystoreNames(dataFolder)).toEqual([basename(fresh)]);
        if (placeAt(procedure, 'funds') === 'at') await expectBothCanBeChosen(console);
        expect(node.asked).not.toContain('eth_sendRawTransaction');
      },
      async close() {
        children.letGo();
        folder.remove();
      },
    };
  },
};

/** What lies at the old address can still be moved: each key opens, and is left where it was. */
async function expectBothCanBeChosen(console: RealConsole): Promise<void> {
  for (const { address } of [owner, heir]) {
    const { approvalId, digest } = await console.get('signers.select', { kind: 'keystore', address });
    await console.asPerson('approvals.decide', { approvalId, digest, answer: 'refuse' });
  }
}
