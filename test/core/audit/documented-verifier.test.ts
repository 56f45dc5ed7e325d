import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bodyHashOf } from '../../../core/audit/chain-format.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { sqlite3 } from './sqlite3-program.ts';
import { type AuditPlace, appendMany, auditPlace, entry, testKey, unwrap } from './temporary-audit.ts';

const documentFile = fileURLToPath(new URL('../../../docs/audit-format.md', import.meta.url));

/** The first fenced block of this language that holds `part`, as the document prints it. */
function printed(language: string, part: string): string {
  const blocks = readFileSync(documentFile, 'utf8').matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'));
  return [...blocks].map(([, block]) => block ?? '').find((block) => block.includes(part)) ?? '';
}

/** The verifier as the document prints it, in a file of its own, run over JSON lines. */
function verify(folder: string, lines: string, key?: Uint8Array): { status: number | null; said: string } {
  const file = join(folder, 'verify.mjs');
  writeFileSync(file, printed('js', 'check'));
  const ran = spawnSync(process.execPath, [file, ...(key === undefined ? [] : [Buffer.from(key).toString('hex')])], {
    input: lines,
    encoding: 'utf8',
  });
  return { status: ran.status, said: `${ran.stdout}${/row \d+ does not hold/.exec(ran.stderr)?.[0] ?? ''}` };
}

describe('the verifier that docs/audit-format.md prints', () => {
  it('is about twenty lines that import nothing of ours', () => {
    const program = printed('js', 'check');
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
    const request = { confirmedNowMs: place.clock.nowMs(), byPerson: true, actor: 'approval' };
    expect(unwrap(await audit.retention.pass(request))).toBe(20);
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
    const withoutSeal = edited(lines, 21, (row) => Object.assign(row, { mac: null }));
    expect(verify(folder, withoutSeal)).toMatchObject({ status: 0 });
    expect(verify(folder, withoutSeal, testKey)).toEqual({ status: 1, said: 'row 22 does not hold' });
    const withoutBody = edited(lines, 21, (row) => Object.assign(row, { body: null }));
    expect(verify(folder, withoutBody)).toEqual({ status: 1, said: 'row 21 does not hold' });
    const withoutPass = edited(lines, 22, (row) => Object.assign(row, { body: null }));
    expect(verify(folder, withoutPass)).toEqual({ status: 1, said: 'row 1 does not hold' });
  });

  it('verifies what version 1 wrote', () => {
    const { rows } = JSON.parse(readFileSync(new URL('./version-1-trail.json', import.meta.url), 'utf8')) as {
      rows: object[];
    };
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    expect(verify(temporaryFolder(), lines, testKey)).toMatchObject({
      status: 0,
      said: expect.stringContaining('8 rows hold, the newest seal is on row 8'),
    });
    const withoutBody = edited(lines, 5, (row) => Object.assign(row, { body: null }));
    expect(verify(temporaryFolder(), withoutBody)).toEqual({ status: 1, said: 'row 5 does not hold' });
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

describe('what docs/audit-format.md asks of the sqlite3 program alone', () => {
  const linked = (place: AuditPlace): { id: number; problem: string }[] =>
    JSON.parse(sqlite3('-json', place.options.file, printed('sql', 'lag(id')) || '[]');

  it('finds no row of a whole trail, and the rows that are not linked or lost their body', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 5, { eventType: 'sign' });
    await appendMany(audit, 5);
    place.clock.jump(400 * 24 * 3_600_000);
    const request = { confirmedNowMs: place.clock.nowMs(), byPerson: true, actor: 'approval' };
    expect(unwrap(await audit.retention.pass(request))).toBe(5);
    expect(linked(place)).toEqual([]);
    place.tamper('UPDATE events SET body = NULL WHERE id = 7; UPDATE events SET prev_hash = hash WHERE id = 3');
    place.tamper('DELETE FROM events WHERE id = 9');
    expect(linked(place)).toEqual([
      { id: 3, problem: 'is not linked to the row before it' },
      { id: 7, problem: 'lost its body without a retention pass' },
      { id: 10, problem: 'is not linked to the row before it' },
    ]);
  });

  it('gives exactly what the two hashes of a row are made of', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 6);
    const text = 'é "q" \\ / \u2028 \u0001\t\n\b\f\r 🏰';
    unwrap(await audit.append(entry({ subject: text, actor: text, body: { text } })));
    const [body = '', material = ''] = printed('sql', 'json_array').split(';');
    const { bodyHash, hash } = unwrap(audit.get(7));
    const said = (sql: string): string => sqlite3('-list', place.options.file, sql).replace(/\n$/, '');
    expect(bodyHashOf(said(body))).toBe(bodyHash);
    expect(bodyHashOf(said(material))).toBe(hash);
  });
});

/** JSON lines in which one row was changed. */
function edited(lines: string, id: number, change: (row: object) => object): string {
  return lines
    .split('\n')
    .map((line, index) => (index === id - 1 ? JSON.stringify(change(JSON.parse(line))) : line))
    .join('\n');
}
