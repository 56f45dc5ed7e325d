import type { KeyshareCondition } from '../domain/keyshares.ts';
import type { HaltControl } from '../halt/halt.ts';
import type { MpcHalt } from '../signers/mpc/mpc-options.ts';

const mixed = 'keyshares-mixed';
const stale = 'keyshares-stale';

/**
 * What the halts of the two-party signer are told to: where both shares do not belong together, or are older than was seen before, trading
 * halts with it. The cause counts as gone once the signer's own halt is over.
 */
export function haltForShares(halt: Pick<HaltControl, 'engage' | 'resolve'>): (seen: MpcHalt | null) => void {
  return (seen) => {
    if (seen === null) fits(halt);
    else if (seen.seen === 'mixed-shares') engage(halt, mixed, `shares that do not belong together: ${seen.why}`);
    else if (seen.seen === 'epoch-went-back') engage(halt, stale, `shares of an older epoch: ${seen.why}`);
  };
}

/** The same for what both parties of the signer in use were found to be, each asked by itself. */
export function haltForLook(halt: Pick<HaltControl, 'engage' | 'resolve'>, condition: KeyshareCondition): void {
  if (condition === 'mixed') engage(halt, mixed, 'shares that do not belong together, as both attest them');
  if (condition === 'stale') engage(halt, stale, 'shares of an older epoch than was seen before, as both attest them');
  if (condition === 'fits' || condition === 'not-backed-up') fits(halt);
  if (condition !== 'swapped') return;
  const text = 'The signer is not the pinned one: a party of the two-party signer answers for another key.';
  halt.engage({ source: 'automatic', code: 'signer-changed', text });
}

function engage(halt: Pick<HaltControl, 'engage'>, code: string, what: string): void {
  halt.engage({ source: 'automatic', code, text: `The two-party signer has ${what}` });
}

function fits(halt: Pick<HaltControl, 'resolve'>): void {
  halt.resolve(mixed);
  halt.resolve(stale);
}
