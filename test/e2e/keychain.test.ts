import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../core/contract/bridge.ts';
import { launchConsole } from './launch.ts';

/** A password of a throw-away keyring in a temporary home; it protects nothing. */
const keyringPassword = 'published test words';

let place = '';
let bus: ChildProcess;
let keyring: ChildProcess | null = null;
let environment: Record<string, string> = {};

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-keychain-'));
  const home = join(place, 'home');
  const runtime = join(place, 'run');
  mkdirSync(home, { mode: 0o700 });
  mkdirSync(runtime, { mode: 0o700 });
  const base = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    XDG_RUNTIME_DIR: runtime,
    XDG_DATA_HOME: join(home, '.local', 'share'),
  };
  // A bus that starts no services: it would start a keyring of its own when there is none.
  const configuration = join(place, 'bus.conf');
  writeFileSync(
    configuration,
    `<busconfig><type>session</type><listen>unix:dir=${runtime}</listen><auth>EXTERNAL</auth>
    <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
    <allow own="*"/></policy></busconfig>`,
  );
  bus = spawn('dbus-daemon', [`--config-file=${configuration}`, '--nofork', '--print-address=1'], {
    env: base,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus);
  environment = {
    ...base,
    DBUS_SESSION_BUS_ADDRESS: address,
    XDG_CURRENT_DESKTOP: 'GNOME',
    PORTCULLIS_HEAD_DIR: join(place, 'heads'),
  };
  await startKeyring('home', true);
});
afterAll(() => {
  keyring?.kill();
  bus.kill();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts the keyring of a home, unlocked or as it is after a login without its password. */
async function startKeyring(home: string, isUnlocked: boolean): Promise<void> {
  const folder = join(place, home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = isUnlocked ? ['--unlock'] : [];
  const child = spawn('gnome-keyring-daemon', ['--foreground', ...unlock, '--components=secrets'], {
    env: { ...environment, HOME: folder, XDG_DATA_HOME: join(folder, '.local', 'share') },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keyring = child;
  if (isUnlocked) child.stdin?.end(`${keyringPassword}\n`);
  await vi.waitFor(() => expect(isKeyringThere()).toBe(true), { timeout: 20_000, interval: 100 });
}

async function stopKeyring(): Promise<void> {
  const child = keyring;
  keyring = null;
  if (child === null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await ended;
  await vi.waitFor(() => expect(isKeyringThere()).toBe(false), { timeout: 20_000, interval: 100 });
}

function isKeyringThere(): boolean {
  const name = 'string:org.freedesktop.secrets';
  const question = ['--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', name];
  const owned = execFileSync('dbus-send', ['--session', '--print-reply', ...question], {
    env: environment,
    encoding: 'utf8',
  });
  return owned.includes('boolean true');
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Error('ended before it said anything')));
    child.stdout?.on('data', (bytes: Buffer) => {
      text += bytes.toString('utf8');
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
  });
}

/** Starts a console on the same data folder, and answers with its vault and audit trail once it is ready. */
async function statusOfOneRun() {
  const launched = await launchConsole({
    dataFolder: join(place, 'data'),
    environment,
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
    ['locked', () => startKeyring('home', false), 'The keychain is locked.'],
    ['absent', async () => undefined, 'The keychain does not answer whether it is locked.'],
    ['another one', () => startKeyring('other', true), 'The keychain cannot open the stored master key'],
  ];
  // That nobody waits longer than 2.5 s for a keychain is shown by a clock that stands still (test/electron/key-keeper.test.ts).
  it.each(keyrings)(
    'says that the keyring is %s, stays usable, and opens once it is there',
    async (what, prepare, why) => {
      await stopKeyring();
      await prepare();
      const launched = await launchConsole({
        dataFolder: join(place, 'data'),
        environment,
        args: ['--password-store=gnome-libsecret'],
      });
      try {
        const page = await launched.window('console');
        const banner = page.getByRole('region', { name: 'Vault' });
        await expect.poll(() => banner.textContent(), { timeout: 30_000 }).toContain(why);
        expect(await halted(page)).toBe('halted');
        expect(await page.evaluate(readPaper)).toBe(true);

        await stopKeyring();
        await startKeyring('home', true);
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
      environment,
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
