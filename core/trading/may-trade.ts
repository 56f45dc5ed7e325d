import { ok, type Result } from '../domain/result.ts';
import type { Trading } from './trading.ts';

/**
 * The first question of the gate, and asked again after every wait: the halt, then the mode. Paper has no mode to ask; live is open only
 * while it is armed and everything that live trading needs is in order.
 */
export function mayTrade({ halt, mode }: Pick<Trading, 'halt' | 'mode'>, exposure: 'open' | 'reduce'): Result<void> {
  const permitted = halt.permits(exposure);
  return permitted.ok ? (mode?.(exposure) ?? ok(undefined)) : permitted;
}
