import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';

/** A password of a throw-away keyring in a temporary home; it protects nothing. */
const keyringPassword = 'published test words';

/** A desktop's session bus, on which a real gnome-keyring comes and goes, in homes that are only for the test. */
export interface Desktop {
  /** What a console needs of the environment to find the keyring. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts the keyring of a home, unlocked or as it is after a login without its password. */
  startKeyring(home: string, isUnlocked: boolean): Promise<void>;
  stopKeyring(): Promise<void>;
  close(): void;
}

/** Starts the bus under `place`; no keyring is on it yet, and it starts none by itself. */
export async function startDesktop(place: string): Promise<Desktop> {
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
  const configuration = join(place, 'bus.conf');
  writeFileSync(
    configuration,
    `<busconfig><type>session</type><listen>unix:dir=${runtime}</listen><auth>EXTERNAL</auth>
    <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
    <allow own="*"/></policy></busconfig>`,
  );
  const bus = spawn('dbus-daemon', [`--config-file=${configuration}`, '--nofork', '--print-address=1'], {
    env: base,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const environment = {
    ...base,
    DBUS_SESSION_BUS_ADDRESS: await firstLine(bus),
    XDG_CURRENT_DESKTOP: 'GNOME',
    PORTCULLIS_HEAD_DIR: join(place, 'heads'),
  };
  let keyring: ChildProcess | null = null;

  function isKeyringThere(): boolean {
    const name = 'string:org.freedesktop.secrets';
    const question = ['--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', name];
    const owned = execFileSync('dbus-send', ['--session', '--print-reply', ...question], {
      env: environment,
      encoding: 'utf8',
    });
    return owned.includes('boolean true');
  }

  return {
    environment,
    async startKeyring(of, isUnlocked) {
      const folder = join(place, of);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const unlock = isUnlocked ? ['--unlock'] : [];
      const child = spawn('gnome-keyring-daemon', ['--foreground', ...unlock, '--components=secrets'], {
        env: { ...environment, HOME: folder, XDG_DATA_HOME: join(folder, '.local', 'share') },
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      keyring = child;
      if (isUnlocked) child.stdin?.end(`${keyringPassword}\n`);
      await vi.waitFor(() => expect(isKeyringThere()).toBe(true), { timeout: 20_000, interval: 100 });
    },
    async stopKeyring() {
      const child = keyring;
      keyring = null;
      if (child === null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      await vi.waitFor(() => expect(isKeyringThere()).toBe(false), { timeout: 20_000, interval: 100 });
    },
    close() {
      keyring?.kill();
      bus.kill();
    },
  };
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
