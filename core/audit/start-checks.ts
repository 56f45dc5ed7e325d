import type { Database } from '../store/database.ts';
import { type ChainHead, genesisHash } from './chain-format.ts';
import { headAt } from './chain-walk.ts';
import type { HeadReading, OutsideHead } from './head-file.ts';
import { lastSealedId } from './seals.ts';

/** What a database looks like beside the head kept outside. `checkpoint` is the row up to which an earlier core had walked it. */
export interface StartFindings {
  readonly problem: string | null;
  readonly cutTail: boolean;
  readonly checkpoint: ChainHead;
}

const genesis: ChainHead = { id: 0, hash: genesisHash };

/**
 * Compares an opened database with the head kept outside. A head that is gone or cannot be read while there are rows is a problem:
 * nothing then shows that the newest rows were not cut off.
 */
export function checkAgainstOutside(
  database: Database,
  head: ChainHead,
  generation: string,
  reading: HeadReading,
): StartFindings {
  if (reading.kind === 'missing') {
    return found(head.id === 0 ? null : 'the head kept outside the data folder is missing', false);
  }
  if (reading.kind === 'unreadable') return found('the head kept outside the data folder cannot be read', false);
  const outside = reading.record.head;
  const sealed = reading.record.sealed?.head ?? null;
  const known = sealed !== null && sealed.id > outside.id ? sealed : outside;
  const problem = problemWith(database, head, generation, known);
  if (problem !== null) return found(problem, known.id > head.id || known.generation !== generation);
  if (known !== outside) return found('the head kept outside the data folder was set back', false);
  const checkpoint = headAt(database, outside.verifiedId);
  if (checkpoint === null || checkpoint.hash !== outside.verifiedHash) {
    return found(`row ${outside.verifiedId} is not the one known outside`, false);
  }
  return { problem: null, cutTail: false, checkpoint };
}

/** What is wrong with a database of which `known` was once true; null when nothing is. */
export function problemWith(
  database: Database,
  head: ChainHead,
  generation: string,
  known: OutsideHead,
): string | null {
  if (known.generation !== generation) return 'the database is another one than is known outside';
  if (known.id > head.id) return `the rows after ${head.id} are gone: row ${known.id} is known outside`;
  if (headAt(database, known.id)?.hash !== known.hash) return `row ${known.id} is not the one known outside`;
  const sealedId = known.sealedId ?? 0;
  const isSealed = sealedId === 0 || lastSealedId(database, sealedId, sealedId) === sealedId;
  return isSealed ? null : `the seal of row ${sealedId} was taken away`;
}

function found(problem: string | null, cutTail: boolean): StartFindings {
  return { problem, cutTail, checkpoint: genesis };
}
