import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditQuery, AuditRow, AuditRowDetail } from '../contract/shapes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { stored } from '../store/stored.ts';
import type { Span } from './chain-walk.ts';
import type { TimeBlocks } from './time-blocks.ts';

/** Reads rows of an open audit.db. */
export interface EventQuery {
  /** The newest rows that pass the filters. A search for a subject or text takes turns with other work. `storage-failed` when it cannot be read. */
  query(filter: AuditQuery): Promise<Result<readonly AuditRow[]>>;
  /** The newest row of this kind, null when there is none; `storage-failed` when it cannot be read. */
  newest(filter: KindFilter): Result<AuditRow | null>;
  /** One row with what chains it; `not-found`, `storage-failed`. */
  get(id: number): Result<AuditRowDetail>;
}

/** What kind of row is meant. */
export type KindFilter = Pick<AuditQuery, 'eventType' | 'level' | 'status'>;

const levels = ['info', 'warn', 'error'] as const;
const statuses = ['requested', 'ok', 'failed', 'unknown', 'recovered'] as const;
/** Rows searched for a text before other work gets its turn. */
const searchRows = 2048;
/** The last millisecond that ISO text of the usual form can say. */
const lastMs = 253_402_300_799_999;

const rowColumns = 'id, timestamp, event_type AS eventType, level, status, actor, subject, body';

type Parameters = Readonly<Record<string, string | number>>;

/** A reader; `headId` is the newest row, `sealedToId` the newest row that the key confirms. */
export function createEventQuery(
  database: Database,
  times: TimeBlocks,
  headId: () => number,
  sealedToId: () => number,
): EventQuery {
  const selectRow = database.prepare<[number], AuditRow>(`SELECT ${rowColumns} FROM events WHERE id = ?`);
  const selectDetail = database.prepare<[number], Omit<AuditRowDetail, 'sealed'>>(
    `SELECT ${rowColumns}, body_hash AS bodyHash, prev_hash AS prevHash, hash, retain_until AS retainUntil
     FROM events WHERE id = ?`,
  );

  const spansOf = (filter: AuditQuery): readonly Span[] => {
    const newestId = headId();
    const lastId = Math.min(newestId, (filter.beforeId ?? newestId + 1) - 1);
    if (lastId < 1) return [];
    const { from, to } = timesOf(filter);
    const timed = filter.fromMs !== undefined || filter.toMs !== undefined;
    return timed ? times.candidates(from, to, lastId, newestId) : [{ fromId: 1, toId: lastId }];
  };

  return {
    async query(filter) {
      const ids: number[] = [];
      const select = database.prepare<[Parameters], number>(selectIds(filter)).pluck();
      // No index has what a row is about, or says: every row is looked at, a slice at a time.
      const isSearch = filter.text !== undefined || filter.subject !== undefined;
      const spans = isSearch ? slices(spansOf(filter), searchRows) : spansOf(filter);
      for (const span of spans) {
        const found = stored('the audit trail could not be read', () =>
          select.all(parametersOf(filter, span, filter.limit - ids.length)),
        );
        if (!found.ok) return found;
        ids.push(...found.value);
        if (ids.length >= filter.limit) break;
        if (isSearch) await nextTurn();
      }
      return stored('the audit trail could not be read', () => ids.flatMap((id) => selectRow.get(id) ?? []));
    },
    newest(kind) {
      const filter: AuditQuery = { ...kind, limit: 1 };
      return stored('the audit trail could not be read', () => {
        const select = database.prepare<[Parameters], number>(selectIds(filter)).pluck();
        const id = select.get(parametersOf(filter, { fromId: 1, toId: headId() }, 1));
        return id === undefined ? null : (selectRow.get(id) ?? null);
      });
    },
    get(id) {
      const row = stored('the audit trail could not be read', () => selectDetail.get(id));
      if (!row.ok) return row;
      if (row.value === undefined)
        return err({
          code: 'not-found',
          retry: 'never',
          what: `audit row ${id}`,
        });
      return ok({ ...row.value, sealed: id <= sealedToId() });
    },
  };
}

/**
 * The ids that pass, newest first. A filter by type, level or status is asked once for each combination of level and status that it
 * admits, because each is a stretch of an index that is already in the order of ids; SQLite merges the stretches as far as the limit.
 */
function selectIds(filter: AuditQuery): string {
  const conditions = ['id BETWEEN @fromId AND @toId'];
  if (filter.fromMs !== undefined || filter.toMs !== undefined) conditions.push('timestamp BETWEEN @from AND @to');
  if (filter.subject !== undefined) conditions.push('subject = @subject');
  if (filter.text !== undefined) {
    conditions.push(`(subject LIKE @text ESCAPE '\\' OR body LIKE @text ESCAPE '\\')`);
  }
  const newestFirst = 'ORDER BY id DESC LIMIT @limit';
  const byIndex = filter.eventType !== undefined || filter.level !== undefined || filter.status !== undefined;
  if (!byIndex) return `SELECT id FROM events WHERE ${conditions.join(' AND ')} ${newestFirst}`;
  const index = filter.eventType === undefined ? 'events_by_status' : 'events_by_type';
  if (filter.eventType !== undefined) conditions.push('event_type = @eventType');
  const stretches = (filter.status === undefined ? statuses : [filter.status]).flatMap((status) =>
    (filter.level === undefined ? levels : [filter.level]).map(
      (level) =>
        `SELECT id FROM events INDEXED BY ${index}
         WHERE status = '${status}' AND level = '${level}' AND ${conditions.join(' AND ')}`,
    ),
  );
  return `${stretches.join(' UNION ALL ')} ${newestFirst}`;
}

function parametersOf(filter: AuditQuery, span: Span, limit: number): Parameters {
  return {
    ...timesOf(filter),
    fromId: span.fromId,
    toId: span.toId,
    limit,
    eventType: filter.eventType ?? '',
    subject: filter.subject ?? '',
    text: `%${(filter.text ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`,
  };
}

function timesOf(filter: AuditQuery): {
  readonly from: string;
  readonly to: string;
} {
  const iso = (ms: number): string => new Date(Math.min(ms, lastMs)).toISOString();
  return { from: iso(filter.fromMs ?? 0), to: iso(filter.toMs ?? lastMs) };
}

function slices(spans: readonly Span[], rows: number): readonly Span[] {
  return spans.flatMap(({ fromId, toId }) => {
    const parts: Span[] = [];
    for (let end = toId; end >= fromId; end -= rows)
      parts.push({ fromId: Math.max(fromId, end - rows + 1), toId: end });
    return parts;
  });
}
