import { connect } from 'node:net';
import * as z from 'zod';
import { err, type Result } from '../../core/domain/result.ts';
import { createPendingCalls } from './pending-calls.ts';

/** One open line to a core that another program runs, as the command line speaks to it. */
export interface ServedLine {
  /** Asks as an operator. `core-unavailable` when the line ends before the answer. */
  ask(method: string, input: unknown): Promise<Result<unknown>>;
  /** Hangs up; the other core runs on. */
  end(): void;
  /** Called once when the line has ended, whoever ended it; at once when it already has. */
  onEnd(listener: () => void): void;
}

const Answer = z.strictObject({
  id: z.number().int(),
  result: z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value: z.unknown() }),
    z.strictObject({
      ok: z.literal(false),
      error: z.looseObject({ code: z.string(), retry: z.enum(['never', 'safe', 'after-checking']) }),
    }),
  ]),
});

const longestAnswer = 64_000_000;
const lost: Result<never> = err({
  code: 'core-unavailable',
  retry: 'safe',
  why: 'the other console went away before it answered',
});

/**
 * Calls the core that listens at `path`; null when none does. Whatever is not exactly an answer ends the line: a program that speaks
 * otherwise is not asked anything more.
 */
export function callServedCore(path: string): Promise<ServedLine | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const calls = createPendingCalls();
    const endListeners: (() => void)[] = [];
    let received: string[] = [];
    let receivedLength = 0;
    let isOver = false;

    function take(line: string): void {
      const parsed = Answer.safeParse(parseJson(line));
      if (!parsed.success) socket.destroy();
      else calls.settle(parsed.data.id, parsed.data.result as Result<unknown>);
    }

    socket.setEncoding('utf8');
    socket.on('error', () => resolve(null));
    socket.on('data', (text: string) => {
      const [last = '', ...rest] = text.split('\n');
      received.push(last);
      receivedLength += last.length;
      for (const next of rest) {
        take(received.join(''));
        received = [next];
        receivedLength = next.length;
      }
      if (receivedLength > longestAnswer) socket.destroy();
    });
    socket.on('close', () => {
      isOver = true;
      calls.settleAll(lost);
      for (const listener of endListeners) listener();
      resolve(null);
    });
    socket.on('connect', () =>
      resolve({
        ask(method, input) {
          if (isOver) return Promise.resolve(lost);
          const { id, answered } = calls.open();
          socket.write(`${JSON.stringify({ id, method, input })}\n`);
          return answered;
        },
        end: () => void socket.destroy(),
        onEnd(listener) {
          if (isOver) listener();
          else endListeners.push(listener);
        },
      }),
    );
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
