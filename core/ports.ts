import type { HaltState } from './domain/errors.ts';
import type { Result } from './domain/result.ts';

/** Wall and monotonic time, and the only timers there are. Handles are stopped by calling them. */
export interface Clock {
  /** Milliseconds since the epoch; may jump. */
  nowMs(): number;
  /** Milliseconds that only ever rise; for durations. */
  monotonicMs(): number;
  /** Milliseconds since the machine started, the time it slept included. */
  sinceBootMs(): number;
  /** Runs `task` once after `delayMs`; the answer cancels it. */
  after(delayMs: number, task: () => void): () => void;
  /** Runs `task` every `periodMs` until the answer is called. */
  every(periodMs: number, task: () => void): () => void;
}

/** Where identifiers and randomness come from. */
export interface Ids {
  /** A new identifier: 24 lower-case hexadecimal characters, unpredictable. */
  next(): string;
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
}

/** The one way out to the network; the shape of the standard fetch. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Diagnostic lines. Never given a secret; writers redact again. */
export interface Log {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

/** The Ledger devices on USB. */
export interface HidTransports {
  /** Names (paths) of the devices that are plugged in now. Rejects with a `HidUnavailable` error where USB cannot be used at all. */
  list(): Promise<readonly string[]>;
  /**
   * Opens one for this program alone. Rejects with `HidNoPermission` where the system does not permit it, and with another error where
   * it cannot be opened for another reason, such as a program that holds it.
   */
  open(path: string): Promise<HidTransport>;
}

/** One device, opened. */
export interface HidTransport {
  /** Sends one command (APDU) and gives the answer with its two status bytes, however long a person takes. One at a time. Rejects when the device goes. */
  exchange(apdu: Uint8Array): Promise<Uint8Array>;
  /** Lets the device go at once; a command that waits then rejects. Never rejects. */
  close(): Promise<void>;
}

/**
 * Whether live trading is armed for a scope. Until the go-live procedure exists the production answer is always no:
 * no live order client can be made.
 */
export interface Arming {
  isArmed(scope: string): boolean;
}

/** A halt in one sentence, for hosts that show it (tray, banner, CLI). */
export interface HaltSummary {
  readonly state: HaltState;
  readonly reason: string;
}

/** What signers need of the machine. */
export interface SignerPorts {
  /** A Node of version 24 or newer, for the process that a key lies in; null where there is none, and then no key is opened here. */
  readonly node: string | null;
  /** Where Ledgers are: on USB, or at the emulator that is named, which is for paper only. */
  readonly ledger: (emulator: string | null) => HidTransports;
}

/** The master keys that the host's keychain holds for a data folder: the one that counts, and one that a change of it put beside it. */
export interface KeychainKeys {
  readonly current: Uint8Array;
  /** Null but while a change is under way, and after one that was cut off. */
  readonly staged: Uint8Array | null;
}

/** The operating system's keychain, in the hands of the host. Errors: `keychain-unavailable`, `core-unavailable` when the host is gone. */
export interface HostKeychain {
  /** Asks the keychain again; never waits for a prompt. */
  read(): Promise<Result<KeychainKeys>>;
  /** Keeps a key beside the one that counts; durable when it answers. */
  stage(key: Uint8Array): Promise<Result<void>>;
  /** Ends a change: 'new' puts the staged key in the place of the other, 'old' gives it up. None staged is no error. */
  settle(counts: 'old' | 'new'): Promise<Result<void>>;
}

/** Everything of the outside world that a core is given. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly fetch: Fetch;
  readonly log: Log;
  readonly arming: Arming;
  readonly signers: SignerPorts;
  /**
   * The vault's master key when the host already holds it (32 bytes from the operating system's keychain), else null:
   * the vault then stays locked until a passphrase opens it.
   */
  readonly masterKey: Uint8Array | null;
  /** A second one that a change of the master key left, and the way to the keychain; absent where the host has none. */
  readonly keychain?: { readonly staged: Uint8Array | null; readonly host: HostKeychain };
  /** Bytes that this user may still write under a folder; the system is asked where the host says nothing else. */
  readonly freeBytes?: (folder: string) => Promise<bigint>;
}
