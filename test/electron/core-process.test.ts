import { describe, expect, it, vi } from 'vitest';
import type { Start, ToCore } from '../../core/channel.ts';
import type { Announcement } from '../../core/contract/topics.ts';
import type { Result } from '../../core/domain/result.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import { backOffMs } from '../../electron/core-host/back-off.ts';
import type { Connect, CoreEars } from '../../electron/core-host/link.ts';
import { mainLink } from '../../electron/core-host/main-link.ts';
import { noLink } from '../../electron/core-host/no-link.ts';
import { type CoreHost, type CoreStatus, superviseCore } from '../../electron/core-process.ts';
import { manualClock } from '../manual-clock.ts';
import { smallCore } from './fixtures/small-core-answers.ts';
import { noKeychain as keychain } from './no-keychain.ts';
import { keepingLog } from './quiet-log.ts';

const facts = { dataFolder: '/data', runtime: 'test', masterKey: 'a2V5', keychainProblem: null };

/** A core that a test plays by hand: what it was sent, and its mouth. */
function played() {
  const cores: { ears: CoreEars; sent: ToCore[]; isKilled: boolean }[] = [];
  const connect: Connect = (ears) => {
    const core = { ears, sent: [] as ToCore[], isKilled: false };
    cores.push(core);
    return {
      pid: null,
      send: (message) => void core.sent.push(message),
      kill: () => {
        core.isKilled = true;
        ears.onEnd({ exitCode: null, signal: 'SIGKILL' });
      },
    };
  };
  const clock = manualClock();
  const host = superviseCore({ connect, facts: async () => facts, keychain, clock, log: keepingLog() });
  const states: CoreStatus[] = [];
  host.onState((status) => states.push(status));
  const core = async (index: number) => {
    await vi.waitFor(() => expect(cores.length).toBeGreaterThan(index), { interval: 1 });
    return cores[index] as (typeof cores)[number];
  };
  return { host, clock, states, core, cores };
}

const crash = { exitCode: 1, signal: null };
const startOf = (sent: readonly ToCore[]) => sent[0] as Start;
const callsOf = (sent: readonly ToCore[]) => sent.filter((message) => message.kind === 'call');

