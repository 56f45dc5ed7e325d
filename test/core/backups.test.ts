import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encryptKeystoreJson, Wallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireIn } from '../../core/contract/methods.ts';
import type { BackupRow } from '../../core/contract/shapes.ts';
import { systemClock } from '../../core/node-ports.ts';
import { someSet } from './procedures/recovery/some-set.ts';
import { type TemporaryCore, temporaryCore } from './temporary-core.ts';

const passphrase = 'of the copy alone';
// Anvil's first development key, published; never for funds.
const someWallet = new Wallet('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const said = {
  place: 'A drawer in the office',
  encryption: 'AES-256-GCM',
  access: 'The owner',
  twoPerson: 'no',
  geographicSplit: 'unknown',
} as const;
const dayMs = 86_400_000;

let world: TemporaryCore;
let folder: string;
let wound = 0;

beforeAll(async () => {
  const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + wound };
  world = await temporaryCore({ ports: { masterKey: new Uint8Array(32).fill(9), clock } });
  folder = join(world.folder, '..', 'elsewhere');
  mkdirSync(folder);
});
afterAll(() => world.remove());

const record = (more: Partial<WireIn<'backups.record'>> & Pick<WireIn<'backups.record'>, 'component'>) =>
  world.ask('backups.record', { ...said, ...more }, 'approval');
const recorded = (more: Partial<WireIn<'backups.record'>> & Pick<WireIn<'backups.record'>, 'component'>) =>
  world.get('backups.record', { ...said, ...more }, 'approval');
const open = (backupId: string, file: string, typed?: string) =>
  world.ask(
    'backups.verify',
    { by: 'opening', backupId, file, ...(typed === undefined ? {} : { passphrase: typed }) },
    'terminal',
  );
const rowOf = async (backupId: string): Promise<BackupRow> => {
  const row = (await world.get('backups.list', {})).rows.find((one) => one.backupId === backupId);
  if (row === undefined) throw new Error('no such row');
  return row;
};
const trail = async () =>
  (await world.get('audit.query', { limit: 100, eventType: 'backup' })).map(
    ({ actor, status, subject }) => `${actor} ${subject} ${status}`,
  );

