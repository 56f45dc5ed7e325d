import { expect, it, vi } from 'vitest';
import type { FromCore, Start, ToCore } from '../../core/channel.ts';
import { type ServedCore, serveChannel } from '../../core/channel-server.ts';
import type { Announcement } from '../../core/contract/topics.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import { keepingLog } from '../electron/quiet-log.ts';

const startMessage: Start = {
  kind: 'start',
  dataFolder: '/data',
  runtime: 'test',
  previousCrash: false,
  masterKey: null,
  keychainProblem: null,
};

/** A channel whose host is the test; the core is made when the test says so. */
function channel() {
  const said: FromCore[] = [];
  const did: string[] = [];
  let hear: (message: ToCore) => void = () => undefined;
  let leave: () => void = () => undefined;
  let made: (core: Result<ServedCore>) => void = () => undefined;
  let announce: (announcement: Announcement) => void = () => undefined;
  serveChannel({
    port: {
      send: (message) => void said.push(message),
      onMessage: (listener) => {
        hear = listener;
      },
      onGone: (listener) => {
        leave = listener;
      },
    },
    clock: systemClock,
    ids: systemIds,
    log: keepingLog(),
    start: () => {
      did.push('start');
      return new Promise((resolve) => {
        made = resolve;
      });
    },
    ended: () => void did.push('ended'),
  });
  const core: ServedCore = {
    call: async (face, method) => ok(`${face} ${method}`),
    on: (listener) => {
      announce = listener;
      return () => undefined;
    },
    close: async () => void did.push('close'),
  };
  return {
    said,
    did,
    tell: (message: ToCore) => hear(message),
    leave: () => leave(),
    make: () => made(ok(core)),
    announce: (announcement: Announcement) => announce(announcement),
  };
}

const call: ToCore = { kind: 'call', id: 7, face: 'console', method: 'orders.list', input: {} };

it('answers a call that comes before the core is there instead of keeping it', async () => {
  const { tell, said } = channel();
  tell(startMessage);
  tell(call);
  await vi.waitFor(() => expect(said).toHaveLength(1), { timeout: 30_000 });
  expect(said[0]).toMatchObject({ kind: 'answer', id: 7, result: { ok: false, error: { code: 'core-unavailable' } } });
});

it('says ready, then answers under the face the host named, and passes announcements on', async () => {
  const { tell, said, make, announce } = channel();
  tell(startMessage);
  make();
  await vi.waitFor(() => expect(said).toEqual([{ kind: 'ready' }]), { timeout: 30_000 });
  tell(call);
  await vi.waitFor(
    () => expect(said[1]).toEqual({ kind: 'answer', id: 7, result: { ok: true, value: 'console orders.list' } }),
    { timeout: 30_000 },
  );
  const announcement: Announcement = { topic: 'approval.closed', payload: { approvalId: 'a1', how: 'approved' } };
  announce(announcement);
  expect(said[2]).toEqual({ kind: 'announce', announcement });
});

it('makes one core however often it is told to start', async () => {
  const { tell, did, make, said } = channel();
  tell(startMessage);
  tell(startMessage);
  make();
  await vi.waitFor(() => expect(said).toHaveLength(1), { timeout: 30_000 });
  tell(startMessage);
  expect(did).toEqual(['start']);
});

it.each(['close', 'gone'])('closes the core once when its host says close or is gone: %s', async (how) => {
  const { tell, did, make, said, leave } = channel();
  tell(startMessage);
  make();
  await vi.waitFor(() => expect(said).toHaveLength(1), { timeout: 30_000 });
  if (how === 'close') tell({ kind: 'close' });
  leave();
  await vi.waitFor(() => expect(did).toEqual(['start', 'close', 'ended']), { timeout: 30_000 });
});

it('closes a core that was still being made when its host left', async () => {
  const { tell, did, make, said, leave } = channel();
  tell(startMessage);
  leave();
  expect(did).toEqual(['start']);
  make();
  await vi.waitFor(() => expect(did).toEqual(['start', 'close', 'ended']), { timeout: 30_000 });
  expect(said).toEqual([]);
});

it('ends at once when its host leaves before anything was started', async () => {
  const { did, leave } = channel();
  leave();
  await vi.waitFor(() => expect(did).toEqual(['ended']), { timeout: 30_000 });
});
