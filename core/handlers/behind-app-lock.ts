import type { Face } from '../contract/method.ts';
import { type Handlers, methods } from '../contract/methods.ts';
import type { MethodName } from '../contract/names.ts';
import { err, type Result } from '../domain/result.ts';
import { actorOf, type HandlerParts } from './parts.ts';

/**
 * What raises and is not kept back here: the lock's own; an answer to an approval, which asks the lock where it approves, for refusing
 * waits for nothing; and opening the vault, which has a passphrase of its own and without which nothing at an exchange can be cancelled.
 */
const free: ReadonlySet<string> = new Set<MethodName>([
  'lock.unlock',
  'lock.setPassphrase',
  'approvals.decide',
  'vault.unlock',
]);

type Handler = (input: unknown, face: Face) => Result<unknown> | Promise<Result<unknown>>;

/**
 * The handlers behind the app lock: while it is locked nothing that raises is done from a window (at a terminal the vault's passphrase was
 * typed for the very call). Then `app-locked`, with a row, and the lock's window is asked for. What was raised starts its time anew.
 */
export function behindAppLock(
  handlers: Handlers,
  { announce, appLock, record }: Pick<HandlerParts, 'announce' | 'appLock' | 'record'>,
): Handlers {
  const guarded = (name: MethodName, handler: Handler): Handler => {
    if (methods[name].effect !== 'raise' || free.has(name)) return handler;
    return async (input, face) => {
      if (face === 'approval' && appLock.isLocked()) {
        announce({ topic: 'lock.requested', payload: appLock.state() });
        const row = { eventType: 'app-lock', level: 'warn', status: 'failed', actor: actorOf(face) } as const;
        await record.after({ ...row, subject: name, body: { error: 'app-locked' } });
        return err({ code: 'app-locked', retry: 'safe' });
      }
      const done = await handler(input, face);
      if (done.ok && face === 'approval') appLock.used();
      return done;
    };
  };
  const all = Object.entries(handlers) as [MethodName, Handler][];
  return Object.fromEntries(all.map(([name, handler]) => [name, guarded(name, handler)])) as unknown as Handlers;
}
