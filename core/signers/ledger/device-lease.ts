import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock, HidTransport, HidTransports } from '../../ports.ts';
import { createEthApp, type EthApp } from './eth-app.ts';
import { type LedgerFault, type LedgerProblem, ledgerProblem } from './problems.ts';
import { classify } from './status-words.ts';

/** How long things at the device may take. */
export interface LedgerTiming {
  /** For a command that the device answers by itself. A locked one may not answer at all. */
  readonly commandMs: number;
  /** For a person to answer on the screen, and for a place in the queue. */
  readonly personMs: number;
  /** Unused for so long, the device is let go for other programs. */
  readonly idleMs: number;
  /** For how long after it went it may come back: opening and closing an app takes it off USB. */
  readonly graceMs: number;
  /** Between two looks for a device that is coming back. */
  readonly lookMs: number;
}

/** What suits a person and the devices there are. */
export const usualTiming: LedgerTiming = {
  commandMs: 3_000,
  personMs: 180_000,
  idleMs: 4_000,
  graceMs: 5_000,
  lookMs: 300,
};

/** One device, held for a while: opened for a job, kept while jobs follow, and let go when idle. One job at a time; the caller queues. */
export interface DeviceLease {
  /**
   * An open device for which `check` found everything right: the one held, else the first of those plugged in. What `check` says of the
   * only one, or of the first where none is right, is the problem. While a device is expected back it is waited for. With `onlyOne`, which
   * is for checks that fit any Ledger, more than one is a problem: the first would be as good as any.
   */
  connect<T>(check: Check<T>, options?: { readonly onlyOne: boolean }): Promise<Result<Connected<T>, LedgerProblem>>;
  /** Tells that the device is about to leave USB and come back. */
  expectBack(): Promise<void>;
  /** Lets the device go when nothing follows within the idle time. */
  letGoWhenIdle(): void;
  /** Lets the device go now. */
  letGo(): Promise<void>;
}

/** Asks an open device whether it is the right one, and in the right state. */
export type Check<T> = (app: EthApp) => Promise<Result<T, LedgerProblem>>;

/** The app on the open device, and what the check found. */
export interface Connected<T> {
  readonly app: EthApp;
  readonly found: T;
}

interface Held {
  readonly transport: HidTransport;
  readonly app: EthApp;
}

/** After these the device is opened anew: what it still has to say would be taken for another answer. */
const breaks: readonly LedgerFault[] = ['disconnected', 'no-answer', 'garbled', 'busy'];
const passing: readonly LedgerFault[] = ['absent', 'disconnected', 'no-answer', 'held', 'no-permission', 'garbled'];

/** A lease on the devices of `transports`. */
export function createDeviceLease(transports: HidTransports, clock: Clock, timing: LedgerTiming): DeviceLease {
  let held: Held | null = null;
  let stopIdle: () => void = () => {};
  let backUntilMs = 0;

  const letGo = async (): Promise<void> => {
    stopIdle();
    const { transport } = held ?? {};
    held = null;
    await transport?.close();
  };

  const open = async (path: string): Promise<Result<Held, LedgerProblem>> => {
    try {
      const transport = await transports.open(path);
      return ok({ transport, app: createEthApp((apdu) => exchange(transport, apdu)) });
    } catch (error) {
      return err(openingProblem(error));
    }
  };

  /** A command that no person answers has its time; when it is over the transport is closed, so that nothing late is taken for another answer. */
  const exchange = async (transport: HidTransport, apdu: Uint8Array): Promise<Uint8Array> => {
    if (asksPerson(apdu)) return transport.exchange(apdu);
    let isLate = false;
    const stop = clock.after(timing.commandMs, () => {
      isLate = true;
      void transport.close();
    });
    try {
      return await transport.exchange(apdu);
    } catch (error) {
      throw isLate ? Object.assign(new Error('no answer'), { name: 'TransportExchangeTimeoutError' }) : error;
    } finally {
      stop();
    }
  };

  const attempt = async <T>(check: Check<T>, onlyOne: boolean): Promise<Result<Connected<T>, LedgerProblem>> => {
    if (held !== null) {
      const { app } = held;
      const found = await check(app);
      if (found.ok) return ok({ app, found: found.value });
      if (!breaks.includes(found.error.fault)) return found;
      await letGo();
      if (found.error.fault !== 'disconnected') return found;
      // It went while it was held, as when an app was opened by hand: it may be on its way back.
      backUntilMs = Math.max(backUntilMs, clock.monotonicMs() + timing.graceMs);
    }
    let paths: readonly string[];
    try {
      paths = await transports.list();
    } catch (error) {
      return err(classify(error, 'connect'));
    }
    if (onlyOne && paths.length > 1) return err(ledgerProblem('several'));
    let first: LedgerProblem | null = null;
    for (const path of paths) {
      const opened = await open(path);
      const found = opened.ok ? await check(opened.value.app) : opened;
      if (opened.ok && found.ok) {
        held = opened.value;
        return ok({ app: held.app, found: found.value });
      }
      if (opened.ok) {
        // The only one stays open for the next try, such as after it was unlocked.
        if (paths.length === 1 && !found.ok && !breaks.includes(found.error.fault)) held = opened.value;
        else await opened.value.transport.close();
      }
      if (!found.ok) first ??= found.error;
    }
    return err(first ?? ledgerProblem('absent'));
  };

  return {
    async connect(check, { onlyOne } = { onlyOne: false }) {
      stopIdle();
      for (;;) {
        const connected = await attempt(check, onlyOne);
        if (connected.ok) backUntilMs = 0;
        const mayPass = !connected.ok && passing.includes(connected.error.fault);
        if (!mayPass || clock.monotonicMs() >= backUntilMs) return connected;
        await new Promise<void>((resolve) => clock.after(timing.lookMs, resolve));
      }
    },
    async expectBack() {
      backUntilMs = clock.monotonicMs() + timing.graceMs;
      await letGo();
    },
    letGoWhenIdle() {
      stopIdle();
      stopIdle = clock.after(timing.idleMs, () => void letGo());
    },
    letGo,
  };
}

function openingProblem(error: unknown): LedgerProblem {
  const problem = classify(error, 'connect');
  // Whatever else keeps a device from being opened, another program is the usual reason.
  return problem.fault === 'unknown' ? ledgerProblem('held', problem.code) : problem;
}

/** An address that is shown, a transaction, a text, and the dashboard's question whether to open an app wait for a person. */
function asksPerson([, ins, p1]: Uint8Array): boolean {
  return ins === 0x04 || ins === 0x08 || ins === 0xd8 || (ins === 0x02 && p1 === 0x01);
}
