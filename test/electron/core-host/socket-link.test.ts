import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { socketPath } from '../../../core/api/socket-path.ts';
import type { Start } from '../../../core/channel.ts';
import { methods } from '../../../core/contract/methods.ts';
import { type MethodName, methodNames } from '../../../core/contract/names.ts';
import type { Approval, SystemStatus } from '../../../core/contract/shapes.ts';
import type { Announcement } from '../../../core/contract/topics.ts';
import { systemClock } from '../../../core/node-ports.ts';
import { version } from '../../../core/version.ts';
import type { Connect } from '../../../electron/core-host/link.ts';
import { orAttached } from '../../../electron/core-host/or-attached.ts';
import { callServedCore } from '../../../electron/core-host/served-line.ts';
import { socketLink } from '../../../electron/core-host/socket-link.ts';
import { type CoreHost, type CoreStatus, superviseCore } from '../../../electron/core-process.ts';
import { type TemporaryCore, temporaryCore } from '../../core/temporary-core.ts';
import { noKeychain as keychain } from '../no-keychain.ts';
import { keepingLog } from '../quiet-log.ts';

const patient = { timeout: 20_000, interval: 10 };
/** The machine's clock with every wait a tenth as long. */
const hasty = { ...systemClock, after: (delayMs: number, task: () => void) => systemClock.after(delayMs / 10, task) };

let served: TemporaryCore | null = null;
let host: CoreHost | null = null;
afterEach(async () => {
  await host?.stop();
  await served?.remove();
  served = null;
  host = null;
});

async function serve(): Promise<TemporaryCore> {
  served = await temporaryCore({ serveApi: true });
  await expect.poll(() => served?.core.status().apiAddress, { timeout: 30_000 }).not.toBeNull();
  return served;
}

/** A core of our own that finds its folder taken for as long as `isTaken` says so. */
function ownCore(isTaken: () => boolean, starts: Start[] = []): Connect {
  return (ears) => ({
    pid: null,
    send(message) {
      if (message.kind === 'close') ears.onEnd({ exitCode: 0, signal: null });
      if (message.kind !== 'start') return;
      starts.push(message);
      if (!isTaken()) return ears.onMessage({ kind: 'ready' });
      ears.onMessage({ kind: 'failed', error: { code: 'already-running', retry: 'never', what: message.dataFolder } });
      ears.onEnd({ exitCode: 0, signal: null });
    },
    kill: () => ears.onEnd({ exitCode: null, signal: 'SIGKILL' }),
  });
}

interface Opened {
  readonly host: CoreHost;
  readonly heard: Announcement[];
  readonly states: CoreStatus[];
}

/** A window's host on a data folder that `isTaken`. */
function open(dataFolder: string, isTaken: () => boolean, as = version, starts: Start[] = []): Opened {
  const attached = socketLink({
    callCore: (folder) => callServedCore(socketPath(folder, {})),
    version: as,
    clock: hasty,
  });
  const opened = superviseCore({
    connect: orAttached(ownCore(isTaken, starts), attached),
    facts: async () => ({ dataFolder, runtime: 'test', masterKey: 'a2V5', keychainProblem: null }),
    keychain,
    clock: hasty,
    log: keepingLog(),
  });
  host = opened;
  const heard: Announcement[] = [];
  const states: CoreStatus[] = [];
  opened.onAnnouncement((announcement) => heard.push(announcement));
  opened.onState((status) => states.push(status));
  return { host: opened, heard, states };
}

async function openAttached(console: TemporaryCore): Promise<Opened> {
  const opened = open(console.folder, () => true);
  await vi.waitFor(() => expect(opened.host.status().state).toBe('ready'), patient);
  return opened;
}

const draft = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'limit', amount: '0.01', price: '10000' };

