import type { Face } from './contract/method.ts';
import { type Handlers, methods } from './contract/methods.ts';
import type { MethodName } from './contract/names.ts';
import { err, ok, type Result } from './domain/result.ts';
import { shownMethod } from './domain/shown-name.ts';
import { inputIssues } from './input-issues.ts';
import type { Clock, Ids, Log } from './ports.ts';

/** What the door needs beside the handlers. */
export interface Door {
  readonly handlers: Handlers;
  readonly ids: Ids;
  readonly log: Log;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Hears how every question that was understood was answered: 'ok' or the error's code, and how long it took. */
  readonly answered: (method: MethodName, outcome: string, tookMs: number) => void;
}

/**
 * The core's one door: the method exists, this face may ask it, its input is exactly of the contract's shape, and so is its answer.
 * A throw inside is a bug: it is logged under an incident id and leaves as `internal` with that id and nothing else.
 */
export async function answer(door: Door, face: Face, method: string, input: unknown): Promise<Result<unknown>> {
  if (!Object.hasOwn(methods, method)) {
    return err({ code: 'unknown-method', retry: 'never', method: shownMethod(method) });
  }
  const name = method as MethodName;
  const { from, input: shape } = methods[name];
  if (!(from as readonly Face[]).includes(face)) return err({ code: 'not-allowed', retry: 'never', method, face });
  const parsed = shape.safeParse(input ?? {});
  if (!parsed.success) return err({ code: 'invalid-input', retry: 'never', issues: inputIssues(parsed.error) });
  const startedMs = door.clock.monotonicMs();
  const answered = await handled(door, face, name, parsed.data);
  door.answered(name, answered.ok ? 'ok' : answered.error.code, door.clock.monotonicMs() - startedMs);
  return answered;
}

async function handled(door: Door, face: Face, name: MethodName, input: unknown): Promise<Result<unknown>> {
  try {
    const handler = door.handlers[name] as (input: unknown, face: Face) => Promise<Result<unknown>> | Result<unknown>;
    const result = await handler(input, face);
    return result.ok ? ok(methods[name].output.parse(result.value)) : result;
  } catch (cause) {
    const incidentId = door.ids.next();
    door.log.error('a handler threw', {
      incidentId,
      method: name,
      cause: describe(cause),
    });
    return err({ code: 'internal', retry: 'after-checking', incidentId });
  }
}

/** A thrown value in words for the log: its stack when it has one. */
export function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
