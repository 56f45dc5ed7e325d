import type { FromCore, KeychainAnswer, KeychainAsk } from './channel.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { Clock, HostKeychain, KeychainKeys } from './ports.ts';

/** The way from a core to its host's keychain and back. */
export interface KeychainLine {
  readonly keychain: HostKeychain;
  /** The host has answered. What comes after its time, or was never asked, is ignored. */
  answered(id: number, answer: KeychainAnswer): void;
  /** The host is gone: whoever waits is told `core-unavailable`. */
  gone(): void;
}

/** How long the host may take: a person may have to unlock the keychain first. */
const answersWithinMs = 120_000;

/**
 * The keychain over the private channel to the host, the only place where a master key crosses between processes. A host that does not
 * answer is `keychain-unavailable`; what it was asked for may still be done there, as after a cut, and is settled in the same way.
 */
export function createKeychainLine(send: (message: FromCore) => void, clock: Pick<Clock, 'after'>): KeychainLine {
  const waiting = new Map<number, (answer: Result<KeychainAnswer>) => void>();
  let lastId = 0;
  let isGone = false;

  async function ask(question: KeychainAsk): Promise<Result<KeychainAnswer>> {
    if (isGone) return hostGone;
    lastId += 1;
    const id = lastId;
    const answered = new Promise<Result<KeychainAnswer>>((resolve) => waiting.set(id, resolve));
    const stopWaiting = clock.after(answersWithinMs, () => {
      waiting.get(id)?.(noAnswer);
      waiting.delete(id);
    });
    send({ kind: 'keychain', id, ask: question });
    const answer = await answered;
    stopWaiting();
    if (!answer.ok || answer.value.problem === null) return answer;
    return err({ code: 'keychain-unavailable', retry: 'safe', why: answer.value.problem });
  }
  async function done(question: KeychainAsk): Promise<Result<void>> {
    const answer = await ask(question);
    return answer.ok ? ok(undefined) : answer;
  }

  return {
    keychain: {
      async read() {
        const answer = await ask({ what: 'read' });
        if (!answer.ok) return answer;
        const keys = keysIn(answer.value);
        return keys === null ? nothingThere : ok(keys);
      },
      stage: (key) => done({ what: 'stage', masterKey: Buffer.from(key).toString('base64') }),
      settle: (counts) => done({ what: 'settle', counts }),
    },
    answered(id, answer) {
      waiting.get(id)?.(ok(answer));
      waiting.delete(id);
    },
    gone() {
      isGone = true;
      for (const resolve of waiting.values()) resolve(hostGone);
      waiting.clear();
    },
  };
}

/** The keys in an answer of the host; null when it holds none. */
export function keysIn({ masterKey, staged }: Pick<KeychainAnswer, 'masterKey' | 'staged'>): KeychainKeys | null {
  const current = bytesOf(masterKey);
  return current === null ? null : { current, staged: bytesOf(staged) };
}

function bytesOf(text: string | null): Uint8Array | null {
  return text === null ? null : new Uint8Array(Buffer.from(text, 'base64'));
}

const hostGone: Result<never> = err({ code: 'core-unavailable', retry: 'safe', why: 'the host of this core is gone' });
const noAnswer: Result<never> = err({
  code: 'keychain-unavailable',
  retry: 'safe',
  why: 'The keychain has not answered in time.',
});
const nothingThere: Result<never> = err({
  code: 'keychain-unavailable',
  retry: 'safe',
  why: 'The keychain holds no key.',
});
