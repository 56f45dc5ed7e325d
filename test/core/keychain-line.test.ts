import { describe, expect, it } from 'vitest';
import type { FromCore, KeychainAnswer } from '../../core/channel.ts';
import { createKeychainLine } from '../../core/keychain-line.ts';
import { manualClock } from '../manual-clock.ts';

const masterKey = Buffer.alloc(32, 7).toString('base64');
const found: KeychainAnswer = { problem: null, masterKey, staged: null };

/** A line whose host is the test. */
function line() {
  const sent: FromCore[] = [];
  const clock = manualClock();
  let timers = 0;
  const after = (delayMs: number, task: () => void) => {
    const stop = clock.after(delayMs, task);
    timers += 1;
    return () => {
      timers -= 1;
      stop();
    };
  };
  const { answered, gone, keychain } = createKeychainLine((message) => void sent.push(message), { after });
  const lastId = (): number => {
    const message = sent.at(-1);
    if (message?.kind !== 'keychain') throw new Error('nothing was asked');
    return message.id;
  };
  return { answered, gone, keychain, clock, lastId, timers: () => timers };
}

describe('the way to the keychain of the host', () => {
  it('gives what the host answers, however long within its time that takes', async () => {
    const { answered, clock, keychain, lastId } = line();
    const read = keychain.read();
    clock.wind(119_000);
    answered(lastId(), found);
    expect(await read).toMatchObject({ ok: true, value: { staged: null } });
  });

  it('waits for no host that says nothing: the keychain is unavailable, whatever was asked of it', async () => {
    const { clock, keychain } = line();
    const asked = [keychain.read(), keychain.stage(new Uint8Array(32)), keychain.settle('old')];
    clock.wind(120_000);
    for (const answer of await Promise.all(asked)) {
      expect(answer).toMatchObject({
        error: { code: 'keychain-unavailable', retry: 'safe', why: 'The keychain has not answered in time.' },
      });
    }
  });

  it('takes an answer that comes too late for none, and for no later question either', async () => {
    const { answered, clock, gone, keychain, lastId } = line();
    const first = keychain.read();
    const late = lastId();
    clock.wind(120_000);
    expect(await first).toMatchObject({ ok: false });
    const second = keychain.read();
    answered(late, found);
    answered(999, found);
    gone();
    expect(await second).toMatchObject({ error: { code: 'core-unavailable' } });
    answered(lastId(), found);
  });

  it('leaves no timer behind a question that was answered', async () => {
    const { answered, keychain, lastId, timers } = line();
    const read = keychain.read();
    answered(lastId(), { ...found, masterKey: null });
    expect(await read).toMatchObject({ error: { code: 'keychain-unavailable', why: 'The keychain holds no key.' } });
    expect(timers()).toBe(0);
  });
});
