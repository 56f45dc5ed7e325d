import { type FileSteps, fileSteps } from '../../../core/store/whole-file.ts';

/** Thrown where the power is cut, and by every step after it. */
export class PowerCut extends Error {
  readonly code = 'EIO';
}

/** Steps on the real file system until the power is cut. */
export interface CutSteps extends FileSteps {
  /** Whether it was cut. */
  isCut(): boolean;
}

/**
 * Counts every byte that is written and every other step as one unit, and cuts the power once `units` are done: the rest of that write,
 * and everything after it, does not happen. With `Infinity` nothing is cut and `used` tells how many units there are.
 */
export function cutAfter(units: number): CutSteps & { readonly used: () => number } {
  let used = 0;
  let cut = false;
  const spend = (): void => {
    if (cut || used >= units) {
      cut = true;
      throw new PowerCut('the power is cut');
    }
    used += 1;
  };
  const step = <A extends unknown[], R>(work: (...given: A) => R) => {
    return (...given: A): R => {
      spend();
      return work(...given);
    };
  };
  return {
    folder: fileSteps.folder,
    create: step(fileSteps.create),
    write(handle, bytes) {
      const left = cut ? 0 : Math.min(bytes.length, units - used);
      if (left > 0) fileSteps.write(handle, bytes.subarray(0, left));
      used += left;
      if (left === bytes.length) return left;
      cut = true;
      throw new PowerCut('the power is cut');
    },
    sync: step(fileSteps.sync),
    // What ends a process closes its files.
    close: fileSteps.close,
    rename: step(fileSteps.rename),
    syncFolder: step(fileSteps.syncFolder),
    remove: step(fileSteps.remove),
    isCut: () => cut,
    used: () => used,
  };
}
