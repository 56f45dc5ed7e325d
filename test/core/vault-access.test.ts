import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { whatStandsInTheWay } from '../../core/cli/approve.ts';
import { type TemporaryCore, temporaryCore } from './temporary-core.ts';

const passphrase = 'published test words';
let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});
const open = async (part: Parameters<typeof temporaryCore>[0] = {}): Promise<TemporaryCore> => {
  current = await temporaryCore(part);
  return current;
};
const why = async (console: TemporaryCore) => (await console.get('vault.atTerminal', {}, 'operator')).why;

describe('what a person at a terminal may raise', () => {
  it('is nothing without a vault, nor in the run that made its passphrase, and it is said why', async () => {
    const console = await open();
    expect(await why(console)).toMatch(/^There is no vault yet/);
    expect(await console.core.checkPassphrase(passphrase, 'approvals.decide')).toMatchObject({
      error: { code: 'conflict', what: expect.stringContaining('no vault yet') },
    });
    await console.ask('vault.unlock', { passphrase }, 'terminal');
    expect(await why(console)).toMatch(/made in this run/);
    expect(await console.core.checkPassphrase(passphrase, 'approvals.decide')).toMatchObject({
      error: { code: 'conflict', what: expect.stringContaining('made in this run') },
    });
    current = await console.restart();
    expect(await why(current)).toBeNull();
  });

  it('is nothing where the keychain opens the vault and no passphrase does', async () => {
    const console = await open({ ports: { masterKey: new Uint8Array(32).fill(7) } });
    expect((await console.get('vault.facts', {})).openedBy).toBe('keychain');
    expect(await why(console)).toMatch(/Answer in the approval window/);
  });

  it('is nothing while the console is locked, which is said as well', async () => {
    const console = await open();
    await console.ask('vault.unlock', { passphrase }, 'terminal');
    const lock = { current: null, next: 'of the lock alone', afterMinutes: 10 };
    expect(await console.ask('lock.setPassphrase', lock, 'terminal')).toMatchObject({ ok: true });
    current = await console.restart();
    expect(await why(current)).toMatch(/unlock it in its own window/);
  });
});

describe('a vault that is opened over a trail that does not hold', () => {
  it('is open, its row says so and what the trail is, and going live does not forget it once another is whole', async () => {
    let console = await open();
    await console.ask('vault.unlock', { passphrase }, 'terminal');
    await console.core.close();
    for (const end of ['', '-wal', '-shm']) rmSync(join(console.folder, `audit.db${end}`), { force: true });
    current = console = await console.restart();
    expect(console.core.status().halt.reasons).toMatchObject([{ code: 'audit-broken' }]);
    expect(await console.ask('vault.unlock', { passphrase }, 'terminal')).toMatchObject({ ok: true });
    const [row] = await console.get('audit.query', { eventType: 'vault-unlock' });
    expect(row).toMatchObject({ status: 'ok', level: 'warn', body: expect.stringContaining('audit-broken') });
    current = console = await console.restart();
    expect(console.core.status().halt.reasons).toMatchObject([{ code: 'audit-broken' }]);
    await expect
      .poll(async () => {
        await console.get('audit.verify', {});
        const { items } = await console.get('golive.checklist', {});
        return items.find(({ itemId }) => itemId === 'chain-verified')?.evidence;
      })
      .toMatch(/it did not hold: the database is another one/);
  });
});

describe('a release at the command line', () => {
  it('says what stands in the way before anything is asked', async () => {
    const console = await open({ serveApi: true });
    await expect.poll(() => console.core.status().apiAddress, { timeout: 30_000 }).not.toBeNull();
    const notes: string[] = [];
    const streams = { out: () => undefined, note: (text: string) => void notes.push(text) };
    const options = { dataFolder: console.folder, environment: {} };
    expect(await whatStandsInTheWay(options, streams)).toBe(1);
    expect(notes).toEqual([expect.stringMatching(/^There is no vault yet/)]);
  });
});