describe('a window on a folder that another console serves', () => {
  it('attaches, says so, and reads what that console reads', async () => {
    const console = await serve();
    const { host } = await openAttached(console);
    expect(host.status().problem).toContain('Another console runs on this data folder');
    const status = await host.call('console', 'system.status', {});
    expect(status).toMatchObject({ ok: true, value: { dataFolder: console.folder, halt: { state: 'active' } } });
  });

  it('halts it, and the reason is there', async () => {
    const console = await serve();
    const { host } = await openAttached(console);
    expect(await host.call('console', 'halt.engage', { reason: 'enough', source: 'shortcut' })).toMatchObject({
      ok: true,
      value: { state: 'halted' },
    });
    expect(console.core.status().halt.reasons[0]).toMatchObject({ text: 'enough', source: 'cli' });
  });

  it('halts it first when a core of the window crashed before', async () => {
    const console = await serve();
    let isTaken = false;
    const starts: Start[] = [];
    let crash: () => void = () => undefined;
    const own = ownCore(() => isTaken, starts);
    const crashing: Connect = (ears) => {
      crash = () => ears.onEnd({ exitCode: 1, signal: null });
      return own(ears);
    };
    const attached = socketLink({
      callCore: (folder) => callServedCore(socketPath(folder, {})),
      version,
      clock: hasty,
    });
    const facts = { dataFolder: console.folder, runtime: 'test', masterKey: null, keychainProblem: null };
    host = superviseCore({
      connect: orAttached(crashing, attached),
      facts: async () => facts,
      keychain,
      clock: hasty,
      log: keepingLog(),
    });
    await vi.waitFor(() => expect(host?.status()).toEqual({ state: 'ready', problem: null }), patient);
    isTaken = true;
    crash();
    await vi.waitFor(() => expect(host?.status().problem).toContain('Another console runs'), patient);
    expect(starts.map(({ previousCrash }) => previousCrash)).toEqual([false, true]);
    expect(console.core.status().halt.state).toBe('halted');
  });

  it('cancels, and hears of what changed there', async () => {
    const console = await serve();
    const { host, heard } = await openAttached(console);
    await vi.waitFor(() => expect(heard.some(({ topic }) => topic === 'market.updated')).toBe(true), patient);
    const preview = await console.get('orders.preview', draft as never);
    const submitted = await console.get('orders.submit', { previewId: preview.previewId });
    if (submitted.state !== 'sent') throw new Error('the order waits for an approval');
    const { orderId } = submitted.order;
    const shown = (status: string) =>
      heard.some(
        ({ topic, payload }) => topic === 'order.changed' && payload.orderId === orderId && payload.status === status,
      );
    await vi.waitFor(() => expect(shown('open')).toBe(true), patient);
    await vi.waitFor(() => expect(heard.some(({ topic }) => topic === 'balances.changed')).toBe(true), patient);
    expect(await host.call('console', 'orders.cancel', { orderId })).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(shown('canceled')).toBe(true), patient);
    await console.get('halt.engage', { reason: 'over there' });
    await vi.waitFor(
      () =>
        expect(heard.some(({ topic, payload }) => topic === 'halt.changed' && payload.state === 'halted')).toBe(true),
      patient,
    );
    expect(heard.filter(({ topic }) => topic === 'approval.requested')).toEqual([]);
  });

  it('raises nothing: no method that raises, and nothing of an approval window, goes over the socket', async () => {
    const { core } = await serve();
    const asked: string[] = [];
    const line = {
      ask: async (method: string) => {
        asked.push(method);
        return { ok: true as const, value: method === 'system.status' ? core.status() : null };
      },
      end: () => undefined,
      onEnd: () => undefined,
    };
    const connect = socketLink({
      callCore: async () => line,
      version,
      clock: { ...hasty, after: () => () => undefined },
    });
    const facts = { dataFolder: '/data', runtime: 'test', masterKey: 'a2V5', keychainProblem: null };
    host = superviseCore({ connect, facts: async () => facts, keychain, clock: hasty, log: keepingLog() });
    await vi.waitFor(() => expect(host?.status().state).toBe('ready'), patient);
    const raising = methodNames.filter((name: MethodName) => methods[name].effect === 'raise');
    expect(raising).toContain('approvals.decide');
    for (const method of [...raising, 'no.such', 'toString']) {
      for (const face of ['console', 'approval'] as const) {
        const answer = await host.call(face, method, { passphrase: 'typed by a person' });
        expect([method, answer]).toMatchObject([method, { ok: false, error: { code: 'not-offered' } }]);
      }
    }
    expect(await host.call('approval', 'approvals.pending', {})).toMatchObject({ ok: false });
    expect(asked.filter((method) => raising.includes(method as MethodName) || method === 'approvals.pending')).toEqual(
      [],
    );
  });

  it('leaves a release to the console that runs there: it can be asked for, and waits', async () => {
    const console = await serve();
    const { host } = await openAttached(console);
    await host.call('console', 'halt.engage', { reason: 'enough' });
    const asked = await host.call('console', 'halt.requestRelease', {});
    if (!asked.ok) throw new Error(asked.error.code);
    const { approvalId, digest, word } = asked.value as Approval;
    const answer = { approvalId, digest, word, answer: 'approve' };
    for (const face of ['console', 'approval'] as const) {
      expect(await host.call(face, 'approvals.decide', answer)).toMatchObject({ ok: false });
    }
    const status = await host.call('console', 'system.status', {});
    expect(status.ok && (status.value as SystemStatus)).toMatchObject({
      halt: { state: 'halted' },
      pendingApprovals: 1,
    });
  });

  it('ends without ending that console, and starts a core of its own once that one has ended', async () => {
    const console = await serve();
    let isTaken = true;
    const first = open(console.folder, () => true);
    await vi.waitFor(() => expect(first.host.status().state).toBe('ready'), patient);
    await first.host.stop();
    expect(console.core.status().halt.state).toBe('active');

    const starts: Start[] = [];
    const { host, states } = open(console.folder, () => isTaken, version, starts);
    await vi.waitFor(() => expect(host.status().state).toBe('ready'), patient);
    isTaken = false;
    await console.core.close();
    await vi.waitFor(() => expect(host.status()).toEqual({ state: 'ready', problem: null }), patient);
    expect(states.map(({ state }) => state)).toEqual(['ready', 'starting', 'ready']);
    expect(states[1]?.problem).toBe('The console that ran on this data folder has ended. Connecting again.');
    expect(starts.at(-1)?.previousCrash).toBe(false);
  });

  it('attaches to no other version, and to nobody, and says that it waits', async () => {
    const console = await serve();
    const { host } = open(console.folder, () => true, '0.0.0-other');
    await vi.waitFor(() => expect(host.status().problem).toContain('cannot be watched from here'), patient);
    expect(host.status().state).toBe('starting');
    await host.stop();
    const nobody = open(join(console.folder, 'nobody'), () => true);
    await vi.waitFor(() => expect(nobody.host.status().problem).toContain('cannot be watched from here'), patient);
  });
});
