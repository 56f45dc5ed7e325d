import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Audit } from '../../../core/audit/audit.ts';
import { openFoundations } from '../../../core/foundations.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import { type About, begun, keepRecorded, leftFor } from '../../../core/procedures/procedure-changes.ts';
import { createProceduresTable } from '../../../core/procedures/procedures-table.ts';
import { recoverChanges } from '../../../core/procedures/recover-changes.ts';
import { systemSignerPorts } from '../../../core/signer-ports.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { createRecord } from '../../../core/trading/record.ts';
import { auditPlace, unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { temporaryCore } from '../temporary-core.ts';

const about: About = { kind: 'rotate-api-token', credentialId: 'token', label: 'the token', facts: '{}' };
const procedure = begun(about, 'p1', 'halt', 1);
const gone = new Promise<never>(() => undefined);

/** Where a console is ended in the middle of a change; 'nowhere' where it goes through. */
type CutOff = 'before it was kept' | 'before it was told' | 'nowhere';

/** A trail and a table, and how a console changes procedures that is gone in the middle of it. */
async function place() {
  const audit = auditPlace().open();
  const database = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
  onTestFinished(() => {
    database.close();
  });
  const table = createProceduresTable(database);
  const record = createRecord(audit, { engage: () => undefined } as never);
  return {
    rows: () => told(audit),
    change: (next: typeof procedure, cutOff: CutOff): Promise<unknown> =>
      new Promise((ended) => {
        const end = (): Promise<never> => {
          ended(undefined);
          return gone;
        };
        const cut: typeof record = {
          ...record,
          async before(entry) {
            const row = await record.before(entry);
            return cutOff === 'before it was kept' ? end() : row;
          },
          after: (entry) => (cutOff === 'before it was told' ? end() : record.after(entry)),
        };
        void keepRecorded({ record: cut, table }, [next], 'test').then(ended);
      }),
    recover: () => recoverChanges({ record, table, trail: audit }),
  };
}

async function told(audit: Pick<Audit, 'query'>) {
  const rows = unwrap(await audit.query({ limit: 50 }));
  return rows
    .filter(({ eventType }) => eventType === 'credential-rotation')
    .map(({ body, status }) => {
      const { stands, step } = JSON.parse(body ?? '{}') as Record<string, string>;
      return [step, status, ...(stands === undefined ? [] : [stands])].join(' ');
    })
    .reverse();
}

it.each([
  ['before it was kept', 'not begun'],
  ['before it was told', 'open'],
] as const)('a beginning that was cut off %s is told of once', async (cutOff, stands) => {
  const world = await place();
  await world.change(procedure, cutOff);
  await world.recover();
  await world.recover();
  expect(await world.rows()).toEqual(['started requested', `started recovered ${stands}`]);
});

it.each([
  ['before it was kept', 'open'],
  ['before it was told', 'left'],
] as const)('so is a leaving that was cut off %s', async (cutOff, stands) => {
  const world = await place();
  await world.change(procedure, 'nowhere');
  await world.change(leftFor(procedure, 'enough', 2), cutOff);
  await world.recover();
  await world.recover();
  expect(await world.rows()).toEqual(['started requested', 'started ok', 'left requested', `left recovered ${stands}`]);
});

it('what came to its end is not told of again', async () => {
  const world = await place();
  await world.change(procedure, 'nowhere');
  await world.change(leftFor(procedure, 'enough', 2), 'nowhere');
  await world.recover();
  expect(await world.rows()).toEqual(['started requested', 'started ok', 'left requested', 'left ok']);
});

it('a console looks for them when it starts', async () => {
  let core = await temporaryCore();
  onTestFinished(() => core.remove());
  const { folder } = core;
  await core.core.close();
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const ports = {
    ...{ clock: systemClock, ids: systemIds, log: quiet, masterKey: null, signers: systemSignerPorts() },
    ...{ arming: { isArmed: () => false }, fetch: () => gone },
  };
  const environment = { PORTCULLIS_HEAD_DIR: join(folder, '..', 'heads') };
  const foundations = unwrap(openFoundations(ports, { dataFolder: folder, environment }));
  const body = { procedure: 'p1', kind: 'drill', step: 'started' };
  const entry = { eventType: 'credential-rotation', level: 'info', actor: 'user', subject: 'token', body } as const;
  unwrap(await foundations.audit.append({ ...entry, status: 'requested' }));
  foundations.close();
  core = await core.restart();
  const recovered = () => core.get('audit.query', { limit: 5, eventType: 'credential-rotation', status: 'recovered' });
  await expect.poll(async () => (await recovered())[0]?.body).toContain('not begun');
});
