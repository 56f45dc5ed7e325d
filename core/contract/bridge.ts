import type { Result } from '../domain/result.ts';
import type { Client, Out, WireIn } from './methods.ts';
import type { MethodName } from './names.ts';
import type { Listener } from './topics.ts';

/** What a window's host knows and the core does not. */
export interface HostInfo {
  /** Whether the core answers: it is starting, ready, has crashed and will be restarted halted, or has ended for good. */
  readonly core: 'starting' | 'ready' | 'crashed' | 'stopped';
  /** What is wrong with the core in one sentence, or in a ready one not to be had: it is another console's. Null when nothing is. */
  readonly coreProblem: string | null;
  /** The global halt shortcut as shown to a person, such as 'Ctrl+Alt+Shift+H'. */
  readonly haltShortcut: string;
  /** Why the shortcut does not work outside this window; null when it does. */
  readonly haltShortcutProblem: string | null;
  /** Why the keychain holds no key for the vault; null when it does. */
  readonly keychainProblem: string | null;
}

/** What the preload gives a window as `window.portcullis`: the listed questions, the announcements, the host. Nothing else crosses. */
export interface Bridge extends Client {
  /** One function per method of the contract. */
  readonly ask: { readonly [M in MethodName]: (input: WireIn<M>) => Promise<Result<Out<M>>> };
  /** Hears every announcement for this window until the answer is called. */
  on(listener: Listener): () => void;
  readonly host: {
    /** 'linux', 'darwin' or 'win32'. */
    readonly platform: string;
    /** Hears the host's state, the present one at once when it is known, until the answer is called. */
    on(listener: (info: HostInfo) => void): () => void;
  };
}
