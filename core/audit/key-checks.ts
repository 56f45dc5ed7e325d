import type { Database } from '../store/database.ts';
import { type ChainHead, genesisHash, type Mac } from './chain-format.ts';
import { type HeadReading, headMac } from './head-file.ts';
import { judgeSeal, lastSealedId, type SealedRow } from './seals.ts';
import { problemWith } from './start-checks.ts';

/** What a key says of a chain. `lastSealed` is the newest row with a mac (id 0: none); `isOurs` whether the key made that mac. */
export interface KeyFindings {
  readonly isOurs: boolean;
  readonly lastSealed: ChainHead;
  readonly problem: string | null;
}

/**
 * Judges the newest mac of a chain, which confirms every row before it, and the sealed head kept outside. A chain with macs whose
 * outside head was never sealed is a problem, because the head is sealed before the first row is.
 */
export function checkWithKey(
  database: Database,
  mac: Mac,
  head: ChainHead,
  generation: string,
  reading: HeadReading,
): KeyFindings {
  const newest = database
    .prepare<[number], SealedRow>('SELECT v, id, hash, mac FROM events WHERE id = ?')
    .get(lastSealedId(database, head.id));
  const lastSealed = newest === undefined ? { id: 0, hash: genesisHash } : { id: newest.id, hash: newest.hash };
  const verdict = newest === undefined ? null : judgeSeal(mac, newest, lastSealedId(database, newest.id - 1));
  if (verdict?.kind === 'foreign') {
    return { isOurs: false, lastSealed, problem: `the seal of row ${lastSealed.id} is not ours` };
  }
  const found = (problem: string | null): KeyFindings => ({ isOurs: true, lastSealed, problem });
  if (verdict?.kind === 'one-missing') return found(`the seal of row ${verdict.missingId} was taken away`);
  if (reading.kind !== 'read') return found(null);
  const sealed = reading.record.sealed;
  if (sealed === null)
    return found(newest === undefined ? null : 'the head kept outside the data folder lost its seal');
  if (headMac(mac, sealed.head) !== sealed.mac) return found('the seal of the head kept outside is not ours');
  return found(problemWith(database, head, generation, sealed.head));
}
