import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
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
let keyring: ChildProcess;
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
  bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
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
  keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: environment,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keyring.stdin?.end(`${keyringPassword}\n`);
  await vi.waitFor(
    () => {
      const owned = execFileSync(
        'dbus-send',
        [
          '--session',
          '--print-reply',
          '--dest=org.freedesktop.DBus',
          '/',
          'org.freedesktop.DBus.NameHasOwner',
          'string:org.freedesktop.secrets',
        ],
        { env: environment, encoding: 'utf8' },
      );
      if (!owned.includes('boolean true')) throw new Error('the keyring does not answer yet');
    },
    { timeout: 20_000, interval: 100 },
  );
});
afterAll(() => {
  keyring.kill();
  bus.kill();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

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
});
