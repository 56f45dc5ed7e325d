import type { Face } from './contract/method.ts';
import type { Announcement } from './contract/topics.ts';
import type { AppError } from './domain/errors.ts';
import type { Result } from './domain/result.ts';

/** What the host hands to the core once, before anything else. */
export interface Start {
  readonly kind: 'start';
  readonly dataFolder: string;
  /** Which program hosts the core, in words: it is shown, never decided by. */
  readonly runtime: string;
  /** Whether that program is the official one, and the switches it was started with that let others in. */
  readonly host?: { readonly isOfficial: boolean; readonly openings: readonly string[] };
  /** True when the core before this one ended without being asked: this one halts itself until the person has seen it. */
  readonly previousCrash: boolean;
  /** The vault's master key, base64 of 32 bytes; the only place where it crosses between processes. */
  readonly masterKey: string | null;
  /** A second master key, likewise, that a change which was cut off left in the keychain. */
  readonly stagedMasterKey?: string | null;
  /** Secrets out of the environment that the host was started with, by their names; the core's own environment has none of them. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** The Node that a key's own process runs, where the core's own program is none. */
  readonly signerNode?: string | undefined;
  /** Why there is no master key, as a sentence; null when there is one. */
  readonly keychainProblem: string | null;
}

/** What the core asks of its host's keychain: what it holds now, to keep a new master key beside the other, to say which counts. */
export type KeychainAsk =
  | { readonly what: 'read' }
  | { readonly what: 'stage'; readonly masterKey: string }
  | { readonly what: 'settle'; readonly counts: 'old' | 'new' };

/** What the host's keychain holds after that, base64 as above; `problem` says in a sentence why nothing was done or is there. */
export interface KeychainAnswer {
  readonly problem: string | null;
  readonly masterKey: string | null;
  readonly staged: string | null;
}

/** What the host says to the core. */
export type ToCore =
  | Start
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly face: Face;
      readonly method: string;
      readonly input: unknown;
    }
  | { readonly kind: 'keychain'; readonly id: number; readonly answer: KeychainAnswer }
  | { readonly kind: 'close' };

/** What the core says to its host. `failed` means that it could not start and ends; `id` is that of the call answered. */
export type FromCore =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'keychain'; readonly id: number; readonly ask: KeychainAsk }
  | { readonly kind: 'announce'; readonly announcement: Announcement };

/** The core's end of the channel to its host, whatever carries it. */
export interface CorePort {
  send(message: FromCore): void;
  onMessage(listener: (message: ToCore) => void): void;
  /** Called once when the host is gone: the core must then end too. */
  onGone(listener: () => void): void;
}
