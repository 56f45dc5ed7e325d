import { err, type Result } from '../../domain/result.ts';
import { type Connected, createDeviceLease, type DeviceLease, usualTiming } from './device-lease.ts';
import { createDeviceQueue } from './device-queue.ts';
import type { EthApp } from './eth-app.ts';
import type { LedgerOptions, SeenApp } from './ledger-types.ts';
import { type LedgerProblem, ledgerError, ledgerProblem } from './problems.ts';
import { checkReadiness, type Readiness } from './readiness.ts';
import { isDeviceState, type LedgerState, notAsked, problemState, readyState, waitingForYou } from './states.ts';

type Answer<T> = Promise<Result<T, LedgerProblem>>;

/** The device over time: whose turn it is, what state it is in, and what to do with a person who answers late or never. */
export interface LedgerSession {
  readonly lease: DeviceLease;
  state(): LedgerState;
  /** The Ethereum app as it was seen last, whether or not it was new enough; null where it was not seen. */
  seenApp(): SeenApp | null;
  /** Runs a job when it is its turn, and tells its end as a state. Refused while a request that was given up is still on the screen. */
  run<T>(signal: AbortSignal, job: () => Answer<T>): Answer<T>;
  /** A device that is ready to sign, found anew. */
  ready(): Answer<Connected<Readiness>>;
  /**
   * Waits for a person's answer, but not beyond the deadline or the caller's patience. What is on a Ledger's screen cannot be taken back
   * from here: it stays, the device takes nothing else meanwhile, and whatever answer comes is given to `late` alone.
   */
  answered<T>(answer: Answer<T>, signal: AbortSignal, late: (result: Result<T, LedgerProblem>) => void): Answer<T>;
  /** What `run` gave, in our own terms. */
  settled<T>(result: Result<T, LedgerProblem>, wasHandedOver: boolean): Result<T>;
  close(): Promise<void>;
}

/** A session with the devices of `options.transports`. */
export function createLedgerSession(options: LedgerOptions): LedgerSession {
  const { account, clock, log, minimumVersion, timing = usualTiming } = options;
  const lease = createDeviceLease(options.transports, clock, timing);
  const queue = createDeviceQueue(clock);
  let state: LedgerState = notAsked;
  let isGivenUp = false;
  let isClosed = false;
  let seen: SeenApp | null = null;

  /** The same device, of which is noted what app it has. */
  const noted = (app: EthApp): EthApp => ({
    ...app,
    async openApp() {
      const opened = await app.openApp();
      if (opened.ok && opened.value.name === 'Ethereum') {
        seen = { version: opened.value.version, atMs: clock.nowMs() };
      }
      return opened;
    },
  });

  return {
    lease,
    state: () => state,
    seenApp: () => seen,

    async run(signal, job) {
      const atDevice = async () => {
        if (isClosed) return err(ledgerProblem('cancelled'));
        if (isGivenUp) return err(ledgerProblem('busy'));
        const done = await job();
        if (!isGivenUp) lease.letGoWhenIdle();
        return done;
      };
      const result = await queue.run(atDevice, signal, timing.personMs);
      if (!result.ok && !isGivenUp && isDeviceState(result.error.fault)) state = problemState(result.error);
      return result;
    },

    async ready() {
      const connected = await lease.connect((app) => checkReadiness(noted(app), account, minimumVersion), {
        onlyOne: account.address === null,
      });
      if (connected.ok) {
        const { app, allowsBlindSigning } = connected.value.found;
        state = readyState(app, allowsBlindSigning);
      }
      return connected;
    },

    answered(answer, signal, late) {
      const before = state;
      state = waitingForYou;
      return new Promise((resolve) => {
        let isOver = false;
        const giveUp = (problem: LedgerProblem): void => {
          if (isOver) return;
          isOver = true;
          isGivenUp = true;
          stop();
          resolve(err(problem));
        };
        const cancel = (): void =>
          giveUp(ledgerProblem('cancelled', 'cancelled', 'It was cancelled while it was on the Ledger.'));
        const stopTimer = clock.after(timing.personMs, () =>
          giveUp(ledgerProblem('no-answer', 'no-answer', 'Nobody answered on the Ledger in time.')),
        );
        const stop = (): void => {
          stopTimer();
          signal.removeEventListener('abort', cancel);
        };
        signal.addEventListener('abort', cancel, { once: true });
        if (signal.aborted) cancel();
        void answer.then((result) => {
          const wasGivenUp = isOver;
          isOver = true;
          stop();
          state = wasGivenUp ? notAsked : before;
          if (!wasGivenUp) return resolve(result);
          isGivenUp = false;
          lease.letGoWhenIdle();
          late(result);
        });
      });
    },

    settled(result, wasHandedOver) {
      if (result.ok) return result;
      const { fault, code } = result.error;
      if (fault === 'unknown' || fault === 'garbled') log.warn('the Ledger gave an unexpected answer', { code });
      return err(ledgerError(result.error, wasHandedOver));
    },

    async close() {
      isClosed = true;
      await lease.letGo();
    },
  };
}
