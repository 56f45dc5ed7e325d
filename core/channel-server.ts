import type { CorePort, Start, ToCore } from './channel.ts';
import type { Face } from './contract/method.ts';
import type { Listener } from './contract/topics.ts';
import type { Result } from './domain/result.ts';
import { unreachable } from './domain/result.ts';
import { describe } from './door.ts';
import { createKeychainLine } from './keychain-line.ts';
import type { Clock, HostKeychain, Ids, Log } from './ports.ts';

/** As much of a core as its host's channel needs. */
export interface ServedCore {
  call(face: Face, method: string, input: unknown): Promise<Result<unknown>>;
  on(listener: Listener): () => void;
  close(): Promise<void>;
}

/** What serving a core over a channel needs. */
export interface ChannelServerDeps {
  readonly port: CorePort;
  readonly clock: Pick<Clock, 'after'>;
  readonly ids: Ids;
  readonly log: Log;
  /** Makes the core from what the host handed over, with the way to the host's keychain. */
  readonly start: (message: Start, keychain: HostKeychain) => Promise<Result<ServedCore>>;
  /** Called once when there is nothing more to serve: closed cleanly, or never started. */
  readonly ended: () => void;
}

/**
 * Serves one core to its host. A throw is a bug: it is logged under an incident id and answered `internal` with that id and nothing
 * else. A second `start` is ignored; a call before the core is there is answered `core-unavailable`. When the host asks, or is gone,
 * the core is closed cleanly.
 */
export function serveChannel(deps: ChannelServerDeps): void {
  const { port, log } = deps;
  const line = createKeychainLine((message) => port.send(message), deps.clock);
  let core: ServedCore | null = null;
  let phase: 'waiting' | 'starting' | 'serving' | 'closing' = 'waiting';

  function incident(what: string, cause: unknown): string {
    const incidentId = deps.ids.next();
    log.error(what, { incidentId, cause: describe(cause) });
    return incidentId;
  }

  async function start(message: Start): Promise<void> {
    if (phase !== 'waiting') return;
    phase = 'starting';
    const made = await deps.start(message, line.keychain).catch((cause: unknown): Result<ServedCore> => {
      const incidentId = incident('the core threw while it started', cause);
      return { ok: false, error: { code: 'internal', retry: 'after-checking', incidentId } };
    });
    if (!made.ok) {
      port.send({ kind: 'failed', error: made.error });
      deps.ended();
      return;
    }
    core = made.value;
    if (hasHostLeft()) {
      await finish();
      return;
    }
    phase = 'serving';
    core.on((announcement) => port.send({ kind: 'announce', announcement }));
    port.send({ kind: 'ready' });
  }

  function hasHostLeft(): boolean {
    return phase === 'closing';
  }

  async function call(id: number, face: Face, method: string, input: unknown): Promise<void> {
    if (core === null || phase !== 'serving') {
      const why = phase === 'closing' ? 'the core is closing' : 'the core is still starting';
      return port.send({
        kind: 'answer',
        id,
        result: { ok: false, error: { code: 'core-unavailable', retry: 'safe', why } },
      });
    }
    const result = await core.call(face, method, input).catch((cause: unknown): Result<unknown> => {
      const incidentId = incident('a call threw', cause);
      return { ok: false, error: { code: 'internal', retry: 'after-checking', incidentId } };
    });
    port.send({ kind: 'answer', id, result });
  }

  async function finish(): Promise<void> {
    await core?.close().catch((cause: unknown) => incident('the core threw while it closed', cause));
    deps.ended();
  }

  function close(): void {
    if (phase === 'closing') return;
    const wasStarting = phase === 'starting';
    phase = 'closing';
    if (!wasStarting) void finish();
  }

  function take(message: ToCore): void {
    switch (message.kind) {
      case 'start':
        void start(message);
        break;
      case 'call':
        void call(message.id, message.face, message.method, message.input);
        break;
      case 'keychain':
        line.answered(message.id, message.answer);
        break;
      case 'close':
        close();
        break;
      default:
        unreachable(message);
    }
  }

  port.onMessage(take);
  port.onGone(() => {
    line.gone();
    close();
  });
}
