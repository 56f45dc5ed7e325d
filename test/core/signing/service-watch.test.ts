import { expect, it } from 'vitest';
import { askServiceMs, watchServiceSigner } from '../../../core/signing/service-watch.ts';
import type { Signing } from '../../../core/signing/signing.ts';

/** A watch whose minute comes when the test says so, and what it asked; `answer` ends what is asked. */
function watched(kind: ReturnType<Signing['active']['kind']>) {
  const asked: string[] = [];
  const failures: string[] = [];
  let isLive = true;
  let minute = (): void => undefined;
  let answer = (): void => undefined;
  let fail = (): void => undefined;
  const asking = (what: string) => (): Promise<never> => {
    asked.push(what);
    return new Promise<never>((resolve, reject) => {
      answer = () => resolve(undefined as never);
      fail = () => reject(new Error('the database is closed'));
    });
  };
  const stop = watchServiceSigner({
    clock: {
      every(periodMs, task) {
        expect(periodMs).toBe(askServiceMs);
        minute = task;
        return () => {
          minute = () => undefined;
        };
      },
    },
    isLive: () => isLive,
    failed: (cause) => void failures.push(String(cause)),
    signing: {
      active: { kind: () => kind },
      address: asking('its address'),
      keyshareDesk: { look: asking('both parties') },
    } as unknown as Signing,
  });
  return {
    asked,
    failures,
    stop,
    minute: () => minute(),
    answer: async () => {
      answer();
      await new Promise(setImmediate);
    },
    fail: async () => {
      fail();
      await new Promise(setImmediate);
    },
    live(is: boolean) {
      isLive = is;
    },
  };
}

it.each([
  ['remote', ['its address']],
  ['cb_mpc_2pc', ['both parties']],
  ['ledger', []],
  ['keystore', []],
  ['env_private_key', []],
  [null, []],
] as const)('%s is asked %j each minute while real money may be moved', async (kind, wanted) => {
  const watch = watched(kind);
  watch.live(false);
  watch.minute();
  expect(watch.asked).toEqual([]);
  watch.live(true);
  watch.minute();
  expect(watch.asked).toEqual(wanted);
  watch.stop();
  await watch.answer();
  watch.minute();
  expect(watch.asked).toEqual(wanted);
});

it('one that takes long is not asked again before it has answered', async () => {
  const watch = watched('remote');
  watch.minute();
  watch.minute();
  expect(watch.asked).toHaveLength(1);
  await watch.answer();
  watch.minute();
  expect(watch.asked).toHaveLength(2);
});

it('what an asking throws is told, ends nothing, and is no failure once it was stopped', async () => {
  const watch = watched('cb_mpc_2pc');
  watch.minute();
  await watch.fail();
  expect(watch.failures).toEqual(['Error: the database is closed']);
  watch.minute();
  expect(watch.asked).toHaveLength(2);
  watch.stop();
  await watch.fail();
  expect(watch.failures).toHaveLength(1);
});
