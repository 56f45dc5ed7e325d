import type { WireIn } from '../../core/contract/methods.ts';
import type { AuditRow } from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import { readLocalTime } from '../format/time.ts';
import { type AskRows, pageSize } from './audit-pages.ts';

/** What the rows are filtered by, as typed; an empty text filters nothing. Times are local. */
export interface AuditFilter {
  readonly eventType: string;
  readonly level: '' | AuditRow['level'];
  readonly status: '' | AuditRow['status'];
  readonly text: string;
  readonly from: string;
  readonly to: string;
}

/** Everything. */
export const noFilter: AuditFilter = { eventType: '', level: '', status: '', text: '', from: '', to: '' };

/** Whether nothing is filtered. */
export function isNoFilter(filter: AuditFilter): boolean {
  return Object.values(filter).every((value) => value.trim() === '');
}

/** Whether a time of the filter is typed but cannot be read: nothing is searched then. */
export function hasUnreadableTime(filter: AuditFilter): boolean {
  return [filter.from, filter.to].some((text) => text.trim() !== '' && readLocalTime(text) === null);
}

/** The filter as the core takes it. A 'to' means all of the day, minute or second it names. */
export function queryOf(filter: AuditFilter): Omit<WireIn<'audit.query'>, 'beforeId' | 'limit'> {
  const from = readLocalTime(filter.from);
  const to = readLocalTime(filter.to);
  return {
    ...(filter.eventType.trim() === '' ? {} : { eventType: filter.eventType.trim() }),
    ...(filter.level === '' ? {} : { level: filter.level }),
    ...(filter.status === '' ? {} : { status: filter.status }),
    ...(filter.text.trim() === '' ? {} : { text: filter.text.trim() }),
    ...(from === null ? {} : { fromMs: from.startMs }),
    ...(to === null ? {} : { toMs: to.endMs }),
  };
}

/** What a search has found so far. */
export interface Found {
  readonly rows: readonly AuditRow[];
  /** Whether there is nothing older that fits. */
  readonly isWhole: boolean;
  readonly problem: AppError | null;
}

/** One search of the trail: pages are appended as they are asked for, newest first. */
export interface AuditSearch {
  /** Asks for the next older rows, unless they are on their way or there are none. */
  more(): void;
  stop(): void;
}

/** Begins a search at the newest row, or older than `beforeId`; every change is told. */
export function searchAudit(ask: AskRows, filter: AuditFilter, onFound: (found: Found) => void): AuditSearch {
  let found: Found = { rows: [], isWhole: false, problem: null };
  let isAsking = false;
  let isStopped = false;

  async function more(): Promise<void> {
    if (isAsking || isStopped || found.isWhole) return;
    isAsking = true;
    const beforeId = found.rows.at(-1)?.id;
    const answer = await ask({ ...queryOf(filter), limit: pageSize, ...(beforeId === undefined ? {} : { beforeId }) });
    isAsking = false;
    if (isStopped) return;
    found = answer.ok
      ? { rows: [...found.rows, ...answer.value], isWhole: answer.value.length < pageSize, problem: null }
      : { ...found, isWhole: true, problem: answer.error };
    onFound(found);
  }

  void more();
  return {
    more: () => void more(),
    stop() {
      isStopped = true;
    },
  };
}
