import type { VaultFacts } from '../contract/shapes.ts';
import { checkIdentity, type Opening, type OpeningParts } from './opening.ts';

/** A vault in words and numbers. What cannot be read counts as not there. */
export function vaultFacts(
  { files, records }: Pick<OpeningParts, 'files' | 'records'>,
  opening: Opening | null,
  { problem, state }: Pick<VaultFacts, 'problem' | 'state'>,
): VaultFacts {
  const [file, sealedAtMs, count] = [files.current(), records.sealedAtMs(checkIdentity), records.count()];
  const kind = file.ok ? (file.value?.kind ?? null) : null;
  const madeAtMs = sealedAtMs.ok ? sealedAtMs.value : null;
  const isByPassphrase = opening === null ? kind === 'master key' : opening.by === 'passphrase';
  return {
    state,
    openedBy: isByPassphrase ? 'passphrase' : madeAtMs === null ? 'nothing' : 'keychain',
    problem,
    secondLock: opening === null ? kind === 'second lock' : opening.by === 'both',
    records: count.ok && madeAtMs !== null ? count.value - 1 : 0,
    masterKeyMadeAtMs: madeAtMs,
  };
}
