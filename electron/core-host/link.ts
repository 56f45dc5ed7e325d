import type { FromCore, ToCore } from '../../core/channel.ts';

/** How a core ended, for the log. */
export interface CoreEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** The host's end of the channel to one running core. */
export interface CoreLink {
  /** Process id of the core; null when it runs in this process. */
  readonly pid: number | null;
  /** What this core does not do for us, in one sentence; absent when it does all. Known once it is ready. */
  readonly limitation?: string | undefined;
  send(message: ToCore): void;
  /** Ends the core at once, without a word to it; a core in this process can only be let go. */
  kill(): void;
}

/** Hears one core. `onEnd` is called exactly once, also when the process could not be started. */
export interface CoreEars {
  readonly onMessage: (message: FromCore) => void;
  readonly onEnd: (end: CoreEnd) => void;
}

/** Starts one core and connects to it. */
export type Connect = (ears: CoreEars) => CoreLink;
