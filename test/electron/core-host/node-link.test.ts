import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Start } from '../../../core/channel.ts';
import { largePages } from '../../../core/domain/large-pages.ts';
import { systemClock } from '../../../core/node-ports.ts';
import { coreEnvironment } from '../../../electron/core-host/environment.ts';
import { nodeLink } from '../../../electron/core-host/node-link.ts';
import { type CoreHost, type CoreState, superviseCore } from '../../../electron/core-process.ts';
import { noKeychain as keychain } from '../no-keychain.ts';
import { keepingLog } from '../quiet-log.ts';

const modulePath = fileURLToPath(new URL('../fixtures/small-core.ts', import.meta.url));
/** The machine's clock with every wait a tenth as long. */
const hasty = { ...systemClock, after: (delayMs: number, task: () => void) => systemClock.after(delayMs / 10, task) };
const patient = { timeout: 20_000, interval: 10 };
const environment = {
  PATH: process.env.PATH,
  MAX_CEX_ORDER_AMOUNT: '0.5',
  NODE_OPTIONS: '--require=/nowhere.cjs',
  ELECTRON_RUN_AS_NODE: '1',
  LD_PRELOAD: '',
  GLIBC_TUNABLES: 'glibc.malloc.perturb=1',
  PORTCULLIS_NODE: '/node',
};

let host: CoreHost | null = null;
afterEach(async () => {
  await host?.stop();
  host = null;
});

async function started(): Promise<{ host: CoreHost; states: CoreState[]; pid: number }> {
  const connect = nodeLink({ execPath: process.execPath, modulePath, environment: coreEnvironment(environment) });
  const facts = async () => ({ dataFolder: '/data', runtime: 'test', masterKey: 'a2V5', keychainProblem: null });
  const made = superviseCore({ connect, facts, keychain, clock: hasty, log: keepingLog() });
  host = made;
  const states: CoreState[] = [];
  made.onState(({ state }) => states.push(state));
  await vi.waitFor(() => expect(made.status().state).toBe('ready'), patient);
  return { host: made, states, pid: (await askStart(made)).pid };
}

async function askStart(of: CoreHost): Promise<Start & { pid: number; environment: Record<string, string> }> {
  const answer = await of.call('console', 'start', {});
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value as Start & { pid: number; environment: Record<string, string> };
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a core in a process of its own', () => {
  it('is another process, with the settings of the person and nothing that changes how it is loaded', async () => {
    const { host, pid } = await started();
    expect(pid).not.toBe(process.pid);
    const { environment: given, masterKey, previousCrash } = await askStart(host);
    expect(given.MAX_CEX_ORDER_AMOUNT).toBe('0.5');
    expect(Object.keys(given).filter((name) => /^(NODE_(?!CHANNEL)|ELECTRON_|LD_|PORTCULLIS_NODE)/.test(name))).toEqual(
      [],
    );
    expect(given.GLIBC_TUNABLES).toBe(largePages(process.platform).GLIBC_TUNABLES);
    expect([masterKey, previousCrash]).toEqual(['a2V5', false]);
    expect(JSON.stringify(given)).not.toContain('a2V5');
  });

  it('that is killed is started again, told of the crash, and what was asked of it is answered', async () => {
    const { host, states, pid } = await started();
    const asked = host.call('console', 'never', {});
    process.kill(pid, 'SIGKILL');
    expect(await asked).toMatchObject({ ok: false, error: { code: 'core-unavailable' } });
    await vi.waitFor(() => expect(states).toEqual(['ready', 'crashed', 'ready']), patient);
    const next = await askStart(host);
    expect(next.pid).not.toBe(pid);
    expect(next.previousCrash).toBe(true);
  });

  it('that is stuck when a halt comes is ended, and the next one is halted', { timeout: 30_000 }, async () => {
    const { host, states, pid } = await started();
    void host.call('console', 'hang', {});
    const halted = await host.call('console', 'halt.engage', { reason: 'enough', source: 'shortcut' });
    expect(halted).toMatchObject({ ok: false, error: { code: 'core-unavailable' } });
    await vi.waitFor(() => expect(states).toEqual(['ready', 'crashed', 'ready']), patient);
    expect(isRunning(pid)).toBe(false);
    expect(await host.call('console', 'halts', {})).toEqual({
      ok: true,
      value: [{ reason: 'enough', source: 'shortcut' }],
    });
  });

  it('ends when it is asked to', async () => {
    const { host, pid } = await started();
    await host.stop();
    expect([host.status().state, isRunning(pid)]).toEqual(['stopped', false]);
  });

  it('ends when its host is gone', async () => {
    const { spawn } = await import('node:child_process');
    const parent = spawn(process.execPath, ['-e', parentProgram(modulePath)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => parent.stdout.on('data', (text) => resolve(Number(`${text}`))));
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), patient);
  });

  it('that cannot be started at all is tried again, not a crash of the host', async () => {
    const connect = nodeLink({ execPath: '/nowhere/node', modulePath, environment: {} });
    const facts = async () => ({ dataFolder: '/data', runtime: 'test', masterKey: null, keychainProblem: 'none' });
    host = superviseCore({ connect, facts, keychain, clock: hasty, log: keepingLog() });
    await vi.waitFor(() => expect(host?.status().state).toBe('crashed'), patient);
  });
});

/** A host that starts the core, prints its process id once the core speaks, and then does nothing. */
function parentProgram(path: string): string {
  return `
    const child = require('node:child_process').spawn(process.execPath, [${JSON.stringify(path)}], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.send({ kind: 'start', dataFolder: '/data', runtime: 'test', masterKey: null, keychainProblem: null, previousCrash: false });
    child.on('message', () => console.log(child.pid));
    setInterval(() => undefined, 1000);
  `;
}
