import { KeyshareLook } from '../contract/schemas/keyshares.ts';
import type { KeyshareLook as Look } from '../contract/shapes.ts';
import { readJson } from '../domain/read-json.ts';
import type { Clock, Log } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { createDocuments } from '../store/documents.ts';

const documentName = 'keyshare-look';

/** What came of asking both parties last, over a restart. Nothing of it is secret. Before anything is armed it is asked anew. */
export interface KeptLook {
  /** Null where none is kept, or none that can be read. */
  get(): Look | null;
  set(look: Look): void;
}

/** The last look of an open console.db. What cannot be kept is logged: the next asking brings it again. */
export function openKeptLook(database: Database, clock: Clock, log: Log): KeptLook {
  const documents = createDocuments(database);
  const kept = documents.read(documentName);
  let look = kept.ok && kept.value !== null ? (KeyshareLook.safeParse(readJson(kept.value)).data ?? null) : null;
  return {
    get: () => look,
    set(next) {
      look = next;
      const written = documents.write(documentName, JSON.stringify(next), clock.nowMs());
      if (!written.ok) log.warn('what the parties of the two-party signer said could not be kept', {});
    },
  };
}
