import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Result } from '../../core/domain/result.ts';
import { copyVault } from '../core/canary/copy-vault.ts';
import { descendantsOf, type Search, searchFor } from '../core/canary/search.ts';
import { canariesOf } from '../core/canary/secrets.ts';
import type { Ask } from '../core/canary/session.ts';
import { askProviders, enterKeys, signWith, writeOut } from '../core/canary/session.ts';
import { mayHoldOne, world } from '../core/canary/world.ts';
import { corePid } from './core-pid.ts';
import { electronProgram, type LaunchedConsole, launchConsole } from './launch.ts';

const patience = { timeout: 45_000 };

/** The bridge as a page has it, and what the test keeps there. */
interface Page_ {
  readonly portcullis: {
    call(method: string, input: unknown): Promise<Result<unknown>>;
    on(listener: (announcement: unknown) => void): void;
  };
  heard?: string[];
}

/** Starts the console in an environment with secrets: through the launcher's pipe, or on its own as a packaged one is. */
async function launch(
  way: 'launcher' | 'alone',
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LaunchedConsole> {
  const { PATH: _path, HOME: _home, PORTCULLIS_API_PORT: _port, ...given } = environment as Record<string, string>;
  const before = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const own = { ...given, CANARY_ELECTRON: electronProgram() };
  if (way === 'launcher') {
    const folder = join(root, 'program');
    mkdirSync(folder);
    const script = fileURLToPath(new URL('through-launcher.ts', import.meta.url));
    const program = join(folder, 'electron');
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
    chmodSync(program, 0o755);
    process.env.ELECTRON_OVERRIDE_DIST_PATH = folder;
  }
  try {
    return await launchConsole({ dataFolder: join(root, 'data'), environment: own });
  } finally {
    process.env.ELECTRON_OVERRIDE_DIST_PATH = before;
  }
}

/** Asks the core through a window's bridge, and keeps what crossed. */
function askThrough(page: Page, crossed: [string, string][]): Ask {
  return async (method, input) => {
    const answer = await page.evaluate(
      ([name, given]) => (window as unknown as Page_).portcullis.call(name as string, given),
      [method, input] as const,
    );
    crossed.push([`an answer over IPC of ${method}`, JSON.stringify(answer)]);
    return answer;
  };
}

async function until<T>(find: () => Promise<T | null>): Promise<T> {
  return vi.waitFor(
    async () => {
      const found = await find();
      if (found === null) throw new Error('it is not there');
      return found;
    },
    { ...patience, interval: 100 },
  );
}

/** Keeps every message that the windows' process sends to any window, on whatever channel. */
async function recordMessages({ app }: LaunchedConsole): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ webContents, app: application }) => {
    const sent: string[] = [];
    (globalThis as unknown as { sent: string[] }).sent = sent;
    const record = (contents: Electron.WebContents): void => {
      const send = contents.send.bind(contents);
      contents.send = (channel, ...rest) => {
        sent.push(JSON.stringify([channel, ...rest]));
        send(channel, ...rest);
      };
    };
    for (const contents of webContents.getAllWebContents()) record(contents);
    application.on('web-contents-created', (_event, contents) => record(contents));
  });
  return () => app.evaluate(() => (globalThis as unknown as { sent: string[] }).sent);
}

/** Looks at every process below `pid` that the system lets this user look at; answers with their commands. */
function lookBelow(search: Search, pid: number): readonly string[] {
  return descendantsOf(pid).flatMap((each) => {
    try {
      search.lookInProcess(each);
      return [readFileSync(`/proc/${each}/cmdline`, 'utf8').replaceAll('\0', ' ')];
    } catch (cause) {
      // A sandboxed process is shown to nobody but root, and one that has ended to nobody.
      if (['EACCES', 'ENOENT', 'ESRCH'].includes((cause as NodeJS.ErrnoException).code ?? '')) return [];
      throw cause;
    }
  });
}

it.runIf(process.platform === 'linux')(
  'no secret of the environment is in any process below the launcher, in any message to a window, on any page or in any file',
  async () => {
    const stand = await world();
    const launched = await launch('launcher', stand.root, stand.environment);
    onTestFinished(launched.close);
    const search = searchFor(canariesOf(stand.secrets));
    const crossed: [string, string][] = [];
    const page = await launched.window('console');
    const messages = await recordMessages(launched);
    const console_ = askThrough(page, crossed);
    await until(async () => ((await console_('system.status', {}, 'console')).ok ? true : null));
    expect(JSON.stringify(await console_('settings.list', {}, 'console'))).toContain(
      '{"name":"PRIVATE_KEY","source":"environment","value":"(set)","secret":true,"note":null}',
    );

    // What only an approval window may ask is asked through one that stays: that of the form for a secret.
    expect(await console_('secrets.request', { form: 'rpc', chainId: 8453 }, 'console')).toMatchObject({ ok: true });
    const approval = askThrough(await launched.window('approval'), crossed);
    const ask: Ask = (method, input, face) => (face === 'approval' ? approval : console_)(method, input, face);
    let commands: readonly string[] = [];
    const keyIsOpen = (): void => {
      commands = [...commands, ...lookBelow(search, launched.app.process().pid ?? 0)];
    };
    // Chromium ends and starts processes of its own as it likes on a busy machine: what is there is looked at more than once.
    keyIsOpen();
    const stage = { ...stand, ask, keyIsOpen };
    await ask('vault.unlock', { passphrase: stand.secrets.vaultPassphrase }, 'approval');
    await askProviders(stage);
    await enterKeys(stage);
    await copyVault(stage);
    await signWith(stage, 'env_private_key');
    await writeOut(stage);

    for (const shown of launched.app.windows()) search.look(`the page ${shown.url()}`, await shown.content());
    for (const [place, text] of crossed) search.look(place, text);
    const sent = await messages();
    for (const text of sent) search.look('a message over IPC', text);
    search.look("the windows' process", await launched.app.evaluate(() => JSON.stringify(process.env)));
    search.look('standard error', launched.errors());
    search.lookUnder(await launched.app.evaluate(({ app }) => app.getPath('userData')));
    search.lookUnder(stand.root, mayHoldOne);
    expect(search.found).toEqual([]);
    // What was looked at: Chromium's own processes, the core, and the process of the key.
    for (const part of [
      '--type=zygote',
      '--type=gpu-process',
      '--type=renderer',
      'core/process.js',
      'signer-child.js',
    ]) {
      expect(
        commands.filter((command) => command.includes(part)),
        part,
      ).not.toEqual([]);
    }
    expect(sent.length).toBeGreaterThan(5);
  },
  240_000,
);

it.runIf(process.platform === 'linux')(
  'a console that is started without the launcher withdraws them before it starts the core',
  async () => {
    const stand = await world();
    const launched = await launch('alone', stand.root, stand.environment);
    onTestFinished(launched.close);
    const page = await launched.window('console');
    const ask = askThrough(page, []);
    await until(async () => ((await ask('system.status', {}, 'console')).ok ? true : null));
    expect(JSON.stringify(await ask('settings.list', {}, 'console'))).toContain(
      '{"name":"PRIVATE_KEY","source":"environment"',
    );

    const search = searchFor(canariesOf(stand.secrets));
    const main = launched.app.process().pid ?? 0;
    search.lookInProcess(corePid(main));
    search.look("the windows' process", await launched.app.evaluate(() => JSON.stringify(process.env)));
    expect(search.found).toEqual([]);
    // Its own first environment is what remains, as docs/security.md says.
    search.lookInProcess(main);
    expect(search.found).not.toEqual([]);
  },
  120_000,
);
