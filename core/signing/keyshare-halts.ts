import type { KeyshareCondition } from '../domain/keyshares.ts';
import type { HaltControl } from '../halt/halt.ts';
import type { MpcHalt } from '../signers/mpc/mpc-options.ts';

const mixed = 'keyshares-mixed';
const stale = 'keyshares-stale';

/** What these are told to. */
type Halts = Pick<HaltControl, 'engage' | 'resolve' | 'state'>;

/**
 * What the halts of the two-party signer are told to: where both shares do not belong together, or are older than was seen before, trading
 * halts with it. The cause counts as gone once the signer's own halt is over.
 */
export function haltForShares(halt: Halts): (seen: MpcHalt | null) => void {
  return (seen) => {
    if (seen === null) fits(halt);
    else if (seen.seen === 'mixed-shares') engage(halt, mixed, `shares that do not belong together: ${seen.why}`);
    else if (seen.seen === 'epoch-went-back') engage(halt, stale, `shares of an older epoch: ${seen.why}`);
  };
}

/** The same for what both parties of the signer in use were found to be, each asked by itself. */
export function haltForLook(halt: Halts, condition: KeyshareCondition): void {
  if (condition === 'mixed') engage(halt, mixed, 'shares that do not belong together, as both attest them');
  if (condition === 'stale') engage(halt, stale, 'shares of an older epoch than was seen before, as both attest them');
  if (condition === 'fits' || condition === 'not-backed-up') fits(halt);
  if (condition !== 'swapped') return;
  const text = 'The signer is not the pinned one: a party of the two-party signer answers for another key.';
  halt.engage({ source: 'automatic', code: 'signer-changed', text });
}

/** What trading is halted for already is not told a second time in other words. */
function engage(halt: Halts, code: string, what: string): void {
  const { reasons, state } = halt.state();
  if (state === 'halted' && reasons.some((reason) => reason.code === code && !reason.resolved)) return;
  halt.engage({ source: 'automatic', code, text: `The two-party signer has ${what}` });
}

function fits(halt: Pick<HaltControl, 'resolve'>): void {
  halt.resolve(mixed);
  halt.resolve(stale);
}
