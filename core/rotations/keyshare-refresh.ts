import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import { createMaintenanceTable } from '../notify/maintenance-table.ts';
import type { Registers } from '../open-registers.ts';
import { beginKeyshareRefresh, type KeyshareSigner, mayRetireShareBackup } from '../procedures/keyshare-refresh.ts';
import { keyshareRefreshPlan } from '../procedures/refresh-keyshares.ts';
import type { Keyshares } from '../signing/keyshares.ts';
import type { Signing } from '../signing/signing.ts';
import { type RotationKind, type RotationKindParts, rotationKind } from './rotation-kind.ts';

/** What the refresh of keyshares stands on. */
export interface KeyshareRefreshParts extends RotationKindParts, Pick<Registers, 'backups'> {
  readonly signing: Pick<Signing, 'keyshares' | 'test'>;
}

/** The refresh of the keyshares of the two-party signer in use, over this console's signer, credentials and backup register. */
export function keyshareRefresh(parts: KeyshareRefreshParts): RotationKind {
  const { backups, common, custody, foundations, ports, signing } = parts;
  const { keyshares } = signing;
  const maintenance = createMaintenanceTable(foundations.database);

  const kept = (party: 0 | 1, sinceMs: number) => {
    const listed = backups.list();
    if (!listed.ok) return listed;
    const rows = listed.value.rows.filter(
      ({ component, recordedAtMs, retired }) =>
        component === `mpc-party-${party}` && retired === null && recordedAtMs >= sinceMs,
    );
    return ok(rows.at(-1) ?? null);
  };

  return rotationKind({
    plan: keyshareRefreshPlan({
      ...common,
      clock: ports.clock,
      shares: {
        attest: keyshares.attest,
        settle: () => keyshares.settle('core'),
        refresh: (fromEpoch) => keyshares.refresh(fromEpoch, 'core'),
        async proveSigning() {
          const tested = await signing.test('core');
          return tested.ok ? ok(tested.value.address) : tested;
        },
      },
      windows: maintenance.all,
      refreshed: (sharePoints, sinceMs) => custody.sharesRefreshed(sharePoints, sinceMs, 'core'),
      register: {
        recordedSince: kept,
        async note(backupId, sha256, text) {
          const listed = backups.list();
          if (!listed.ok) return listed;
          const row = listed.value.rows.find((one) => one.backupId === backupId);
          if (row?.digest === sha256 && row.lastCheck?.text === text) return ok(undefined);
          const noted = await backups.partyAttested(backupId, sha256, text, 'core');
          return noted.ok ? ok(undefined) : noted;
        },
      },
    }),
    async begin(credential) {
      const signer = await signerInUse(keyshares);
      return signer.ok ? beginKeyshareRefresh(credential, signer.value, ports.clock.nowMs()) : signer;
    },
    mayRetireBackup: (facts, _stepId, component) => mayRetireShareBackup(facts, component),
  });
}

/** The two-party signer in use and how it speaks: as it once spoke, or asked now; an error where it does not say. */
async function signerInUse(keyshares: Keyshares): Promise<Result<KeyshareSigner>> {
  const known = spoken(keyshares);
  // What a refresh left in doubt answers no greeting well, and must be begun to be settled.
  if (known !== null) return ok(known);
  const greeted = await keyshares.greet();
  const told = spoken(keyshares);
  if (told !== null) return ok(told);
  return greeted.ok ? conflict('the parties do not say how they speak') : greeted;
}

function spoken(keyshares: Keyshares): KeyshareSigner | null {
  const standing = keyshares.state();
  if (standing === null) return null;
  const { hasBothParties, highestEpoch, pinned } = standing;
  // The older service knows no epochs.
  const dialect = highestEpoch === null ? standing.dialect : 'mpc-2p/1';
  return dialect === null ? null : { address: pinned, dialect, hasBothParties };
}
