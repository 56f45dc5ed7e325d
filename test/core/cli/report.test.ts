import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { halt } from '../../../core/cli/halt.ts';
import { reportIncident } from '../../../core/cli/report.ts';

it('says of a folder that was never halted that nothing was, and tells of its first halt', async () => {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-report-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const options = { dataFolder: join(root, 'data'), environment: { PORTCULLIS_HEAD_DIR: join(root, 'heads') } };
  const [out, notes]: [string[], string[]] = [[], []];
  const streams = { out: (text: string) => void out.push(text), note: (text: string) => void notes.push(text) };
  expect(await reportIncident(options, streams, undefined, false)).toBe(1);
  expect(await reportIncident(options, streams, '999999', false)).toBe(1);
  expect([out, notes]).toEqual([[], ['Nothing was halted here.', expect.stringContaining('999999')]]);
  await halt(options, streams, 'something looks wrong');
  out.length = 0;
  expect(await reportIncident(options, streams, undefined, false)).toBe(0);
  expect(out.join('\n')).toContain('something looks wrong');
});
