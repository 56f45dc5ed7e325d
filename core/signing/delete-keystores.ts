import type { Address } from '../domain/address.ts';
import { conflict } from '../domain/conflict.ts';
import type { Result } from '../domain/result.ts';
import { stored } from '../store/stored.ts';
import { removeFile } from '../store/whole-file.ts';

/** What deleting old keystores looks at, and tells. */
export interface DeleteParts {
  /** The keystore in use; null where there is none. */
  readonly inUse: () => string | null;
  /** The address that it must be of; null where none is pinned. */
  readonly pinned: () => Address | null;
  /** Opens a file with what the person typed: the address of its key. */
  readonly opens: (file: string) => Promise<Result<Address>>;
  /** A file is no more. */
  readonly deleted: (file: string) => void;
}

/**
 * Deletes the keystore files that may be deleted, once the one in use was opened: `conflict` where that is among them, or is not of the
 * pinned address. Which may be is asked again after that: the password took its time, and a procedure may have come to need one of them.
 * A file that cannot be deleted is an error, and those after it stay.
 */
export async function deleteKeystores(
  { deleted, inUse, opens, pinned }: DeleteParts,
  mayBeDeleted: () => Result<readonly string[]>,
): Promise<Result<readonly string[]>> {
  const place = inUse();
  const asked = mayBeDeleted();
  if (!asked.ok) return asked;
  if (place === null || asked.value.includes(place)) return conflict('the keystore in use is not deleted');
  const opened = await opens(place);
  if (!opened.ok) return opened;
  if ((pinned() ?? opened.value) !== opened.value) return conflict('the keystore in use is not of the pinned key');
  const still = mayBeDeleted();
  if (!still.ok) return still;
  if (inUse() !== place || still.value.includes(place)) return conflict('the keystore in use is another than before');
  for (const one of still.value) {
    const removed = stored('an old keystore could not be deleted', () => removeFile(one));
    if (!removed.ok) return removed;
    deleted(one);
  }
  return still;
}
