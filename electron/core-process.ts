import type { FromCore, KeychainAnswer, KeychainAsk, Start } from '../core/channel.ts';
import type { Face } from '../core/contract/method.ts';
import type { MethodName } from '../core/contract/names.ts';
import type { Listener } from '../core/contract/topics.ts';
import type { AppError } from '../core/domain/errors.ts';
import { err, type Result, unreachable } from '../core/domain/result.ts';
import type { Clock, Log } from '../core/ports.ts';
import { backOffMs, healthyAfterMs } from './core-host/back-off.ts';
import { canHelpToRetry, sentenceFor } from './core-host/failure.ts';
import type { Connect, CoreEnd, CoreLink } from './core-host/link.ts';
import { createPendingCalls } from './core-host/pending-calls.ts';

/** Where the core stands: not answering yet, answering, ended without being asked (it will be started again), ended for good. */
export type CoreState = 'starting' | 'ready' | 'crashed' | 'stopped';

/** The core's state with what is wrong, or in a ready one not to be had, in one sentence; null when nothing is. */
export interface CoreStatus {
  readonly state: CoreState;
  readonly problem: string | null;
}

/** The one core of this application, whatever process it runs in and however often it had to be started. */
export interface CoreHost {
  /**
   * Asks the core. `core-unavailable` while it is not there, also for calls that were under way when it ended. `halt.engage` is
   * never lost: while the core is not there it is remembered, and engaged before anything else as soon as it is.
   */
  call(face: Face, method: string, input: unknown): Promise<Result<unknown>>;
  status(): CoreStatus;
  onAnnouncement(listener: Listener): () => void;
  onState(listener: (status: CoreStatus) => void): () => void;
  /** Closes the core cleanly, or ends it after 5 s. Resolves when it has ended; it is not started again. */
  stop(): Promise<void>;
}

/** What a core is supervised with. */
export interface Supervision {
  readonly connect: Connect;
  /** What is handed to a core that is started; asked for each anew. */
  readonly facts: () => Promise<Omit<Start, 'kind' | 'previousCrash'>>;
  /** Answers what a core asks of the keychain. Never rejects. */
  readonly keychain: (ask: KeychainAsk) => Promise<KeychainAnswer>;
  readonly clock: Clock;
  readonly log: Log;
}

const closingTimeMs = 5_000;
const haltAnswerMs = 5_000;
const haltMethod: MethodName = 'halt.engage';
const mostRememberedHalts = 20;

interface RememberedHalt {
  readonly face: Face;
  readonly input: unknown;
}

/**
 * Starts the core and keeps it there. One that ends without being asked is started again after 0.5 s, doubling to 30 s, with
 * `previousCrash`, so that it halts itself until the person releases it. One that could not start is tried again likewise, unless its
 * error says that this never helps. A halt that the core does not confirm within 5 s ends that core: the next one starts halted.
 */