describe('the back-off', () => {
  it('is half a second, doubling, at most 30 seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 1_000].map(backOffMs)).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });
});

describe('a supervised core', () => {
  it('is handed what it starts with, without a crash before it', async () => {
    const { core } = played();
    expect(startOf((await core(0)).sent)).toEqual({ kind: 'start', ...facts, previousCrash: false });
  });

  it('answers calls once it is ready, and says so until then', async () => {
    const { host, core } = played();
    const first = await core(0);
    expect(await host.call('console', 'orders.list', {})).toMatchObject({
      ok: false,
      error: { code: 'core-unavailable' },
    });
    first.ears.onMessage({ kind: 'ready' });
    const asked = host.call('console', 'orders.list', { open: true });
    expect(callsOf(first.sent)).toEqual([
      { kind: 'call', id: 1, face: 'console', method: 'orders.list', input: { open: true } },
    ]);
    first.ears.onMessage({ kind: 'answer', id: 1, result: { ok: true, value: [] } });
    expect(await asked).toEqual({ ok: true, value: [] });
  });

  it('answers what was under way when it ended, and starts again after the back-off, told of the crash', async () => {
    const { host, clock, states, core, cores } = played();
    const first = await core(0);
    first.ears.onMessage({ kind: 'ready' });
    const asked = host.call('console', 'orders.submit', { previewId: 'p' });
    first.ears.onEnd(crash);
    expect(await asked).toMatchObject({ ok: false, error: { code: 'core-unavailable' } });
    expect(states.at(-1)).toEqual({ state: 'crashed', problem: 'The core ended unexpectedly. It restarts halted.' });
    clock.wind(499);
    expect(cores).toHaveLength(1);
    clock.wind(1);
    const second = await core(1);
    expect(startOf(second.sent).previousCrash).toBe(true);
    second.ears.onMessage({ kind: 'ready' });
    expect(host.status()).toEqual({ state: 'ready', problem: null });
  });

  it('stays told of the crash until one has come up, and waits longer each time', async () => {
    const { clock, core } = played();
    (await core(0)).ears.onEnd(crash);
    clock.wind(500);
    (await core(1)).ears.onEnd(crash);
    clock.wind(1_000);
    const third = await core(2);
    expect(startOf(third.sent).previousCrash).toBe(true);
    third.ears.onMessage({ kind: 'ready' });
    clock.wind(60_000);
    third.ears.onEnd(crash);
    clock.wind(500);
    expect(startOf((await core(3)).sent).previousCrash).toBe(true);
  });

  it('never gives an answer of an ended core to a call to the next one', async () => {
    const { host, clock, core } = played();
    const first = await core(0);
    first.ears.onMessage({ kind: 'ready' });
    void host.call('console', 'a', {});
    first.ears.onEnd(crash);
    clock.wind(500);
    const second = await core(1);
    second.ears.onMessage({ kind: 'ready' });
    const asked = host.call('console', 'b', {});
    second.ears.onMessage({ kind: 'answer', id: 1, result: { ok: true, value: 'stale' } });
    second.ears.onMessage({ kind: 'answer', id: 2, result: { ok: true, value: 'fresh' } });
    expect(await asked).toEqual({ ok: true, value: 'fresh' });
  });

  it('waits for another core on the same data folder to end, without calling it a crash', async () => {
    const { clock, states, core } = played();
    const first = await core(0);
    first.ears.onMessage({ kind: 'failed', error: { code: 'already-running', retry: 'never', what: '/data' } });
    first.ears.onEnd({ exitCode: 0, signal: null });
    expect(states.at(-1)).toEqual({
      state: 'starting',
      problem: 'Another Portcullis uses this data folder and cannot be watched from here. Waiting for it to end.',
    });
    clock.wind(500);
    expect(startOf((await core(1)).sent).previousCrash).toBe(false);
  });

  it('is not tried again when its error says that this never helps', async () => {
    const host = superviseCore({
      connect: noLink('The core needs Node 22.'),
      facts: async () => facts,
      keychain,
      clock: manualClock(),
      log: keepingLog(),
    });
    await vi.waitFor(() => expect(host.status()).toEqual({ state: 'stopped', problem: 'The core needs Node 22.' }), {
      timeout: 30_000,
    });
    expect(await host.call('console', 'system.status', {})).toMatchObject({
      error: { why: 'The core needs Node 22.' },
    });
  });
});

describe('a halt', () => {
  const halt = { reason: 'enough', source: 'shortcut' };

  it('before the core is there is engaged before anything else', async () => {
    const { host, core } = played();
    const first = await core(0);
    expect(await host.call('console', 'halt.engage', halt)).toMatchObject({
      ok: false,
      error: { why: 'the core is not there; it will be halted before anything else as soon as it is' },
    });
    first.ears.onMessage({ kind: 'ready' });
    void host.call('console', 'orders.submit', {});
    expect(callsOf(first.sent).map((call) => call.method)).toEqual(['halt.engage', 'orders.submit']);
    expect(callsOf(first.sent)[0]).toMatchObject({ face: 'console', input: halt });
  });

  it('that a dying core did not confirm is engaged in the next one', async () => {
    const { host, clock, core } = played();
    const first = await core(0);
    first.ears.onMessage({ kind: 'ready' });
    const asked = host.call('console', 'halt.engage', halt);
    first.ears.onEnd(crash);
    expect(await asked).toMatchObject({ ok: false, error: { code: 'core-unavailable' } });
    clock.wind(500);
    const second = await core(1);
    second.ears.onMessage({ kind: 'ready' });
    expect(callsOf(second.sent).map((call) => call.method)).toEqual(['halt.engage']);
  });

  it.each([
    ['is not confirmed within 5 seconds', (clock: { wind(ms: number): void }) => clock.wind(5_000)],
    [
      'is answered with an incident',
      (_clock: unknown, ears: CoreEars) =>
        ears.onMessage({
          kind: 'answer',
          id: 1,
          result: { ok: false, error: { code: 'internal', retry: 'after-checking', incidentId: 'x' } },
        }),
    ],
  ])('that %s ends that core; the next one starts halted', async (_what, trouble) => {
    const { host, clock, core } = played();
    const first = await core(0);
    first.ears.onMessage({ kind: 'ready' });
    const asked = host.call('console', 'halt.engage', halt);
    trouble(clock, first.ears);
    await asked;
    await vi.waitFor(() => expect(first.isKilled).toBe(true), { timeout: 30_000 });
    clock.wind(500);
    expect(startOf((await core(1)).sent).previousCrash).toBe(true);
  });

  it('that was confirmed leaves the core alone', async () => {
    const { host, clock, core } = played();
    const first = await core(0);
    first.ears.onMessage({ kind: 'ready' });
    const asked = host.call('console', 'halt.engage', halt);
    first.ears.onMessage({ kind: 'answer', id: 1, result: { ok: true, value: {} } });
    expect(await asked).toEqual({ ok: true, value: {} });
    clock.wind(60_000);
    expect(first.isKilled).toBe(false);
  });
});

describe('stopping', () => {
  it('closes the core and does not start it again', async () => {
    const { host, clock, core, cores } = played();
    const first = await core(0);
    first.ears.onMessage({ kind: 'ready' });
    const over = host.stop();
    expect(first.sent.at(-1)).toEqual({ kind: 'close' });
    first.ears.onEnd({ exitCode: 0, signal: null });
    await over;
    clock.wind(60_000);
    expect([host.status().state, cores.length]).toEqual(['stopped', 1]);
  });

  it('ends a core that does not close within 5 seconds', async () => {
    const { host, clock, core } = played();
    const first = await core(0);
    const over = host.stop();
    clock.wind(4_999);
    expect(first.isKilled).toBe(false);
    clock.wind(1);
    await over;
    expect(first.isKilled).toBe(true);
  });

  it('during a back-off starts nothing any more', async () => {
    const { host, clock, core, cores } = played();
    (await core(0)).ears.onEnd(crash);
    await host.stop();
    clock.wind(60_000);
    expect([host.status().state, cores.length]).toEqual(['stopped', 1]);
  });
});

describe('a core inside the host', () => {
  async function inside(runtime = 'test'): Promise<CoreHost> {
    const log = keepingLog();
    const connect = mainLink({ start: async (message) => smallCore(message), clock: systemClock, ids: systemIds, log });
    const host = superviseCore({
      connect,
      facts: async () => ({ ...facts, runtime }),
      keychain,
      clock: manualClock(),
      log,
    });
    await vi.waitFor(() => expect(host.status()).not.toEqual({ state: 'starting', problem: null }), { interval: 1 });
    return host;
  }

  it('is spoken to by the same messages: calls, announcements, close', async () => {
    const host = await inside();
    const heard: Announcement[] = [];
    host.onAnnouncement((announcement) => heard.push(announcement));
    expect(await host.call('console', 'start', {})).toMatchObject({
      ok: true,
      value: { dataFolder: '/data', masterKey: 'a2V5' },
    });
    await host.call('console', 'announce', { state: 'halted' });
    expect(heard).toEqual([{ topic: 'halt.changed', payload: { state: 'halted' } }]);
    await host.stop();
    expect(host.status().state).toBe('stopped');
  });

  it('answers a throw with an incident id and not with its text', async () => {
    const host = await inside();
    const thrown = (await host.call('console', 'throw', {})) as Result<never>;
    expect(thrown).toMatchObject({
      ok: false,
      error: { code: 'internal', incidentId: expect.stringMatching(/^[0-9a-f]{24}$/) },
    });
    expect(JSON.stringify(thrown)).not.toContain('detail');
  });

  it('that throws while it starts is a failure with an incident id, not a crash of the host', async () => {
    const host = await inside('broken');
    expect(host.status()).toEqual({ state: 'starting', problem: 'The core could not start (internal).' });
  });
});
