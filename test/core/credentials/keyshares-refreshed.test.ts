import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { keyshareSlot, keysharesRefreshed } from '../../../core/credentials/keyshares-refreshed.ts';
import { createCredentialsTable, type StoredCredential } from '../../../core/custody/credentials-table.ts';
import { rotatedHere } from '../../../core/custody/found-credentials.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { keptKey } from '../procedures/rotation-world.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

/** Both keyshares in a console.db, and a ledger that writes there at `nowMs`; how often it wrote. */
function kept() {
  const database = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
  onTestFinished(() => {
    database.close();
  });
  const table = createCredentialsTable(database);
  const world = { table, nowMs: 1_000, writes: 0, isBroken: false };
  for (const party of [0, 1] as const) {
    const share = { kind: 'mpc-keyshare', slot: keyshareSlot(party), place: 'service', fingerprint: null } as const;
    unwrap(table.keep({ ...keptKey(`share ${party}`, 'active', 1), ...share }, []));
  }
  const ledger = {
    rotated(slot: string, fingerprint: string | null): void {
      if (world.isBroken) return;
      const before = unwrap(table.all()).find((one) => one.slot === slot) as StoredCredential;
      world.writes += 1;
      const changes = rotatedHere(before, fingerprint, world.nowMs, 'refreshed');
      unwrap(table.keepAll(changes.map(({ credential, evidence }) => [credential, evidence])));
    },
  };
  const refreshed = (points: readonly [string, string] | null, sinceMs: number) =>
    keysharesRefreshed({ table, ledger }, points, sinceMs, 'core');
  const rotatedAtMs = () => unwrap(table.all()).map(({ lastRotatedAtMs }) => lastRotatedAtMs);
  return { world, refreshed, rotatedAtMs };
}

it('a refresh is written at both keyshares once, also where it is told again, and marked by the points', () => {
  const { refreshed, rotatedAtMs, world } = kept();
  expect(refreshed(['02aa', '03bb'], 900)).toMatchObject({ ok: true });
  world.nowMs = 2_000;
  expect(refreshed(['02aa', '03bb'], 900)).toMatchObject({ ok: true });
  expect([rotatedAtMs(), world.writes]).toEqual([[1_000, 1_000], 2]);
  const marks = unwrap(world.table.all()).map(({ fingerprint }) => fingerprint);
  for (const mark of marks) expect(mark).toMatch(/^[0-9a-f]{16}$/);
  expect(new Set(marks).size).toBe(2);
  expect(refreshed(null, 1_900)).toMatchObject({ ok: true });
  expect(rotatedAtMs()).toEqual([2_000, 2_000]);
});

it('a refresh that cannot be written is told so', () => {
  const { refreshed, rotatedAtMs, world } = kept();
  world.isBroken = true;
  expect(refreshed(['02aa', '03bb'], 900)).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
  expect(rotatedAtMs()).toEqual([null, null]);
});
