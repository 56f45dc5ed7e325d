import type { Database } from '../store/database.ts';
import { type ChainHead, genesisHash, type Mac } from './chain-format.ts';
import { type HeadReading, headMac } from './head-file.ts';
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
    .prepare<[], ChainHead & { readonly mac: string }>(
      'SELECT id, hash, mac FROM events WHERE mac IS NOT NULL ORDER BY id DESC LIMIT 1',
    )
    .get();
  const lastSealed = newest === undefined ? { id: 0, hash: genesisHash } : { id: newest.id, hash: newest.hash };
  if (newest !== undefined && mac(newest.hash) !== newest.mac) {
    return {
      isOurs: false,
      lastSealed,
      problem: `the seal of row ${newest.id} is not ours`,
    };
  }
  const found = (problem: string | null): KeyFindings => ({
    isOurs: true,
    lastSealed,
    problem,
  });
  if (reading.kind !== 'read') return found(null);
  const sealed = reading.record.sealed;
  if (sealed === null)
    return found(newest === undefined ? null : 'the head kept outside the data folder lost its seal');
  if (headMac(mac, sealed.head) !== sealed.mac) return found('the seal of the head kept outside is not ours');
  return found(problemWith(database, head, generation, sealed.head));
}
