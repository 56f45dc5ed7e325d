import type { Address } from '../../domain/address.ts';
import type { AppError } from '../../domain/errors.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { SignatureNumbers } from '../keystore/secret-key.ts';
import type { Signer, SignerKind } from '../signer.ts';
import { type ChildSession, openSessions, type SessionOptions } from './child-session.ts';
import type { ChildRequest } from './protocol.ts';
import { describeStanding, type Obstacle } from './standing.ts';

/** What a signer in a child is made of. */
export interface ChildSignerOptions extends SessionOptions {
  readonly kind: Extract<SignerKind, 'keystore' | 'env_private_key'>;
  /** How long a signature may take once the key is there. */
  readonly signTimeoutMs: number;
}

/**
 * A signer whose key lies in a process of its own. The process is started when it is first needed, and again after it ended; `close` ends
 * it, and a later call opens it anew. What the child refuses is `signer-refused` with the rule's code; what is in the way before
 * anything was handed over is `signer-unavailable`; a child that ends or hangs over a signature is `signer-failed`.
 */
export function createChildSigner(options: ChildSignerOptions): Signer {
  const { kind, signTimeoutMs } = options;
  const sessions = openSessions(options);

  const unavailable = ({ state, why }: Obstacle): Result<never> =>
    err({ code: 'signer-unavailable', retry: 'safe', signer: kind, state, why: `it ${why}` });

  async function opened(signal: AbortSignal): Promise<Result<ChildSession>> {
    const session = await orCancelled(sessions.open(), signal);
    if (session === null || signal.aborted) return unavailable({ state: 'cancelled', why: 'was cancelled' });
    return session.ok ? session : unavailable(session.error);
  }

  async function signed({ line }: ChildSession, request: ChildRequest): Promise<Result<SignatureNumbers>> {
    const answer = await line.ask(request, signTimeoutMs);
    if (answer.ok) {
      return answer.value.kind === 'signed'
        ? ok(answer.value)
        : failed('unexpected-answer', 'it answered something else than was asked');
    }
    const { error } = answer;
    switch (error.state) {
      case 'lost':
        return failed('lost', `it ${error.why}`);
      case 'refused':
        return refused(error.code, error.why);
      case 'bad-request':
        return refused(error.state, `it ${error.why}`);
      default:
        return unavailable(error);
    }
  }

  const failed = (signerCode: string, why: string): Result<never, AppError> =>
    err({ code: 'signer-failed', retry: 'after-checking', signer: kind, signerCode, why });
  const refused = (signerCode: string, why: string): Result<never, AppError> =>
    err({ code: 'signer-refused', retry: 'never', signer: kind, signerCode, why });

  return {
    kind,
    capabilities: () => ({ types: [0, 1, 2], accessLists: true, hasScreen: false, signsTexts: true }),
    state: () => describeStanding(kind, sessions.standing()),
    async address(_options, signal): Promise<Result<Address>> {
      const session = await opened(signal);
      return session.ok ? ok(session.value.address) : session;
    },
    async sign(transaction, progress, signal) {
      progress({ step: 'connecting', text: 'The key is being opened.' });
      const session = await opened(signal);
      if (!session.ok) return session;
      if (session.value.address !== transaction.from) {
        return unavailable({ state: 'address-differs', why: 'holds the key of another address than the pinned one' });
      }
      progress({ step: 'signing', text: 'The signer reads the bytes, judges them by its own rules and signs.' });
      const numbers = await signed(session.value, { kind: 'sign', unsigned: transaction.unsigned });
      if (!numbers.ok) return numbers;
      progress({ step: 'received', text: 'The signature is there.' });
      const { r, s, yParity } = numbers.value;
      return ok({ form: 'numbers', r, s, likelyParity: yParity, clearSigned: null });
    },
    async signText(text, progress, signal) {
      progress({ step: 'connecting', text: 'The key is being opened.' });
      const session = await opened(signal);
      if (!session.ok) return session;
      const numbers = await signed(session.value, { kind: 'sign-text', text });
      if (!numbers.ok) return numbers;
      progress({ step: 'received', text: 'The signature is there.' });
      return ok({ r: numbers.value.r, s: numbers.value.s });
    },
    close: sessions.close,
  };
}

/** What `task` makes, or null as soon as `signal` says so; the task goes on for those who come after. */
function orCancelled<T>(task: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve) => {
    const cancel = (): void => resolve(null);
    signal.addEventListener('abort', cancel, { once: true });
    void task.then((value) => {
      signal.removeEventListener('abort', cancel);
      resolve(value);
    });
  });
}
