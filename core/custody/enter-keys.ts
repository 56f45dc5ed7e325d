import { conflict } from '../domain/conflict.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';
import type { CredentialsTable, StoredCredential } from './credentials-table.ts';
import { specDays } from './intervals.ts';
import { type KeptKeys, keyFingerprint } from './kept-keys.ts';
import type { KeyParts } from './key-text.ts';
import { knownBefore } from './known-before.ts';

/** A clean key that is to be kept. */
export interface EnteredKey {
  readonly exchange: ExchangeName;
  readonly label: string;
  readonly key: KeyParts;
  /** The row in the settings that it is taken over from; null for one that was typed or pasted. */
  readonly from: StoredCredential | null;
}

/** What keeping keys stands on. */
export interface EnterParts {
  readonly table: CredentialsTable;
  readonly kept: KeptKeys;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly ids: Pick<Ids, 'next'>;
}

/**
 * Puts keys into the vault, all or none: the first of an exchange is used at once, any other stands by. `conflict` where one is there
 * already (in the settings too, but for the one that is taken over); `vault-locked`, `storage-failed`. One that was known before, in the
 * settings or wiped since, is as old as it was then, and has the interval that it had.
 */
export function enterKeys(parts: EnterParts, entered: readonly EnteredKey[]): Result<readonly StoredCredential[]> {
  const { clock, ids, kept, table } = parts;
  const all = table.all();
  if (!all.ok) return all;
  const nowMs = clock.nowMs();
  const rows: StoredCredential[] = [];
  for (const { exchange, from, key, label } of entered) {
    const fingerprint = keyFingerprint(key);
    const same = [...all.value, ...rows].find(
      (one) => isThere(one, exchange, fingerprint) && one.slot !== (from?.slot ?? ''),
    );
    if (same !== undefined) return conflict(alreadyThere(same, exchange));
    const isFirst = ![...all.value, ...rows].some(
      ({ place, state, subject }) => subject === exchange && place === 'vault' && state === 'active',
    );
    const known = knownBefore(all.value, { kind: 'cex-key', subject: exchange, fingerprint });
    const before = from ?? known?.row;
    rows.push({
      credentialId: ids.next(),
      kind: 'cex-key',
      slot: null,
      subject: exchange,
      label,
      place: 'vault',
      fingerprint,
      state: isFirst ? 'active' : 'standby',
      createdAtMs: known?.createdAtMs ?? null,
      enteredAtMs: Math.min(known?.seenAtMs ?? nowMs, nowMs),
      lastRotatedAtMs: null,
      notAfterMs: null,
      intervalDays: before?.intervalDays ?? specDays['cex-key'],
      intervalReason: before?.intervalReason ?? null,
      attested: from?.attested ?? null,
    });
  }
  const told = rows.map((row, index) => {
    const from = entered[index]?.from ?? null;
    const text = from === null ? 'Entered here and put into the vault.' : `Taken over from '${from.label}'.`;
    return [row, [{ atMs: nowMs, what: 'entered', text }]] as const;
  });
  return table.together(() => {
    for (const [index, row] of rows.entries()) {
      const { exchange, key } = entered[index] as EnteredKey;
      const put = kept.put(row.credentialId, exchange, key);
      if (!put.ok) return put;
    }
    const written = table.keepAll(told);
    return written.ok ? ok(rows) : written;
  });
}

function isThere(one: StoredCredential, exchange: ExchangeName, fingerprint: string): boolean {
  const isInUse = one.state === 'active' || one.state === 'standby';
  return one.kind === 'cex-key' && isInUse && one.subject === exchange && one.fingerprint === fingerprint;
}

function alreadyThere({ label, place }: StoredCredential, exchange: ExchangeName): string {
  const title = exchanges[exchange].title;
  return place === 'vault'
    ? `this key of ${title} is kept already, as '${label}'`
    : `this key of ${title} is set in ${place === 'env-file' ? '.env' : 'the environment'}: take it over instead`;
}
