import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditQuery } from '../contract/shapes.ts';
import { csvLine } from '../domain/csv.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';

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

/** How many rows are held at once. */
const batchRows = 2_000;

/** What was written. */
export interface Exported {
  readonly rows: number;
  readonly bytes: number;
  /** Of the whole file, lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes the rows that pass the filter to a new file (mode 0600), oldest first, as JSON lines or CSV, a batch at a time: memory does not
 * grow with the trail. `conflict` when the file exists, `storage-failed` when it cannot be written or a row not read.
 */
export async function exportEvents(
  database: Database,
  filter: Omit<AuditQuery, 'beforeId' | 'limit'>,
  format: 'jsonl' | 'csv',
  file: string,
): Promise<Result<Exported>> {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    return code === 'EEXIST'
      ? err({ code: 'conflict', retry: 'never', what: 'the export file exists' })
      : err({ code: 'storage-failed', retry: 'after-checking', what: `the export file: ${code}` });
  }
  const hash = createHash('sha256');
  let bytes = 0;
  let rows = 0;
  const write = (text: string): void => {
    const data = Buffer.from(text, 'utf8');
    for (let offset = 0; offset < data.length; ) offset += writeSync(descriptor, data, offset);
    hash.update(data);
    bytes += data.length;
  };
  try {
    const select = database.prepare<[Record<string, string | number>], Row>(selectSql(filter));
    const last = database.prepare<[], number>('SELECT coalesce(max(id), 0) FROM events').pluck().get() ?? 0;
    if (format === 'csv') write(`${csvLine(columns)}\r\n`);
    for (let afterId = 0; afterId < last; ) {
      const batch = select.all({ ...parametersOf(filter), afterId, last, limit: batchRows });
      if (batch.length === 0) break;
      write(batch.map((row) => lineOf(row, format)).join(''));
      rows += batch.length;
      afterId = batch.at(-1)?.id as number;
      await nextTurn();
    }
    fsyncSync(descriptor);
    return ok({ rows, bytes, sha256: hash.digest('hex') });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    return err({ code: 'storage-failed', retry: 'after-checking', what: `the export: ${code}` });
  } finally {
    closeSync(descriptor);
  }
}

function lineOf(row: Row, format: 'jsonl' | 'csv'): string {
  if (format === 'jsonl') return `${JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name]])))}\n`;
  return `${csvLine(columns.map((name) => (row[name] === null ? '' : String(row[name]))))}\r\n`;
}

function selectSql(filter: Omit<AuditQuery, 'beforeId' | 'limit'>): string {
  const conditions = ['id > @afterId', 'id <= @last'];
  if (filter.eventType !== undefined) conditions.push('event_type = @eventType');
  if (filter.level !== undefined) conditions.push('level = @level');
  if (filter.status !== undefined) conditions.push('status = @status');
  if (filter.fromMs !== undefined) conditions.push('timestamp >= @from');
  if (filter.toMs !== undefined) conditions.push('timestamp <= @to');
  if (filter.text !== undefined) conditions.push(`(subject LIKE @text ESCAPE '\\' OR body LIKE @text ESCAPE '\\')`);
  return `SELECT ${columns.join(', ')} FROM events NOT INDEXED WHERE ${conditions.join(' AND ')} ORDER BY id LIMIT @limit`;
}

function parametersOf(filter: Omit<AuditQuery, 'beforeId' | 'limit'>): Record<string, string> {
  const iso = (ms: number): string => new Date(ms).toISOString();
  return {
    ...(filter.eventType === undefined ? {} : { eventType: filter.eventType }),
    ...(filter.level === undefined ? {} : { level: filter.level }),
    ...(filter.status === undefined ? {} : { status: filter.status }),
    ...(filter.fromMs === undefined ? {} : { from: iso(filter.fromMs) }),
    ...(filter.toMs === undefined ? {} : { to: iso(filter.toMs) }),
    ...(filter.text === undefined ? {} : { text: `%${filter.text.replaceAll(/[\\%_]/g, '\\$&')}%` }),
  };
}
