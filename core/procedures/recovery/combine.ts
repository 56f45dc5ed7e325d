import { combine } from 'shamir-secret-sharing';
import { err, ok, type Result } from '../../domain/result.ts';
import { openBundle, type RecoveryBundle } from './bundle.ts';
import type { RecoveryProblem } from './problem.ts';
import { type RecoveryShare, readShare } from './share.ts';

/** The shares of one bundle as they are given, one at a time. */
export interface Gathering {
  /** Takes one share; answers how many more are needed. A share that is not taken changes nothing. */
  add(text: string): Result<{ readonly index: number; readonly missing: number }, RecoveryProblem>;
  /** Opens the bundle. `missing-shares`, `wrong-bundle`. The content is the caller's to overwrite. */
  open(): Promise<Result<Uint8Array, RecoveryProblem>>;
  /** Overwrites what was given. */
  forget(): void;
}

/** Gathers shares for a bundle, exactly as many as are needed. */
export function gatherShares(bundle: RecoveryBundle): Gathering {
  const given = new Map<number, Uint8Array>();
  const missing = (): number => bundle.threshold - given.size;
  return {
    add(text) {
      const read = readShare(text);
      if (!read.ok) return read;
      const { index, part } = read.value;
      const problem: RecoveryProblem | null =
        strangeness(read.value, bundle) ?? (given.has(index) ? { code: 'duplicate-share', index } : null);
      if (problem !== null) {
        part.fill(0);
        return err(problem);
      }
      if (missing() > 0) given.set(index, part);
      else part.fill(0);
      return ok({ index, missing: missing() });
    },
    async open() {
      if (missing() > 0) return err({ code: 'missing-shares', missing: missing() });
      const parts = [...given.values()];
      // Two shares read at one place, or one read at none, were never of one split.
      const places = new Set(parts.map((part) => part.at(-1)));
      if (places.size < parts.length || places.has(0)) return err({ code: 'wrong-bundle', set: bundle.set });
      const key = await combine(parts);
      const content = openBundle(bundle, key);
      key.fill(0);
      return content;
    },
    forget() {
      for (const part of given.values()) part.fill(0);
      given.clear();
    },
  };
}

/** Why a share is not of the bundle; null when it is. */
function strangeness(share: RecoveryShare, bundle: RecoveryBundle): RecoveryProblem | null {
  if (share.set !== bundle.set) return { code: 'wrong-set', set: share.set, expected: bundle.set };
  const isOfIt =
    share.threshold === bundle.threshold &&
    share.count === bundle.count &&
    share.subject.kind === bundle.subject.kind &&
    share.subject.address === bundle.subject.address;
  return isOfIt ? null : { code: 'wrong-threshold', index: share.index };
}
