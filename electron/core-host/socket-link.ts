import type { Start, ToCore } from '../../core/channel.ts';
import type { Face } from '../../core/contract/method.ts';
import { methods } from '../../core/contract/methods.ts';
import { SystemStatus } from '../../core/contract/schemas/system.ts';
import type { Announcement } from '../../core/contract/topics.ts';
import type { AppError } from '../../core/domain/errors.ts';
import { err, type Result, unreachable } from '../../core/domain/result.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connect } from './link.ts';
import type { ServedLine } from './served-line.ts';
import { watchServedCore } from './served-news.ts';

/** What attaching to another console's core needs. */
export interface SocketLinkDeps {
  /** Calls the core of a data folder; null when none listens. */
  readonly callCore: (dataFolder: string) => Promise<ServedLine | null>;
  /** The version of this program: another one may mean other things by the same words. */
  readonly version: string;
  readonly clock: Clock;
}

const attached =
  'Another console runs on this data folder. This window shows it, halts, cancels and tightens; what raises is answered where that console runs.';
const answerTimeMs = 5_000;

/**
 * A core that another console runs on the same data folder, spoken to over its command line socket as an operator. What only a person may
 * raise is refused here already, so nothing typed for it ever goes over the socket; no master key does either. Ending this link ends no
 * core. It fails to start with `already-running` when nobody answers there, and with `core-unavailable` when the line ends later.
 */
export function socketLink({ callCore, version, clock }: SocketLinkDeps): Connect {
  return (ears) => {
    let line: ServedLine | null = null;
    let stopWatching: () => void = () => undefined;
    let isOver = false;

    function end(why: AppError | null): void {
      if (isOver) return;
      isOver = true;
      stopWatching();
      line?.end();
      if (why !== null) ears.onMessage({ kind: 'failed', error: why });
      ears.onEnd({ exitCode: null, signal: null });
    }

    async function attach(start: Start): Promise<void> {
      const cancel = clock.after(answerTimeMs, () => end(taken(start.dataFolder)));
      line = await callCore(start.dataFolder);
      const isThere = line !== null && !isOver && (await isReady(line, version, start.previousCrash));
      cancel();
      if (isOver) return line?.end();
      if (line === null || !isThere) return end(taken(start.dataFolder));
      line.onEnd(() => end(gone));
      ears.onMessage({ kind: 'ready' });
      const announce = (announcement: Announcement) => ears.onMessage({ kind: 'announce', announcement });
      stopWatching = watchServedCore({ line, clock, announce });
    }

    async function call(id: number, face: Face, method: string, input: unknown): Promise<void> {
      const result = mayPass(face, method) ? await ask(method, input) : refused;
      if (!isOver) ears.onMessage({ kind: 'answer', id, result });
    }

    function ask(method: string, input: unknown): Promise<Result<unknown>> {
      if (line === null) throw new Error('a call before the line was there');
      return line.ask(method, input);
    }

    return {
      pid: null,
      limitation: attached,
      send(message: ToCore) {
        switch (message.kind) {
          case 'start':
            void attach(message);
            break;
          case 'call':
            void call(message.id, message.face, message.method, message.input);
            break;
          // The other core has a host of its own.
          case 'keychain':
            break;
          case 'close':
            end(null);
            break;
          default:
            unreachable(message);
        }
      },
      kill: () => end(null),
    };
  };
}

/** Whether the core that answers is of this version, and halted if the one before it crashed in our hands. */
async function isReady(line: ServedLine, version: string, previousCrash: boolean): Promise<boolean> {
  const status = await line.ask('system.status', {});
  if (!status.ok) return false;
  const parsed = SystemStatus.safeParse(status.value);
  if (!parsed.success || parsed.data.version !== version) return false;
  if (!previousCrash) return true;
  const reason = 'The core of a window crashed before this console took the data folder.';
  return (await line.ask('halt.engage', { reason })).ok;
}

/** Approval windows of ours are not its: it asks and hears the answer where it runs. */
function mayPass(face: Face, method: string): boolean {
  if (face === 'approval' || !Object.hasOwn(methods, method)) return false;
  const { effect, from }: { effect: string; from: readonly Face[] } = methods[method as keyof typeof methods];
  return effect !== 'raise' && from.includes('operator');
}

const refused: Result<never> = err({
  code: 'not-offered',
  retry: 'never',
  what: 'raising in this window, while another console runs on this data folder,',
});
const gone: AppError = {
  code: 'core-unavailable',
  retry: 'safe',
  why: 'the console that ran on this data folder has ended',
};

function taken(dataFolder: string): AppError {
  return { code: 'already-running', retry: 'never', what: dataFolder };
}
