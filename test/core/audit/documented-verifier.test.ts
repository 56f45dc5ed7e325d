import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sqlite3 } from './sqlite3-program.ts';
import { appendMany, auditPlace, entry, testKey, unwrap } from './temporary-audit.ts';

const documentFile = fileURLToPath(new URL('../../../docs/audit-format.md', import.meta.url));

/** The verifier as the document prints it, in a file of its own, run over JSON lines. */
function verify(folder: string, lines: string, key?: Uint8Array): { status: number | null; said: string } {
  const [, program] = /```js\n([\s\S]*?)```/.exec(readFileSync(documentFile, 'utf8')) ?? [];
  const file = join(folder, 'verify.mjs');
  writeFileSync(file, program ?? '');
  const ran = spawnSync(process.execPath, [file, ...(key === undefined ? [] : [Buffer.from(key).toString('hex')])], {
    input: lines,
    encoding: 'utf8',
  });
  return { status: ran.status, said: `${ran.stdout}${/row \d+ does not hold/.exec(ran.stderr)?.[0] ?? ''}` };
}

describe('the verifier that docs/audit-format.md prints', () => {
  it('is about twenty lines that import nothing of ours', () => {
    const [, program = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync(documentFile, 'utf8')) ?? [];
    expect(program.split('\n').filter((line) => line.trim() !== '').length).toBeLessThan(35);
    expect([...program.matchAll(/from '([^']+)'/g)].map(([, name]) => name)).toEqual(['node:crypto']);
  });

  it('verifies an export, also after a retention pass, and finds the first row that was changed', async () => {
    const place = auditPlace();
    const folder = dirname(place.options.file);
    const audit = place.open();
    await appendMany(audit, 20, { eventType: 'sign' });
    unwrap(await audit.append(entry({ subject: 'é "q" \\ \u2028 \u0001 🏰' })));
    place.clock.jump(400 * 24 * 3_600_000);
    expect(unwrap(audit.retention.clear(place.clock.nowMs(), true))).toBe(20);
    await appendMany(audit, 5);
    const file = join(folder, 'export.jsonl');
    const { rows } = unwrap(await audit.export({}, 'jsonl', file));
    const lines = readFileSync(file, 'utf8');
    expect(verify(folder, lines, testKey)).toMatchObject({
      status: 0,
      said: expect.stringContaining(`${rows} rows hold`),
    });
    expect(verify(folder, lines)).toMatchObject({ status: 0 });
    expect(verify(folder, lines, new Uint8Array(32))).toMatchObject({ status: 1 });
    const changed = lines.replace('"actor":"window","subject":"é', '"actor":"nobody","subject":"é');
    expect(changed).not.toBe(lines);
    expect(verify(folder, changed)).toEqual({ status: 1, said: 'row 21 does not hold' });
    const shortened = lines.split('\n').toSpliced(10, 1).join('\n');
    expect(verify(folder, shortened)).toEqual({ status: 1, said: 'row 12 does not hold' });
  });

  it('verifies what sqlite3 reads from the file, as the document says', async () => {
    const place = auditPlace();
    const folder = dirname(place.options.file);
    await appendMany(place.open(), 10);
    const rows = JSON.parse(sqlite3('-json', place.options.file, 'SELECT * FROM events ORDER BY id')) as object[];
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    expect(verify(folder, lines, testKey)).toMatchObject({ status: 0 });
    expect(execFileSync(process.execPath, ['--version'], { encoding: 'utf8' })).toMatch(/^v2\d/);
  });
});
