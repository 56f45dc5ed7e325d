import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Approval } from '../../../core/contract/shapes.ts';
import type { TemporaryCore } from '../temporary-core.ts';

const said = {
  encryption: 'AES-256',
  access: 'the owner',
  place: 'a bank',
  twoPerson: 'no',
  geographicSplit: 'no',
} as const;

/**
 * What going live asks for whatever is to be armed, as a person does it: contacts, disk, backups, calendar, waivers, self-test, the halt
 * tried, and the trail verified last. Keys, policy and signer come before.
 */
export async function meetRegisters(
  core: TemporaryCore,
  approve: (approval: Approval) => Promise<void>,
): Promise<void> {
  /** Records a backup of what lies in a file, and verifies it by opening it. */
  const backUp = async (component: 'vault' | 'policy', file: string, passphrase?: string): Promise<void> => {
    const { backupId } = await core.get('backups.record', { ...said, component, file }, 'approval');
    const typed = passphrase === undefined ? {} : { passphrase };
    await core.get('backups.verify', { by: 'opening', backupId, file, ...typed }, 'approval');
  };
  await core.get('contacts.put', { name: 'Ada', role: 'Lawyer', reach: '+49 30 123' });
  await core.get('contacts.review', { by: 'me' });
  await core.get('golive.attest', { itemId: 'disk-encrypted', text: 'LUKS on the whole disk' });
  const passphrase = 'of the copy alone';
  const vault = await core.get('vault.export', { passphrase }, 'approval');
  await backUp('vault', vault.file, passphrase);
  const file = join(core.folder, '..', 'policy.json');
  writeFileSync(file, JSON.stringify((await core.get('policy.get', {})).document));
  await backUp('policy', file);
  await core.get('custody.exportCalendar', {});
  // It runs from its sources here: what it was built from is not known.
  for (const itemId of ['emergency-rehearsed', 'paper-record', 'build-known']) {
    await approve(await core.get('golive.requestWaiver', { itemId, days: 1, reason: 'a test of going live' }));
  }
  await core.get('golive.selfTest', {});
  await core.get('golive.testHalt', {});
  await approve(await core.get('halt.requestRelease', {}));
  await core.get('audit.verify', {});
}

/** What of the checklist is neither met nor waived, with what was seen. */
export async function missingItems(core: TemporaryCore): Promise<readonly string[]> {
  const { items } = await core.get('golive.checklist', {});
  return items
    .filter(({ state, waiver }) => state !== 'met' && waiver === null)
    .map(({ evidence, itemId }) => `${itemId}: ${evidence}`);
}
