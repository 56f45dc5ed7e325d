import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { conflict } from '../../../../core/domain/conflict.ts';
import { ok, type Result } from '../../../../core/domain/result.ts';
import { systemIds } from '../../../../core/node-ports.ts';
import { createBackups } from '../../../../core/procedures/backups/backups.ts';
import { createBackupsTable } from '../../../../core/procedures/backups/backups-table.ts';
import { consoleMigrations } from '../../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../../core/store/database.ts';
import { manualClock } from '../../../manual-clock.ts';
import { unwrap } from '../../audit/temporary-audit.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';

it('a backup stays in the register where a rotation came to need it while the row was written', async () => {
  const database = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
  onTestFinished(() => void database.close());
  let isNeeded = false;
  const backups = createBackups({
    table: createBackupsTable(database),
    open: async () => ok('it opens'),
    record: {
      async before() {
        isNeeded = true;
        return ok(1);
      },
      after: async () => undefined,
      always: () => undefined,
    },
    clock: manualClock(1_000),
    ids: systemIds,
    changed: () => undefined,
  });
  const { backupId } = unwrap(
    await backups.record(
      {
        component: 'mpc-party-0',
        place: 'the safe',
        encryption: 'AES-256',
        access: 'two persons',
        twoPerson: 'yes',
        geographicSplit: 'yes',
        file: null,
        setId: null,
      },
      'a test',
    ),
  );
  isNeeded = false;
  const may = (): Result<void> => (isNeeded ? conflict('a rotation needs it') : ok(undefined));
  expect(may().ok).toBe(true);
  expect(await backups.retire(backupId, 'put away', 'a test', may)).toMatchObject({ error: { code: 'conflict' } });
  expect(unwrap(backups.list()).rows.map(({ retired }) => retired)).toEqual([null]);
});
