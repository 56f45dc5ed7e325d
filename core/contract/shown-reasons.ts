import type { Halt, HaltReason } from './shapes.ts';

/** Why trading is halted, as it is read: the reason that it began with, then what came up since, but for what only says the first again. */
export function shownReasons({ reasons }: Pick<Halt, 'reasons'>): readonly HaltReason[] {
  const [first, ...later] = reasons;
  if (first === undefined) return [];
  const saysAnew = ({ code, resolved, source, text }: HaltReason): boolean =>
    source !== first.source || code !== first.code || text !== first.text || resolved !== first.resolved;
  return [first, ...later.filter(saysAnew)];
}