export function superviseCore({ connect, facts, keychain, clock, log }: Supervision): CoreHost {
  const announcementListeners = new Set<Listener>();
  const stateListeners = new Set<(status: CoreStatus) => void>();
  const calls = createPendingCalls();
  let remembered: RememberedHalt[] = [];
  let status: CoreStatus = { state: 'starting', problem: null };
  let link: CoreLink | null = null;
  let previousCrash = false;
  let failure: AppError | null = null;
  let failures = 0;
  let readySinceMs: number | null = null;
  let isStopping = false;
  let cancelRestart: () => void = () => undefined;
  let stopped: () => void = () => undefined;

  function become(state: CoreState, problem: string | null): void {
    status = { state, problem };
    for (const listener of stateListeners) listener(status);
  }

  async function start(): Promise<void> {
    const handedOver = await facts();
    if (isStopping) return;
    failure = null;
    readySinceMs = null;
    link = connect({ onMessage: take, onEnd: ended });
    link.send({ kind: 'start', ...handedOver, previousCrash });
  }

  function take(message: FromCore): void {
    switch (message.kind) {
      case 'ready':
        becomeReady();
        break;
      case 'failed':
        failure = message.error;
        break;
      case 'answer':
        calls.settle(message.id, message.result);
        break;
      case 'keychain':
        void answerKeychain(message.id, message.ask);
        break;
      case 'announce':
        for (const listener of announcementListeners) listener(message.announcement);
        break;
      default:
        unreachable(message);
    }
  }

  async function answerKeychain(id: number, ask: KeychainAsk): Promise<void> {
    const asking = link;
    const answer = await keychain(ask);
    // A core that has ended asked for nobody else.
    if (link === asking) asking?.send({ kind: 'keychain', id, answer });
  }

  function becomeReady(): void {
    previousCrash = false;
    readySinceMs = clock.monotonicMs();
    const halts = remembered;
    remembered = [];
    for (const halt of halts) void ask(halt.face, haltMethod, halt.input);
    become('ready', link?.limitation ?? null);
  }

  function ended(end: CoreEnd): void {
    link = null;
    const wasHealthy = readySinceMs !== null && clock.monotonicMs() - readySinceMs >= healthyAfterMs;
    failures = wasHealthy ? 1 : failures + 1;
    calls.settleAll(unavailable('the core ended before it answered'));
    if (isStopping) {
      become('stopped', null);
      stopped();
      return;
    }
    if (failure === null) previousCrash = true;
    const problem = failure === null ? 'The core ended unexpectedly. It restarts halted.' : sentenceFor(failure);
    log.error('the core ended', { ...end, failure: failure?.code ?? null, failures });
    if (failure !== null && !canHelpToRetry(failure)) {
      become('stopped', problem);
      return;
    }
    cancelRestart = clock.after(backOffMs(failures), () => void start());
    become(failure === null ? 'crashed' : 'starting', problem);
  }

  async function ask(face: Face, method: string, input: unknown): Promise<Result<unknown>> {
    const current = link;
    if (current === null) return unavailable('the core is not running');
    const { id, answered } = calls.open();
    current.send({ kind: 'call', id, face, method, input });
    return method === haltMethod ? confirmHalt(current, { face, input }, answered) : answered;
  }

  /** A core that does not confirm a halt cannot be trusted to have stopped: it is ended, and the next one starts halted. */
  async function confirmHalt(
    asked: CoreLink,
    halt: RememberedHalt,
    answered: Promise<Result<unknown>>,
  ): Promise<Result<unknown>> {
    const cancel = clock.after(haltAnswerMs, () => endUnconfirmed(asked));
    const result = await answered;
    cancel();
    if (result.ok || result.error.code === 'invalid-input') return result;
    if (result.error.code === 'core-unavailable') return remember(halt);
    if (result.error.code === 'internal') endUnconfirmed(asked);
    return result;
  }

  function endUnconfirmed(asked: CoreLink): void {
    log.error('the core did not confirm a halt and is ended; the next one starts halted');
    asked.kill();
  }

  function remember(halt: RememberedHalt): Result<never> {
    if (isStopping) return unavailable('the core is closing');
    if (remembered.length < mostRememberedHalts) remembered.push(halt);
    return unavailable('the core is not there; it will be halted before anything else as soon as it is');
  }

  void start();
  return {
    async call(face, method, input) {
      if (status.state === 'ready') return ask(face, method, input);
      if (method === haltMethod) return remember({ face, input });
      return unavailable(status.problem ?? 'the core is starting');
    },
    status: () => status,
    onAnnouncement: (listener) => subscribe(announcementListeners, listener),
    onState: (listener) => subscribe(stateListeners, listener),
    async stop() {
      if (status.state === 'stopped') return;
      isStopping = true;
      cancelRestart();
      const current = link;
      if (current === null) return become('stopped', null);
      const over = new Promise<void>((resolve) => {
        stopped = resolve;
      });
      const cancelKill = clock.after(closingTimeMs, () => current.kill());
      current.send({ kind: 'close' });
      await over;
      cancelKill();
    },
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function unavailable(why: string): Result<never> {
  return err({ code: 'core-unavailable', retry: 'safe', why });
}
