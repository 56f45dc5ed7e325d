import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bridge } from '../../core/contract/bridge.ts';
import { someOf } from '../some-of.ts';
import { type Desktop, startDesktop } from './desktop-keyring.ts';
import { launchConsole } from './launch.ts';

let place = '';
let desktop: Desktop;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-keychain-'));
  desktop = await startDesktop(place);
  await desktop.startKeyring('home', true);
});
afterAll(() => {
  desktop.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts a console on the same data folder, and answers with its vault and audit trail once it is ready. */
async function statusOfOneRun() {
  const launched = await launchConsole({
    dataFolder: join(place, 'data'),
    environment: desktop.environment,
    args: ['--password-store=gnome-libsecret'],
  });
  try {
    const page = await launched.window('console');
    const answer = await untilReady(page);
    return answer;
  } finally {
    await launched.close();
  }
}

async function untilReady(page: Page) {
  const ask = () =>
    page.evaluate(async () => {
      const bridge = (window as unknown as { portcullis: Bridge }).portcullis;
      const status = await bridge.ask['system.status']({});
      const verified = await bridge.ask['audit.verify']({});
      // The first steps would lie over the window at every later start.
      await bridge.ask['preferences.set']({ isFirstRunDone: true });
      return status.ok && verified.ok ? { vault: status.value.vault, verified: verified.value } : null;
    });
  await expect.poll(ask, { timeout: 30_000 }).not.toBeNull();
  return ask();
}

describe('the vault under a real keychain', () => {
  it('opens by the keychain, seals the trail, and opens again at the next start', async () => {
    const first = await statusOfOneRun();
    expect(first).toMatchObject({ vault: 'open', verified: { ok: true, unsealed: [] } });
    const sealed = join(place, 'data', 'master-key.sealed');
    expect(statSync(sealed).mode & 0o777).toBe(0o600);
    const before = readFileSync(sealed);
    const second = await statusOfOneRun();
    expect(second).toMatchObject({ vault: 'open', verified: { ok: true, unsealed: [] } });
    expect(readFileSync(sealed)).toEqual(before);
    expect(readdirSync(join(place, 'data'))).not.toContain('master-key.json');
  });

  const keyrings: readonly (readonly [what: string, prepare: () => Promise<void>, why: string])[] = [
    ['locked', () => desktop.startKeyring('home', false), 'The keychain is locked.'],
    ['absent', async () => undefined, 'The keychain does not answer whether it is locked.'],
    ['another one', () => desktop.startKeyring('other', true), 'The keychain cannot open the stored master key'],
  ];
  // That nobody waits longer than 2.5 s for a keychain is shown by a clock that stands still (test/electron/key-keeper.test.ts).
  it.each(someOf(keyrings, 1))(
    'says that the keyring is %s, stays usable, and opens once it is there',
    async (what, prepare, why) => {
      await desktop.stopKeyring();
      await prepare();
      const launched = await launchConsole({
        dataFolder: join(place, 'data'),
        environment: desktop.environment,
        args: ['--password-store=gnome-libsecret'],
      });
      try {
        const page = await launched.window('console');
        const banner = page.getByRole('region', { name: 'Vault' });
        await expect.poll(() => banner.textContent(), { timeout: 30_000 }).toContain(why);
        expect(await halted(page)).toBe('halted');
        expect(await page.evaluate(readPaper)).toBe(true);

        await desktop.stopKeyring();
        await desktop.startKeyring('home', true);
        // Chromium keeps what an open keyring gave it, so after another one it is the next start that opens the vault.
        if (what === 'another one') return;
        await banner.getByRole('button', { name: 'Try the keychain again' }).click();
        await banner.waitFor({ state: 'detached', timeout: 20_000 });
        expect(await untilReady(page)).toMatchObject({ vault: 'open', verified: { ok: true } });
      } finally {
        await launched.close();
      }
    },
  );

  it('opens with a new master key after it was changed, and the sealed file is another one', async () => {
    const sealed = join(place, 'data', 'master-key.sealed');
    const before = readFileSync(sealed);
    const launched = await launchConsole({
      dataFolder: join(place, 'data'),
      environment: desktop.environment,
      args: ['--password-store=gnome-libsecret'],
    });
    try {
      const page = await launched.window('console');
      await untilReady(page);
      await page.evaluate(async () => {
        const bridge = (window as unknown as { portcullis: Bridge }).portcullis;
        await bridge.ask['secrets.request']({ form: 'vault-master-key' });
      });
      const form = await launched.window('approval');
      await form.locator('[data-phase="ready"]').waitFor();
      await form.getByRole('button', { name: 'Make a new one' }).click();
      await expect
        .poll(() => form.locator('body').textContent(), { timeout: 20_000 })
        .toContain('under a new master key');
    } finally {
      await launched.close();
    }
    expect(readFileSync(sealed).equals(before)).toBe(false);
    expect(readdirSync(join(place, 'data'))).not.toContain('master-key.sealed.next');
    expect(await statusOfOneRun()).toMatchObject({ vault: 'open', verified: { ok: true, unsealed: [] } });
  });
});

/** Halts by the window, and answers how the console stands then. */
async function halted(page: Page): Promise<string | null> {
  return page.evaluate(async () => {
    const bridge = (window as unknown as { portcullis: Bridge }).portcullis;
    const done = await bridge.ask['halt.engage']({ reason: 'tried with a locked vault', source: 'window' });
    return done.ok ? done.value.state : null;
  });
}

/** Whether paper trading can be read and traded on. */
async function readPaper(): Promise<boolean> {
  const bridge = (window as unknown as { portcullis: Bridge }).portcullis;
  const balances = await bridge.ask['balances.list']({});
  const status = await bridge.ask['system.status']({});
  return balances.ok && status.ok && status.value.vault === 'locked' && status.value.mode === 'paper';
}
