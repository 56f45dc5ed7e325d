import { err, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import type { StartChild } from './node-child.ts';
import type { ChildFault, ChildRequest, ChildValue } from './protocol.ts';

/** Why no answer came, in words that follow the signer's name: the child ended, or did not answer in time. Whether it acted is not known. */
export interface LostChild {
  readonly state: 'lost';
  readonly why: string;
}

/** Questions to one child and its answers. */
export interface ChildLine {
  readonly isOpen: boolean;
  /** One question. Secrets in it may be overwritten as soon as this returned its promise. Never rejects. */
  ask(request: ChildRequest, timeoutMs: number): Promise<Result<ChildValue, ChildFault | LostChild>>;
  /** Ends the child; what it was asked is lost. Resolves when it is gone. */
  end(): Promise<void>;
}

const endingTimeMs = 2_000;
const endedWhy = 'lost the process that holds its key';

/** Starts a child and numbers what it is asked. A child that misses a deadline is ended: its state is not known any more. */
export function openChildLine(start: StartChild, clock: Clock): ChildLine {
  type Answer = Result<ChildValue, ChildFault | LostChild>;
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  let isOpen = true;
  let gone: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const lose = (why: string): void => {
    isOpen = false;
    for (const settle of [...waiting.values()]) settle(err({ state: 'lost', why }));
  };
  const link = start({
    onMessage: ({ id, result }) => waiting.get(id)?.(result),
    onEnd: () => {
      lose(endedWhy);
      gone();
    },
  });
  return {
    get isOpen() {
      return isOpen;
    },
    ask(request, timeoutMs) {
      if (!isOpen) return Promise.resolve(err({ state: 'lost', why: endedWhy }));
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        const stopDeadline = clock.after(timeoutMs, () => {
          lose(`had no answer from the process that holds its key within ${timeoutMs} ms`);
          link.kill();
        });
        waiting.set(id, (answer) => {
          waiting.delete(id);
          stopDeadline();
          resolve(answer);
        });
        link.send({ id, request });
      });
    },
    async end() {
      lose('was closed');
      link.close();
      const stopWaiting = clock.after(endingTimeMs, () => link.kill());
      await ended;
      stopWaiting();
    },
  };
}
