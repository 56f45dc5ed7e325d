import { expect, it } from 'vitest';
import { askServiceMs, watchServiceSigner } from '../../../core/signing/service-watch.ts';
import type { Signing } from '../../../core/signing/signing.ts';

/** A watch whose minute comes when the test says so, and what it asked; `answer` ends what is asked. */
function watched(kind: ReturnType<Signing['active']['kind']>) {
  const asked: string[] = [];
  let isLive = true;
  let minute = (): void => undefined;
  let answer = (): void => undefined;
  const asking = (what: string) => (): Promise<never> => {
    asked.push(what);
    return new Promise<never>((resolve) => {
      answer = () => resolve(undefined as never);
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
    signing: {
      active: { kind: () => kind },
      address: asking('its address'),
      keyshareDesk: { look: asking('both parties') },
    } as unknown as Signing,
  });
  return {
    asked,
    stop,
    minute: () => minute(),
    answer: async () => {
      answer();
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
