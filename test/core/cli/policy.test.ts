import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openCore } from '../../../core/cli/open-core.ts';
import { policy } from '../../../core/cli/policy.ts';

it('prints the document in force, which as a file passes for its backup', async () => {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-policy-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const options = { dataFolder: join(root, 'data'), environment: { PORTCULLIS_HEAD_DIR: join(root, 'heads') } };
  const out: string[] = [];
  const streams = { out: (text: string) => void out.push(text), note: (text: string) => void out.push(text) };
  expect(await policy(options, streams)).toBe(0);
  expect(out).toHaveLength(1);
  const file = join(root, 'policy.json');
  writeFileSync(file, `${out[0]}\n`);

  const opened = await openCore({ ...options, logFile: null, runtime: 'test', serveApi: false });
  if (!opened.ok) throw new Error(opened.error.code);
  const { call, close } = opened.value;
  onTestFinished(close);
  const get = await call('operator', 'policy.get', {});
  expect(get).toMatchObject({ ok: true, value: { document: JSON.parse(out[0] ?? '') } });
  const words = { place: 'a drawer', encryption: 'none is needed', access: 'myself' };
  const told = { ...words, twoPerson: 'no', geographicSplit: 'no', component: 'policy', file };
  const recorded = await call('terminal', 'backups.record', told);
  if (!recorded.ok) throw new Error(JSON.stringify(recorded.error));
  const { backupId } = recorded.value as { readonly backupId: string };
  const verified = await call('terminal', 'backups.verify', { by: 'opening', backupId, file });
  expect(verified).toMatchObject({ ok: true, value: { lastCheck: { result: 'ok' }, unmet: [] } });
});
