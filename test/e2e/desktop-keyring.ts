import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';

/** A password of a throw-away keyring in a temporary home; it protects nothing. */
const keyringPassword = 'published test words';

/** A session bus with a real gnome-keyring on it, of a home that is only for the test. */
export interface DesktopKeyring {
  /** What a console needs of the environment to find it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

/** Starts both under `place`, the keyring unlocked. */
export async function startKeyring(place: string): Promise<DesktopKeyring> {
  const home = join(place, 'home');
  const runtime = join(place, 'run');
  for (const folder of [home, runtime]) mkdirSync(folder, { mode: 0o700 });
  const base = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    XDG_RUNTIME_DIR: runtime,
    XDG_DATA_HOME: join(home, '.local', 'share'),
  };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: base,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const environment = {
    ...base,
    DBUS_SESSION_BUS_ADDRESS: await firstLine(bus),
    XDG_CURRENT_DESKTOP: 'GNOME',
    PORTCULLIS_HEAD_DIR: join(place, 'heads'),
  };
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: environment,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keyring.stdin?.end(`${keyringPassword}\n`);
  await vi.waitFor(() => hasSecrets(environment), { timeout: 20_000, interval: 100 });
  return {
    environment,
    close() {
      keyring.kill();
      bus.kill();
    },
  };
}

function hasSecrets(env: Readonly<Record<string, string>>): void {
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
    { env, encoding: 'utf8' },
  );
  if (!owned.includes('boolean true')) throw new Error('the keyring does not answer yet');
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