describe('the backup register', () => {
  it('knows what there should be a backup of, and says what it cannot know', async () => {
    const { cannotKnow, components, rows } = await world.get('backups.list', {}, 'operator');
    expect(rows).toEqual([]);
    expect(components.map(({ component, kept }) => `${component} ${kept}`)).toEqual([
      'mpc-party-0 0',
      'mpc-party-1 0',
      'recovery-seed 0',
      'tls-certificates 0',
      'vault 0',
      'keystore 0',
      'policy 0',
    ]);
    expect(cannotKnow).toContain('not seen');
  });

  it('verifies a copy of the vault by opening it, and says when, by what, and how long ago', async () => {
    const { file } = await world.get('vault.export', { passphrase }, 'approval');
    const row = await recorded({ component: 'vault', file });
    expect(row).toMatchObject({
      title: 'Vault',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      lastCheck: null,
      ageDays: null,
      unmet: [expect.stringContaining('never opened')],
    });
    expect(await open(row.backupId, file, 'not this one')).toMatchObject({ error: { code: 'wrong-passphrase' } });
    expect(await open(row.backupId, file)).toMatchObject({ error: { code: 'wrong-passphrase' } });
    // What was mistyped says nothing of the backup.
    expect((await rowOf(row.backupId)).lastCheck).toBeNull();
    expect(await open(row.backupId, file, passphrase)).toMatchObject({
      value: { lastCheck: { by: 'opened', result: 'ok' }, ageDays: 0, unmet: [] },
    });
    wound += 200 * dayMs;
    expect(await rowOf(row.backupId)).toMatchObject({ ageDays: 200, unmet: [expect.stringContaining('200 days ago')] });
    wound -= 200 * dayMs;

    const other = join(folder, 'changed.json');
    writeFileSync(other, `${readFileSync(file, 'utf8')} `);
    expect(await open(row.backupId, other, passphrase)).toMatchObject({ error: { code: 'conflict' } });
    expect(await rowOf(row.backupId)).toMatchObject({
      lastCheck: { result: 'failed' },
      ageDays: 0,
      unmet: [expect.stringContaining('the last check failed')],
    });
    const failures = await world.get('audit.query', { limit: 5, eventType: 'failed_auth' });
    expect(failures.map(({ subject }) => subject)).toContain('passphrase of a backup (vault)');
  });

  it('opens a keystore in a process of its own, and a policy document without any secret', async () => {
    const keystore = join(folder, 'keystore.json');
    const { address, privateKey } = someWallet;
    writeFileSync(keystore, await encryptKeystoreJson({ address, privateKey }, passphrase, { scrypt: { N: 4096 } }));
    const row = await recorded({ component: 'keystore', file: keystore });
    expect(await open(row.backupId, keystore, 'not this one')).toMatchObject({ error: { code: 'wrong-passphrase' } });
    expect(await open(row.backupId, keystore, passphrase)).toMatchObject({
      value: { lastCheck: { result: 'ok', text: expect.stringContaining(address) } },
    });
    const policy = join(folder, 'policy.json');
    writeFileSync(policy, '{"version":1}');
    const document = await recorded({ component: 'policy' });
    // Where no file was shown at first, the digest of the first that is opened is kept.
    expect(await open(document.backupId, policy)).toMatchObject({ value: { digest: expect.any(String), unmet: [] } });
    writeFileSync(policy, '{"version":1,"more":1}');
    expect(await open(document.backupId, policy)).toMatchObject({ error: { code: 'conflict' } });
    const bad = await recorded({ component: 'policy', file: policy });
    expect(await open(bad.backupId, policy)).toMatchObject({ error: { code: 'invalid-input' } });
    expect((await rowOf(bad.backupId)).lastCheck?.result).toBe('failed');
    for (const nowhere of [join(folder, 'nothing'), folder]) {
      expect(await open(document.backupId, nowhere)).toMatchObject({ error: { issues: [{ path: 'file' }] } });
    }
  });

  it("refuses the same place for both parties, and never looks into what is a party's", async () => {
    const zero = await recorded({ component: 'mpc-party-0', place: 'The safe, at the Bank', twoPerson: 'yes' });
    expect(await record({ component: 'mpc-party-1', place: 'the SAFE at the bank' })).toMatchObject({
      error: { code: 'conflict', what: expect.stringContaining('same place') },
    });
    const one = await recorded({ component: 'mpc-party-1', place: 'An enclave of the office', twoPerson: 'unknown' });
    expect(one.unmet).toEqual([expect.stringContaining('not known'), expect.stringContaining('never verified')]);
    const file = join(folder, 'own.bin');
    writeFileSync(file, 'a share');
    expect(await open(zero.backupId, file, passphrase)).toMatchObject({ error: { code: 'not-offered' } });
    const word = { by: 'attestation', backupId: zero.backupId, result: 'ok', text: 'Party 0 attests epoch 3' } as const;
    expect(await world.get('backups.verify', word, 'approval')).toMatchObject({
      lastCheck: { by: 'attested', text: 'Party 0 attests epoch 3' },
      unmet: [],
    });
    // Where the first is retired, its place is free again.
    await world.get('backups.retire', { backupId: zero.backupId, reason: 'The safe is given up' }, 'approval');
    expect(await record({ component: 'mpc-party-1', place: 'the safe at the bank' })).toMatchObject({ ok: true });
    for (const again of [
      world.ask('backups.retire', { backupId: zero.backupId, reason: 'Once more' }, 'approval'),
      world.ask('backups.verify', word, 'approval'),
    ]) {
      expect(await again).toMatchObject({ error: { code: 'conflict' } });
    }
    expect(await rowOf(zero.backupId)).toMatchObject({ retired: { reason: 'The safe is given up' }, unmet: [] });
  });

  it('notes a rehearsal at every share of its set, and takes no share itself', async () => {
    const { set, shares } = await someSet();
    const seed = { component: 'recovery-seed', setId: set.set, geographicSplit: 'yes' } as const;
    expect(await record({ component: 'recovery-seed' })).toMatchObject({ error: { issues: [{ path: 'setId' }] } });
    const first = await recorded({ ...seed, place: 'With the notary' });
    const second = await recorded({ ...seed, place: 'With my sister' });
    const noted = { setId: set.set, result: 'ok', text: 'The shares open the bundle.' } as const;
    expect(await world.get('backups.rehearsed', noted, 'terminal')).toMatchObject([
      { backupId: first.backupId, lastCheck: { by: 'rehearsed', result: 'ok' }, unmet: [] },
      { backupId: second.backupId, ageDays: 0 },
    ]);
    const failed = await world.get('backups.rehearsed', { ...noted, result: 'failed' }, 'terminal');
    expect(failed.map(({ unmet }) => unmet.length)).toEqual([1, 1]);
    const word = { by: 'attestation', backupId: first.backupId, result: 'ok', text: 'Seen in its envelope' } as const;
    // What is attested afterwards is no rehearsal, and hides none.
    expect(await world.get('backups.verify', word, 'terminal')).toMatchObject({
      isOpenedHere: false,
      lastCheck: { by: 'attested' },
      lastRehearsal: { by: 'rehearsed', result: 'failed' },
    });
    expect(await world.ask('backups.rehearsed', { ...noted, setId: 'AAAA-AAAA' }, 'terminal')).toMatchObject({
      error: { code: 'not-found' },
    });
    const [share = ''] = shares;
    for (const wrong of [
      record({ component: 'policy', place: share }),
      record({ component: 'policy', access: `mine: ${share.replaceAll('-', ' ')}` }),
      world.ask('backups.rehearsed', { ...noted, text: share }, 'terminal'),
    ]) {
      const answer = await wrong;
      expect(answer).toMatchObject({ error: { code: 'invalid-input' } });
      expect(JSON.stringify(answer)).not.toContain(share.slice(0, 9));
    }
    expect(await record({ component: 'policy', place: 'a drawer\u001b[2J' })).toMatchObject({
      error: { issues: [{ path: 'place' }] },
    });
    expect(await record({ component: 'policy', place: '... !' })).toMatchObject({
      error: { issues: [{ path: 'place' }] },
    });
  });

  it('is still there after a restart, with two rows in the trail for each change and no place in them', async () => {
    const before = await world.get('backups.list', {});
    world = await world.restart();
    expect((await world.get('backups.list', {})).rows.map(({ backupId }) => backupId)).toEqual(
      before.rows.map(({ backupId }) => backupId),
    );
    const rows = await trail();
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.length % 2).toBe(0);
    expect(rows).toContain('approval mpc-party-1 failed');
    const newest = await world.get('audit.query', { limit: 100, eventType: 'backup' });
    const bodies = await Promise.all(newest.map(({ id }) => world.get('audit.get', { id })));
    expect(bodies.filter(({ body }) => body?.includes('"said"') === true).length).toBeGreaterThan(5);
    expect(/drawer|notary|sister|Bank/.exec(JSON.stringify(bodies))).toBeNull();
  });
});
