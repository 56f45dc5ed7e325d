import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ok } from '../../core/domain/result.ts';
import { createChildSigner } from '../../core/signers/child/child-signer.ts';
import { nodeChild, signerChildProgram } from '../../core/signers/child/node-child.ts';
import { verifySignature } from '../../core/signers/verify.ts';
import { readFuses } from '../../electron/runtime/fuses.ts';
import { runProgram } from '../../electron/runtime/run-program.ts';
import { approved, key, noProgress, noSignal, realOptions } from '../core/signers/child/child-kit.ts';
import { builderConfig } from '../electron/packaging/builder-config.ts';
import { archiveFiles } from './archive.ts';
import { freePort } from './launch.ts';
import { type OpenedConsole, openPackaged, type PackagedConsole, packagedIn } from './packaged-console.ts';
import { skipFirstRun } from './skip-first-run.ts';

const patience = { timeout: 45_000 };
const reason = 'The packaged command line was asked to.';
const place = mkdtempSync(join(tmpdir(), 'portcullis-packaged-'));
let packaged: PackagedConsole;
let opened: OpenedConsole | null = null;

// Some hundred megabytes are copied twice.
beforeAll(async () => {
  packaged = await packagedIn(place);
}, 300_000);
afterAll(async () => {
  await opened?.end();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

it('has every fuse in its program as electron-builder.yml says', () => {
  expect(readFuses(readFileSync(packaged.program))).toEqual({ ok: true, value: builderConfig().electronFuses });
});

it('holds what the windows need in its archive, what the pinned Node runs beside it, and nothing else of ours', () => {
  const { beside, inside } = archiveFiles(join(packaged.resources, 'app.asar'));
  const foldersOf = (paths: readonly string[]) =>
    [
      ...new Set(
        paths.map((path) =>
          path
            .split('/')
            .slice(0, path.startsWith('out/') ? 2 : 1)
            .join('/'),
        ),
      ),
    ].sort();
  expect(foldersOf(inside)).toEqual(['out/electron', 'out/preload', 'out/renderer']);
  expect(foldersOf(beside)).toEqual(['node_modules', 'out/chunks', 'out/core', 'package.json']);
  const ofDevelopers =
    /\.([mc]?ts|tsx|map|md|c|cc|cpp|h|gyp)$|\/(test|tests|__tests__|docs|examples?)\/|speculos|\.built-from/;
  expect([...inside, ...beside].filter((path) => ofDevelopers.test(path))).toEqual([]);
  expect(beside.filter((path) => path.endsWith('.node') && !path.includes(`linux-${process.arch}`))).toEqual([]);
  expect(readdirSync(packaged.resources).sort()).toEqual(['app.asar', 'app.asar.unpacked', 'bin', 'node']);
});

it('brings every package that the core loads when it needs it, native ones too', async () => {
  const load = `
    const load = require('node:module').createRequire(process.argv[1]);
    const names = ['better-sqlite3', 'fastify', 'pino', 'prom-client', '@ledgerhq/hw-app-eth', '@ledgerhq/hw-transport-node-hid'];
    for (const name of names) load(name);
    new (load('better-sqlite3'))(':memory:').close();
    console.log(process.version, load.resolve('pino'));
  `;
  const core = join(packaged.resources, 'app.asar.unpacked', 'out', 'core', 'process.js');
  const node = join(packaged.resources, 'node', 'bin', 'node');
  const { exitCode, stderr, stdout } = await runProgram(node, ['-e', load, core], packaged);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain(join(packaged.resources, 'app.asar.unpacked', 'node_modules', 'pino'));
});

it('signs with a key in a process of the Node that came with it', async () => {
  const { resources } = packaged;
  const chunk = pathToFileURL(join(resources, 'app.asar.unpacked', 'out', 'chunks', 'core.js')).href;
  const signer = createChildSigner({
    ...realOptions(),
    kind: 'env_private_key',
    start: nodeChild(signerChildProgram(join(resources, 'node', 'bin', 'node'), chunk)),
    fetchSource: async () => {
      const bytes = Uint8Array.from(Buffer.from(key.slice(2), 'hex'));
      return ok({ source: { from: 'environment', key: bytes }, warning: null });
    },
  });
  const claimed = await signer.sign(approved(), noProgress, noSignal);
  await signer.close();
  expect(claimed.ok && verifySignature('env_private_key', approved(), claimed.value)).toMatchObject({ ok: true });
});

it('opens its window on the first screen', async () => {
  opened = await openPackaged(packaged, { PORTCULLIS_API_PORT: `${await freePort()}` });
  const { page } = opened;
  expect(await page.title()).toBe('Portcullis');
  await skipFirstRun(page);
  await page.getByRole('button', { name: 'Halt', exact: true }).waitFor(patience);
});

it('its command line finds the console that runs, through a link too, and halts it', async () => {
  const status = await vi.waitFor(async () => {
    const answer = await packaged.portcullis(['status']);
    expect(answer.exitCode).toBe(0);
    return answer;
  }, patience);
  // Neither was told where the data lies.
  expect(status.stdout).toContain(`data in ${join(packaged.environment.HOME ?? '', '.config', 'portcullis', 'data')}`);
  expect(status.stdout).toContain('Trading is active.');
  const link = join(place, 'link');
  symlinkSync(join('dist', 'linux-unpacked', 'resources', 'bin', 'portcullis'), link);
  const halted = await runProgram(link, ['halt', '--reason', reason], packaged);
  expect(halted).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^Trading is halted\.\n(No order and no transaction is open|Still open: )/),
    stderr: '',
  });
  await opened?.page.getByText(reason).first().waitFor(patience);
});

it('says on Go live that it was started as this test had to', async () => {
  const { stdout } = await packaged.portcullis(['golive']);
  expect(stdout).toMatch(
    /^UNMET +It was started without a switch that lets others in: Given: .*--remote-debugging-port/m,
  );
});

it('ends when it is told to', async () => {
  expect(await opened?.end()).toBe(0);
  opened = null;
});

it('serves without a window, halted as it was left, and ends when it is told to', async () => {
  const port = await freePort();
  const child = spawn(join(packaged.resources, 'bin', 'portcullis'), ['serve'], {
    env: { ...packaged.environment, PORTCULLIS_API_PORT: `${port}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  try {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await vi.waitFor(() => expect(said).toContain(`Health: http://localhost:${port}/`), patience);
    const health = await fetch(`http://127.0.0.1:${port}/api/health`);
    expect(await health.json()).toMatchObject({ trading_halted: true });
  } finally {
    child.kill('SIGTERM');
  }
  expect(await ended).toBe(0);
});
