import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditQuery } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { csvLine } from '../domain/csv.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { storageFailed, storedAsync } from '../store/stored.ts';
import { isoTime } from './iso-time.ts';

/** The columns of an export, in the order of docs/audit-format.md. */
const columns = [
  'v',
  'id',
  'timestamp',
  'event_type',
  'level',
  'status',
  'actor',
  'subject',
  'body',
  'body_hash',
  'prev_hash',
  'hash',
  'mac',
  'retain_until',
] as const;

type Row = Readonly<Record<(typeof columns)[number], string | number | null>>;

/** How many rows are looked at, and at most held, at once; between two such slices other work gets its turn. */
const sliceRows = 512;

/** What to export: the filters of a query. */
export type ExportFilter = Omit<AuditQuery, 'beforeId' | 'limit'>;

/** What was written. */
export interface Exported {
  readonly rows: number;
  readonly bytes: number;
  /** Of the whole file, lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes the rows that pass the filter to a new file (mode 0600), oldest first, as JSON lines or CSV, a slice at a time: memory does not
 * grow with the trail. The file has its name once it is whole and on disk; until then it is `<file>.partial`, and nothing of it stays
 * when it fails. Rows that are added meanwhile are not part of it. `conflict` when the file exists, `storage-failed` when it cannot be
 * written or a row not read.
 */
export async function exportEvents(
  database: Database,
  filter: ExportFilter,
  format: 'jsonl' | 'csv',
  file: string,
): Promise<Result<Exported>> {
  if (existsSync(file)) return conflict('the export file exists');
  const partial = `${file}.partial`;
  const opened = await storedAsync('the export file could not be made', () => open(partial, 'wx', 0o600));
  if (!opened.ok) return opened;
  const handle = opened.value;
  let isWhole = false;
  try {
    const written = await storedAsync('the export could not be written', async () => {
      const exported = await writeRows(database, filter, format, handle);
      if (exported === null) return null;
      await handle.close();
      await rename(partial, file);
      isWhole = true;
      return exported;
    });
    if (!written.ok) return written;
    return written.value === null ? err(storageFailed('the audit trail was closed')) : ok(written.value);
  } finally {
    if (!isWhole) {
      await storedAsync('', () => handle.close());
      await storedAsync('', () => rm(partial, { force: true }));
    }
  }
}

/** Writes and syncs the rows; null when the database was closed meanwhile. */
async function writeRows(
  database: Database,
  filter: ExportFilter,
  format: 'jsonl' | 'csv',
  handle: FileHandle,
): Promise<Exported | null> {
  if (!database.open) return null;
  const select = database.prepare<[Record<string, string | number>], Row>(selectSql(filter));
  const parameters = parametersOf(filter);
  const lastId = database.prepare<[], number>('SELECT coalesce(max(id), 0) FROM events').pluck().get() ?? 0;
  const hash = createHash('sha256');
  let bytes = 0;
  let rows = 0;
  const write = async (text: string): Promise<void> => {
    const data = Buffer.from(text, 'utf8');
    for (let offset = 0; offset < data.length; ) offset += (await handle.write(data, offset)).bytesWritten;
    hash.update(data);
    bytes += data.length;
  };
  if (format === 'csv') await write(`${csvLine(columns)}\r\n`);
  for (let fromId = 1; fromId <= lastId; fromId += sliceRows) {
    await nextTurn();
    if (!database.open) return null;
    const slice = select.all({ ...parameters, fromId, toId: Math.min(fromId + sliceRows - 1, lastId) });
    rows += slice.length;
    await write(slice.map((row) => lineOf(row, format)).join(''));
  }
  await handle.sync();
  return { rows, bytes, sha256: hash.digest('hex') };
}

function lineOf(row: Row, format: 'jsonl' | 'csv'): string {
  if (format === 'jsonl') return `${JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name]])))}\n`;
  return `${csvLine(columns.map((name) => (row[name] === null ? '' : String(row[name]))))}\r\n`;
}

function selectSql(filter: ExportFilter): string {
  const conditions = ['id BETWEEN @fromId AND @toId'];
  if (filter.eventType !== undefined) conditions.push('event_type = @eventType');
  if (filter.level !== undefined) conditions.push('level = @level');
  if (filter.status !== undefined) conditions.push('status = @status');
  if (filter.fromMs !== undefined) conditions.push('timestamp >= @from');
  if (filter.toMs !== undefined) conditions.push('timestamp <= @to');
  if (filter.subject !== undefined) conditions.push('subject = @subject');
  if (filter.text !== undefined) conditions.push(`(subject LIKE @text ESCAPE '\\' OR body LIKE @text ESCAPE '\\')`);
  return `SELECT ${columns.join(', ')} FROM events NOT INDEXED WHERE ${conditions.join(' AND ')} ORDER BY id`;
}

function parametersOf(filter: ExportFilter): Record<string, string> {
  return {
    ...(filter.eventType === undefined ? {} : { eventType: filter.eventType }),
    ...(filter.level === undefined ? {} : { level: filter.level }),
    ...(filter.status === undefined ? {} : { status: filter.status }),
    ...(filter.fromMs === undefined ? {} : { from: isoTime(filter.fromMs) }),
    ...(filter.toMs === undefined ? {} : { to: isoTime(filter.toMs) }),
    ...(filter.subject === undefined ? {} : { subject: filter.subject }),
    ...(filter.text === undefined ? {} : { text: `%${filter.text.replaceAll(/[\\%_]/g, '\\$&')}%` }),
  };
}
